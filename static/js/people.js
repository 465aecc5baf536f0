// What the vault says of people and their links, in the order and the words of Today.

import { cleanName } from "./card.js";
import { isSameDay, nextTime, weekday } from "./day_time.js";

/** @import { Usual } from "./day_time.js" */
/** @import { VaultContent } from "./vault.js" */

/**
 * @typedef {object} Link
 * @property {string} id
 * @property {string} person
 * @property {string} room
 * @property {string} secret
 * @property {"client"|"guest"} role
 * @property {string} label            who the guest is; empty for a client
 * @property {number|null} appointment  seconds, of a link for one session
 * @property {number} made
 * @property {boolean} pending          the server may not know of it yet
 * @property {string|null} replaces
 * @property {boolean} [refused]        the clinician has ended it: nobody new comes by it, whatever the server says
 * @property {readonly Miss[]} [misses]  code words said by it that were none, since its person was known last
 *
 * @typedef {{participant: string, word: string}} Miss  word: as it is compared
 *
 * @typedef {object} Known
 * @property {string} id
 * @property {string} room
 * @property {string} label
 * @property {string} codeWord
 * @property {Usual|null} usual
 * @property {{at: number, method: string|null}|null} last
 * @property {Link|null} link          the client's own
 * @property {Link[]} further          the client's others: two devices may each have made one at once
 * @property {Link[]} guests
 *
 * @typedef {{person: Known, link: Link}} Owner
 * @typedef {{label: string, codeWord: string, usual: Usual|null}} PersonFields  what is written down of somebody
 * @typedef {{opens: number, closes: number}} Window  seconds before and after an appointment
 * @typedef {"pending"|"early"|"open"|"over"} LinkState
 */

/** Whoever has not come this long after their time is not expected any more, seconds. */
const EXPECTED_FOR = 30 * 60;

/** A content never changes, and is asked about many times while a page is drawn. @type {WeakMap<VaultContent, Known[]>} */
const READ = new WeakMap();

/**
 * Everybody, by label.
 *
 * @param {VaultContent} content
 * @returns {readonly Known[]}
 */
export function peopleOf(content) {
  const people = READ.get(content) ?? readPeople(content);
  READ.set(content, people);
  return people;
}

/**
 * @param {VaultContent} content
 * @returns {Known[]}
 */
function readPeople(content) {
  const entries = Object.entries(content.entries);
  const links = linksOf(content);
  const people = entries.flatMap(([id, entry]) => {
    if (entry.kind !== "person") return [];
    const { room, label, codeWord, usual, last } = /** @type {any} */ (entry);
    const own = links.filter(({ person }) => person === id);
    const [link = null, ...further] = own.filter(({ role }) => role === "client").reverse();
    const guests = own.filter(({ role }) => role === "guest");
    return [{ id, room, label, codeWord, usual, last, link, further, guests }];
  });
  return people.sort((one, other) => one.label.localeCompare(other.label));
}

/**
 * The room in which new people are met.
 *
 * @param {VaultContent|null} content
 * @returns {string}
 */
export function firstRoom(content) {
  return Object.entries(content?.entries ?? {}).find(([, entry]) => entry.kind === "room")?.[0] ?? "";
}

/**
 * All links, the oldest first.
 *
 * @param {VaultContent} content
 * @returns {Link[]}
 */
export function linksOf(content) {
  const links = Object.entries(content.entries).flatMap(([id, entry]) =>
    entry.kind === "invitation" ? [/** @type {Link} */ ({ .../** @type {any} */ (entry), id })] : [],
  );
  return links.sort((one, other) => one.made - other.made || (one.id < other.id ? -1 : 1));
}

/**
 * The person a link was given to, or null when it is none of this vault's.
 *
 * @param {readonly Known[]} people
 * @param {string|null|undefined} invitation
 * @returns {Owner|null}
 */
export function ownerOf(people, invitation) {
  for (const person of people) {
    const link = allLinks(person).find(({ id }) => id === invitation);
    if (link !== undefined) return { person, link };
  }
  return null;
}

/**
 * @param {Known} person
 * @returns {Link[]}
 */
export function allLinks({ link, further, guests }) {
  return [...(link === null ? [] : [link]), ...further, ...guests];
}

/**
 * Whether whoever comes by a link is asked for a code word. Guests have agreed on none.
 *
 * @param {Owner} owner
 * @returns {boolean}
 */
export function asksCodeWord({ person, link }) {
  return link.role === "client" && person.codeWord !== "";
}

/**
 * Who comes by a link: "Maya", "Interpreter (with Maya)".
 *
 * @param {Known} person
 * @param {Link} link
 * @returns {string}
 */
export function comesAs(person, link) {
  return link.role === "guest" ? `${link.label} (with ${person.label})` : person.label;
}

/**
 * "Maya's link", "Interpreter's link for Maya".
 *
 * @param {Known} person
 * @param {Link} link
 * @returns {string}
 */
export function linkName(person, link) {
  return link.role === "guest" ? `${link.label}'s link for ${person.label}` : `${person.label}'s link`;
}

/**
 * Whether two labels would be taken for one.
 *
 * @param {string} one
 * @param {string} other
 * @returns {boolean}
 */
export function isSameLabel(one, other) {
  const plain = (/** @type {string} */ label) => cleanName(label).normalize("NFKC").toLowerCase();
  return plain(one) === plain(other);
}

/**
 * Whether a name that was typed is another than the label.
 *
 * @param {string} label
 * @param {string} typed
 * @returns {boolean}
 */
export function differs(label, typed) {
  const plain = (/** @type {string} */ text) => text.normalize("NFKC").toLowerCase().replaceAll(/\s+/gu, "");
  return plain(typed) !== "" && plain(label) !== plain(typed);
}

/**
 * Where a link stands. `server` is what the server last said of each, or null when it was not asked yet;
 * time goes on in between.
 *
 * @param {Link} link
 * @param {object} about
 * @param {number} about.now
 * @param {Window} about.window
 * @param {ReadonlyMap<string, string>|null} about.server
 * @returns {LinkState}
 */
export function linkState({ id, appointment, pending }, { now, window, server }) {
  if (pending) return "pending";
  const said = server === null ? "open" : (server.get(id) ?? "over");
  if (said === "over") return "over";
  if (appointment === null) return "open";
  if (now < appointment - window.opens) return "early";
  return now < appointment + window.closes ? "open" : "over";
}

/**
 * When somebody is due today, or null.
 *
 * @param {Known} person
 * @param {number} now
 * @returns {number|null}  seconds
 */
export function dueToday({ link, usual }, now) {
  const appointment = link?.appointment ?? null;
  if (appointment !== null && isSameDay(appointment, now)) return appointment;
  if (usual === null || usual.day !== weekday(now)) return null;
  const [hour, minute] = usual.time.split(":").map(Number);
  return new Date(now * 1000).setHours(Number(hour), Number(minute), 0, 0) / 1000;
}

/**
 * When somebody comes next, as far as the vault says, or null.
 *
 * @param {Known} person
 * @param {number} now
 * @returns {{start: number, weekly: boolean}|null}
 */
export function comesNext({ link, usual }, now) {
  const appointment = link?.appointment ?? null;
  if (appointment !== null) return { start: appointment, weekly: false };
  return usual === null ? null : { start: nextTime(usual, now), weekly: true };
}

/**
 * Those of today first, by their time; then the others, by label.
 *
 * @param {readonly Known[]} people
 * @param {number} now
 * @returns {Known[]}
 */
export function inOrder(people, now) {
  const today = people.filter((person) => dueToday(person, now) !== null);
  today.sort((one, other) => Number(dueToday(one, now)) - Number(dueToday(other, now)));
  return [...today, ...people.filter((person) => dueToday(person, now) === null)];
}

/**
 * Who is to come next today: not somebody who was here today already, nor who is half an hour late.
 *
 * @param {readonly Known[]} people
 * @param {number} now
 * @returns {{person: Known, at: number}|null}
 */
export function expected(people, now) {
  const due = people.flatMap((person) => {
    const at = dueToday(person, now);
    const wasHere = person.last !== null && isSameDay(person.last.at, now);
    return at === null || wasHere || now > at + EXPECTED_FOR ? [] : [{ person, at }];
  });
  return due.sort((one, other) => one.at - other.at)[0] ?? null;
}

/**
 * @param {readonly Known[]} people
 * @param {string} text  what was typed into the search field
 * @returns {Known[]}
 */
export function search(people, text) {
  const wanted = text.normalize("NFKC").toLowerCase().trim();
  const has = (/** @type {string} */ label) => label.normalize("NFKC").toLowerCase().includes(wanted);
  return people.filter(({ label, guests }) => has(label) || guests.some((guest) => has(guest.label)));
}

/**
 * Who stands in an earlier copy of the vault and not in this one, nor was brought back from such a copy before.
 *
 * @param {VaultContent} content
 * @param {VaultContent} earlier
 * @returns {Known[]}
 */
export function missingFrom(content, earlier) {
  const was = Object.values(content.entries).map((entry) => /** @type {{was?: string}} */ (entry).was);
  return peopleOf(earlier).filter(({ id }) => !Object.hasOwn(content.entries, id) && !was.includes(id));
}
