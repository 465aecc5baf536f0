// Those who wait in any of the rooms, as their cards show them: what the room says, and what the vault knows.

import { differs } from "./people.js";
import { queue, waitedSeconds } from "./room.js";
import { wordsOf } from "./safety_words.js";

/** @import { Said } from "./code_words.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Role } from "./messages.js" */
/** @import { Recognised } from "./recognition.js" */
/** @import { Person } from "./room.js" */
/** @import { ComparedWords } from "./safety_words.js" */
/** @import { CodeWordState, OtherDevice, Waiter } from "./views/queue_card.js" */

/**
 * @typedef {object} WaitersPage
 * @property {(invitation: string|null|undefined, role?: Role) => Recognised} recognise
 * @property {(person: Person, said: Said|null) => CodeWordState} codeWord
 * @property {(participant: string) => number|null} declinedFor
 * @property {ReadonlySet<string>} admitting  whose Admit was clicked and is not decided yet
 * @property {ReadonlySet<string>} chosen     of several devices
 * @property {ComparedWords} compared         safety words
 */

/**
 * One for each link by which somebody waits.
 *
 * @param {Iterable<HostedRoom>} rooms
 * @param {WaitersPage} page
 * @param {number} now  milliseconds
 * @returns {Waiter[]}
 */
export function waitersOf(rooms, page, now) {
  return [...rooms].flatMap((hosted) =>
    links(hosted, now).map((devices) => waiterOf(hosted, devices, page, now)),
  );
}

/**
 * Whoever waits or checks in, those who came by one link together.
 *
 * @param {HostedRoom} hosted
 * @param {number} now
 * @returns {Person[][]}
 */
function links({ room }, now) {
  /** @type {Map<string, Person[]>} */
  const found = new Map();
  for (const person of room === null ? [] : queue(room, now)) {
    const link = person.invitation ?? person.id;
    found.set(link, [...(found.get(link) ?? []), person]);
  }
  return [...found.values()];
}

/**
 * @param {HostedRoom} hosted
 * @param {Person[]} devices
 * @param {WaitersPage} page
 * @param {number} now
 * @returns {Waiter}
 */
function waiterOf(hosted, devices, page, now) {
  const person = decidedAbout(devices, page.chosen);
  const { id } = person;
  const { state, label } = recognised(hosted, person, page);
  const isShown = state !== "locked";
  const card = isShown ? (hosted.cards.get(id) ?? null) : null;
  const typed = card?.name ?? "";
  const said = hosted.checkIns.words.get(id) ?? null;
  return {
    room: hosted.id,
    participant: id,
    state,
    name: label,
    waits: person.standing === "waiting",
    connected: person.connected,
    mayDecide: hosted.isHost(),
    seconds: waitedSeconds(person, now),
    previewed: person.previewed,
    sound: person.previewed && hosted.letters.listening.has(id),
    media: hosted.previews.get(id) ?? null,
    card,
    typed: label === "" || differs(label, typed) ? typed : "",
    codeWord: page.codeWord(person, said),
    ...wordsWith(hosted, id, page.compared),
    disowned: hosted.disowned.has(id),
    others: devices.filter((device) => device !== person).flatMap((device) => otherOf(hosted, device, now)),
    declinedFor: page.declinedFor(id),
    said: isShown ? (hosted.letters.said.get(id) ?? "") : "",
    admitting: page.admitting.has(id),
    ...besideSession(hosted, person, page.recognise),
  };
}

/**
 * Whose link it is. The page that hosts believes it when they have opened a channel by it, and not the server before.
 *
 * @param {HostedRoom} hosted
 * @param {Person} person
 * @param {WaitersPage} page
 * @returns {Recognised}
 */
function recognised(hosted, { id, invitation, role, standing, connected }, page) {
  const found = page.recognise(invitation, role);
  const isUnproved = hosted.isHost() && standing === "waiting" && connected && !hosted.channels.isOpen(id);
  return found.state === "known" && isUnproved ? { state: "looking", label: "", codeWord: "" } : found;
}

/**
 * Safety words, and what was said of them.
 *
 * @param {HostedRoom} hosted
 * @param {string} id
 * @param {ComparedWords} compared
 * @returns {Pick<Waiter, "words"|"compared">}
 */
function wordsWith(hosted, id, compared) {
  const numbers = hosted.secrets.keys.words(id);
  const words = numbers && wordsOf(numbers);
  return { words, compared: compared.of(id, words) };
}

/**
 * The one that was chosen or is looked at, or who waits longest and is there.
 *
 * @param {Person[]} devices
 * @param {ReadonlySet<string>} chosen
 * @returns {Person}
 */
function decidedAbout(devices, chosen) {
  const found =
    devices.find(({ id }) => chosen.has(id)) ??
    devices.find(({ previewed }) => previewed) ??
    devices.find(({ standing, connected }) => standing === "waiting" && connected) ??
    devices[0];
  if (found === undefined) throw new TypeError("a link by which nobody came");
  return found;
}

/**
 * @param {HostedRoom} hosted
 * @param {Person} person
 * @param {number} now
 * @returns {OtherDevice[]}
 */
function otherOf(hosted, person, now) {
  if (person.standing !== "waiting") return [];
  const { device = "", devices = null } = hosted.cards.get(person.id) ?? {};
  const seconds = waitedSeconds(person, now);
  return [{ participant: person.id, device, devices, seconds, connected: person.connected }];
}

/**
 * What those in session mean for somebody who waits. A device of theirs that was lost makes way for them.
 *
 * @param {HostedRoom} hosted
 * @param {Person} person
 * @param {WaitersPage["recognise"]} recognise
 * @returns {Pick<Waiter, "place"|"later"|"unconfirmed"|"linkInSession">}
 */
function besideSession(hosted, person, recognise) {
  const present = hosted.inSession();
  const own = present.filter((other) => person.other_device && isDeviceOf(other, person));
  const isLost = own.length > 0 && own.every(({ connected }) => !connected);
  const others = isLost ? present.filter((other) => !own.includes(other)) : present;
  const open = others.find(({ method }) => method === "later");
  return {
    place: own.length === 0 ? "first" : isLost ? "lost" : "second",
    linkInSession: present.some(({ invitation }) => invitation === person.invitation),
    later: others.length === 0,
    unconfirmed: open === undefined ? "" : nameIn(hosted, open, recognise(open.invitation, open.role)),
  };
}

/**
 * @param {HostedRoom} hosted
 * @param {Person} person
 * @param {Recognised} known
 */
function nameIn(hosted, { id }, { state, label }) {
  return label || (state === "locked" ? "" : hosted.name(id)) || "Your client";
}

/**
 * A guest who shares a client's link is somebody else.
 *
 * @param {Person} other
 * @param {Person} person
 */
function isDeviceOf(other, person) {
  return Boolean(person.invitation) && other.invitation === person.invitation && other.role === person.role;
}
