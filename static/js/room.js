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
 * @property {boolean} gap        a change was missed: the page must ask for the whole again
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
  if (message.type === "welcome") return welcomed(message, now);
  if (room === null || !("room" in message) || message.room !== room.id) return room;
  if (message.type === "changed") return changed(room, message, now);
  if (message.type === "ended") return { ...room, ended: message.how };
  return room;
}

/**
 * @param {Welcome} message
 * @param {number} now
 * @returns {Room}
 */
function welcomed(message, now) {
  const { room: id, version, you, clinician, host } = message;
  const people = withPeople({}, message.people, now);
  return { id, version, you, clinician, host, people, ended: endedBy(people[you], null), gap: false };
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
  const ended = endedBy(people[room.you], room.ended);
  return { ...room, version: message.version, host: message.host, people, ended };
}

/**
 * Who is listed stands somewhere; who is not was removed, and `ended` has said or will say how.
 *
 * @param {Person|undefined} own
 * @param {How|null} before
 * @returns {How|null}
 */
function endedBy(own, before) {
  if (own === undefined) return before;
  return OVER.has(own.standing) ? /** @type {How} */ (own.standing) : null;
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
