// What the clinician decides about those who wait and those in session, as messages to the server.

/** @import { Desk } from "./desk.js" */
/** @import { ComparedWords } from "./safety_words.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { AttendanceActs } from "./views/attendance.js" */
/** @import { Decisions, Waiter } from "./views/queue_card.js" */

/**
 * @typedef {object} QueuePage
 * @property {Desk} desk
 * @property {(waiter: Waiter) => boolean} isKnown
 * @property {Set<string>} chosen  of several devices
 * @property {ComparedWords} compared
 * @property {(hosted: HostedRoom, participant: string) => void} emergency  open their card
 * @property {(hosted: HostedRoom, participant: string) => void} replaceLink
 *
 * @typedef {object} SessionPage
 * @property {Desk} desk
 * @property {(act: (session: HostedRoom) => void) => void} inSession
 * @property {(hosted: HostedRoom, participant: string) => void} confirm    ask how they were known
 * @property {(hosted: HostedRoom, participant: string) => void} emergency
 * @property {(hosted: HostedRoom, participant: string) => void} invite     a guest link for who joins them
 */

/**
 * About those who wait. Only whose link the vault knows is let in, whatever the server says of it.
 *
 * @param {QueuePage} page
 * @returns {Decisions & {takeOver: () => Promise<void>}}
 */
export function queueDecisions({ desk, isKnown, chosen, compared, emergency, replaceLink }) {
  const about = (/** @type {Waiter} */ { room }, /** @type {(hosted: HostedRoom) => void} */ act) => {
    const hosted = desk.rooms.get(room);
    if (hosted !== undefined) act(hosted);
  };
  const preview = (/** @type {Waiter} */ { room, participant }, /** @type {boolean} */ on) =>
    desk.decide({ type: "preview", room, participant, on });
  return {
    admit: (waiter, method, how) =>
      about(waiter, (hosted) => {
        if (isKnown(waiter)) void desk.admissions.admit(hosted, waiter.participant, { method, ...how });
      }),
    decline: (waiter) => about(waiter, (hosted) => desk.declines.begin(hosted, waiter.participant)),
    undo: ({ participant }) => desk.declines.undo(participant),
    refuse: ({ room, participant }, { spare }) => desk.refuse({ type: "refuse", room, participant, spare }),
    preview: (waiter, on) => {
      if (!on || isKnown(waiter)) preview(waiter, on);
    },
    listen: (waiter, on) =>
      about(waiter, (hosted) => {
        hosted.letters.listen(waiter.participant, on);
        desk.draw();
      }),
    message: (waiter, text) =>
      about(waiter, (hosted) => {
        desk.said(hosted.note(waiter.participant, text));
        desk.draw();
      }),
    choose: (waiter, participant) => {
      // Nobody is looked at who is not shown.
      if (waiter.previewed && participant !== waiter.participant) preview(waiter, false);
      for (const id of [waiter.participant, ...waiter.others.map((other) => other.participant)])
        chosen.delete(id);
      chosen.add(participant);
      desk.draw();
    },
    emergency: (waiter) => about(waiter, (hosted) => emergency(hosted, waiter.participant)),
    replaceLink: (waiter) => about(waiter, (hosted) => replaceLink(hosted, waiter.participant)),
    compare: ({ participant, words }, verdict) => {
      if (words !== null) compared.say(participant, words, verdict);
      desk.draw();
    },
    takeOver: async () => {
      const rooms = [...desk.rooms.values()].filter((room) => room.hostIsElsewhere());
      const told = await Promise.all(rooms.map((room) => room.takeOver()));
      desk.said(!told.includes(false));
      desk.draw();
    },
  };
}

/**
 * About those in session.
 *
 * @param {SessionPage} page
 * @returns {AttendanceActs}
 */
export function attendanceActs({ desk, inSession, confirm, emergency, invite }) {
  const decide =
    (/** @type {"hold"|"resume"|"send_back"|"remove"} */ type) => (/** @type {string} */ participant) =>
      inSession((room) => desk.decide({ type, room: room.id, participant }));
  const open =
    (/** @type {(hosted: HostedRoom, participant: string) => void} */ act) =>
    (/** @type {string} */ participant) =>
      inSession((room) => act(room, participant));
  return {
    hold: decide("hold"),
    resume: decide("resume"),
    sendBack: decide("send_back"),
    remove: decide("remove"),
    confirm: open(confirm),
    emergency: open(emergency),
    invite: open(invite),
  };
}

/**
 * Nobody is looked at by a page that shows nobody.
 *
 * @param {Desk} desk
 * @param {readonly Waiter[]} waiters
 */
export function endPreviews(desk, waiters) {
  for (const { room, participant, previewed, mayDecide } of waiters) {
    if (previewed && mayDecide) desk.signalling.send({ type: "preview", room, participant, on: false });
  }
}
