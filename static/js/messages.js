// Twin of telehealth/core/messages.py: the vocabulary between a page and the server, names and fields.

/**
 * @typedef {"host"|"watching"|"checking"|"waiting"|"admitted"|"held"|"left"|"declined"|"ended"} Standing
 * @typedef {"clinician"|"client"|"guest"} Role
 * @typedef {"session"|"preview"} LegKind
 * @typedef {"left"|"declined"|"ended"|"moved"|"removed"|"refused"} How
 * @typedef {"recognised"|"photo_id"|"voice"|"code_word"|"vouched"|"later"} Method  how an identity was confirmed
 *
 * @typedef {object} ParticipantView
 * @property {string} id
 * @property {Role} role
 * @property {Standing} standing
 * @property {boolean} connected
 * @property {boolean} previewed
 * @property {string|null} [case]        to clinicians only
 * @property {string|null} [invitation]  to clinicians only
 * @property {number} [waited]           seconds, to clinicians only
 * @property {Method|null} [method]      to clinicians only
 * @property {boolean} [other_device]    to clinicians, and to the person: their link is in session from elsewhere
 */

/**
 * Somebody as the page that hosts has them, for a server that was restarted.
 *
 * @typedef {object} Seated
 * @property {string} participant
 * @property {string} invitation
 * @property {"waiting"|"admitted"|"held"} standing
 * @property {Method|null} [method]
 * @property {boolean} [guest]   let in as somebody else than whom the link is for
 * @property {number} [waited]   seconds
 */

/**
 * @typedef {{type: "hello", invitation: string, admission: string, participant: string}} Hello
 * @typedef {{type: "take_seat", seat: string, leg: number, hosts?: boolean, people?: Seated[]}} TakeSeat
 * @typedef {{type: "watch", room: string, participant: string}} Watch
 * @typedef {{type: "check_in", room: string}} CheckIn
 * @typedef {{type: "sealed", room: string, to: string, body: string}} SealedOut
 * @typedef {{type: "answer", room: string, leg: number, sdp: string}} Answer
 * @typedef {{type: "renew", room: string, leg: number}} Renew
 * @typedef {{type: "sending", room: string, leg: number}} Sending
 * @typedef {{type: "preview", room: string, participant: string, on: boolean}} Preview
 * @typedef {{type: "admit", room: string, participant: string, method: Method, consent?: string, guest?: boolean}} Admit
 * @typedef {{type: "confirm", room: string, participant: string, method: Exclude<Method, "later">}} Confirm
 * @typedef {{type: "move", room: string, participant: string, to: string}} Move
 * @typedef {{type: "refuse", room: string, participant: string, spare?: boolean}} Refuse
 * @typedef {{type: "decline"|"hold"|"resume"|"send_back"|"remove", room: string, participant: string}} Decision
 * @typedef {{type: "bring_together", room: string, case: string}} BringTogether
 * @typedef {{type: "leave"|"end"|"reopen"|"take_over", room: string}} RoomAct
 * @typedef {{type: "ping"}} Ping
 * @typedef {Hello|TakeSeat|Watch} Opening
 * @typedef {CheckIn|SealedOut|Answer|Renew|Preview|Admit|Confirm|Move|Refuse|Decision|BringTogether|RoomAct} Act
 * @typedef {Opening|Act|Sending|Ping} FromBrowser
 */

/**
 * @typedef {{type: "welcome", room: string, version: number, you: string, clinician: string, seat: string,
 *   leg: number, code_word: boolean, host: string|null, people: ParticipantView[]}} Welcome
 * @typedef {{type: "changed", room: string, version: number, host: string|null,
 *   people?: ParticipantView[], gone?: string[]}} Changed
 * @typedef {{type: "arrived", room: string, participant: string}} Arrived
 * @typedef {{type: "sealed", room: string, sender: string, body: string}} SealedIn
 * @typedef {{type: "offer", room: string, leg: number, kind: LegKind, sdp: string}} Offer
 * @typedef {{type: "demand", room: string, leg: number, mids: string[]}} Demand
 * @typedef {{type: "closed", room: string, leg: number}} Closed
 * @typedef {{type: "ended", room: string, how: How}} Ended
 * @typedef {{type: "reopened", room: string}} Reopened
 * @typedef {{type: "stopping", room: string, seconds: number}} StoppingSoon
 * @typedef {{type: "error", code: string, text: string, about?: string, room?: string}} Refusal
 * @typedef {{type: "pong"}} Pong
 * @typedef {Welcome|Changed|Arrived|SealedIn|Offer|Demand|Closed|Ended|Reopened|StoppingSoon|Refusal|Pong} ToBrowser
 */

/** Every message a page may send, with its fields. */
export const FROM_BROWSER = Object.freeze({
  hello: ["invitation", "admission", "participant"],
  take_seat: ["seat", "leg", "hosts", "people"],
  watch: ["room", "participant"],
  check_in: ["room"],
  sealed: ["room", "to", "body"],
  answer: ["room", "leg", "sdp"],
  renew: ["room", "leg"],
  sending: ["room", "leg"],
  preview: ["room", "participant", "on"],
  admit: ["room", "participant", "method", "consent", "guest"],
  confirm: ["room", "participant", "method"],
  move: ["room", "participant", "to"],
  decline: ["room", "participant"],
  refuse: ["room", "participant", "spare"],
  hold: ["room", "participant"],
  resume: ["room", "participant"],
  send_back: ["room", "participant"],
  bring_together: ["room", "case"],
  remove: ["room", "participant"],
  leave: ["room"],
  end: ["room"],
  reopen: ["room"],
  take_over: ["room"],
  ping: [],
});

/** Every message a page may receive, with its fields. */
export const TO_BROWSER = Object.freeze({
  welcome: ["room", "version", "you", "clinician", "seat", "leg", "code_word", "host", "people"],
  changed: ["room", "version", "host", "people", "gone"],
  arrived: ["room", "participant"],
  sealed: ["room", "sender", "body"],
  offer: ["room", "leg", "kind", "sdp"],
  demand: ["room", "leg", "mids"],
  closed: ["room", "leg"],
  ended: ["room", "how"],
  reopened: ["room"],
  stopping: ["room", "seconds"],
  error: ["code", "text", "about", "room"],
  pong: [],
});

/**
 * The message in a WebSocket's text, or null when this page does not know its type:
 * a newer server may say more than an older page understands.
 *
 * @param {string} text
 * @returns {ToBrowser|null}
 */
export function readMessage(text) {
  const value = JSON.parse(text);
  if (typeof value !== "object" || value === null || !Object.hasOwn(TO_BROWSER, value.type)) return null;
  return value;
}
