// Twin of telehealth/core/room.py as one page may know it: a pure reducer (state, message) → state.

/** @import { How, ParticipantView, Standing, ToBrowser, Changed, Welcome } from "./messages.js" */

/**
 * @typedef {ParticipantView & {seen: number}} Person  `seen`: when this view came, milliseconds
 *
 * @typedef {object} Room
 * @property {string} id
 * @property {number} version
 * @property {string} you
 * @property {string} clinician   the clinician's public name
 * @property {string|null} host   the page that decides here
 * @property {Record<string, Person>} people
 * @property {How|null} ended     how this page's own part ended, until it checks in again
 * @property {boolean} reopened   the session has ended and was opened again, until this page's person stands otherwise
 * @property {boolean} codeWord   whether the link asks for a code word
 * @property {boolean} gap        a change was missed: the page must ask for the whole again
 * @property {number} [stopsAt]   when the server stops at the latest, in milliseconds, if it is to stop
 */

/** @type {ReadonlySet<Standing>} */
const IN_SESSION = new Set(["admitted", "held"]);

/** @type {ReadonlySet<Standing>} */
const OVER = new Set(["left", "declined", "ended"]);

/**
 * The room after a message. A message of another room, or one that says nothing of people, changes nothing.
 *
 * @param {Room|null} room
 * @param {ToBrowser} message
 * @param {number} now  milliseconds
 * @returns {Room|null}
 */
export function reduce(room, message, now) {
  if (message.type === "welcome") return welcomed(room, message, now);
  if (room === null || !("room" in message) || message.room !== room.id) return room;
  if (message.type === "changed") return changed(room, message, now);
  if (message.type === "ended") return { ...room, ended: message.how };
  if (message.type === "reopened") return { ...room, reopened: true };
  if (message.type === "stopping") return { ...room, stopsAt: now + message.seconds * 1000 };
  return room;
}

/**
 * @param {Room|null} before  as this page knew it when its connection was lost
 * @param {Welcome} message
 * @param {number} now
 * @returns {Room}
 */
function welcomed(before, message, now) {
  const { room: id, version, you, clinician, host, code_word: codeWord } = message;
  const people = withPeople({}, message.people, now);
  const part = partOf(before, people[you]);
  return { id, version, you, clinician, host, people, ...part, codeWord, gap: false };
}

/**
 * @param {Room} room
 * @param {Changed} message
 * @param {number} now
 * @returns {Room}
 */
function changed(room, message, now) {
  if (message.version <= room.version) return room;
  if (message.version !== room.version + 1) return { ...room, gap: true };
  const people = withPeople(room.people, message.people ?? [], now);
  for (const id of message.gone ?? []) delete people[id];
  const part = partOf(room, people[room.you]);
  return { ...room, version: message.version, host: message.host, people, ...part };
}

/**
 * What became of this page's own part. Who is listed stands somewhere, and where they stand as before `ended` has
 * said more of it ("moved"); who is not was removed, and `ended` has said or will say how.
 *
 * @param {Room|null} before
 * @param {Person|undefined} own
 * @returns {Pick<Room, "ended"|"reopened">}
 */
function partOf(before, own) {
  const { ended = null, reopened = false } = before ?? {};
  if (own === undefined) return { ended, reopened };
  const stays = own.standing === before?.people[own.id]?.standing;
  if (!OVER.has(own.standing)) return { ended: null, reopened: stays && reopened };
  const standing = /** @type {How} */ (own.standing);
  return stays ? { ended: ended ?? standing, reopened } : { ended: standing, reopened: false };
}

/**
 * @param {Record<string, Person>} people
 * @param {readonly ParticipantView[]} views
 * @param {number} now
 * @returns {Record<string, Person>}
 */
function withPeople(people, views, now) {
  /** @type {Record<string, Person>} */
  const next = { ...people };
  for (const view of views) next[view.id] = { ...view, seen: now };
  return next;
}

/**
 * Where this page itself stands; `ended` also covers those whom the room no longer lists.
 *
 * @param {Room} room
 * @returns {Standing}
 */
export function ownStanding(room) {
  return room.people[room.you]?.standing ?? "ended";
}

/**
 * @param {Room} room
 * @returns {boolean}
 */
export function hosts(room) {
  return room.host === room.you;
}

/**
 * Whether the page that decides here is connected now.
 *
 * @param {Room} room
 * @returns {boolean}
 */
export function hostIsHere(room) {
  if (room.host === null) return false;
  return room.people[room.host]?.connected ?? true;
}

/**
 * The others of the session, admitted and held, the longest known first.
 *
 * @param {Room} room
 * @returns {Person[]}
 */
export function inSession(room) {
  return Object.values(room.people).filter(({ id, standing }) => id !== room.you && IN_SESSION.has(standing));
}

/**
 * Other devices that wait by the same link as this page's person, who is in session: they see nobody else wait.
 *
 * @param {Room} room
 * @returns {Person[]}
 */
export function otherDevices(room) {
  return Object.values(room.people).filter(({ id, standing }) => id !== room.you && standing === "waiting");
}

/**
 * Those who wait, then those who check in, the longest waiting first.
 *
 * @param {Room} room
 * @param {number} now
 * @returns {Person[]}
 */
export function queue(room, now) {
  const waits = (/** @type {Person} */ person) => (person.standing === "waiting" ? 0 : 1);
  return Object.values(room.people)
    .filter(({ standing, connected }) => standing === "waiting" || (standing === "checking" && connected))
    .sort((one, other) => waits(one) - waits(other) || waitedSeconds(other, now) - waitedSeconds(one, now));
}

/**
 * @param {Person} person
 * @param {number} now  milliseconds
 * @returns {number}
 */
export function waitedSeconds(person, now) {
  return (person.waited ?? 0) + Math.max(0, now - person.seen) / 1000;
}
