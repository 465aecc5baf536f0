// Moments of a session: who was in it from then on, and what became of who was not any more.

/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Method, Standing } from "./messages.js" */
/** @import { Person } from "./room.js" */

/**
 * @typedef {object} Presence  somebody in session
 * @property {string} id       participant
 * @property {boolean} held
 * @property {boolean} connected
 * @property {Method|null} method
 *
 * @typedef {"left"|"sent_back"|"removed"|"ended"|"unseen"} Parting  unseen: nobody here saw how
 *
 * @typedef {object} Moment    what was true from then on
 * @property {number} at
 * @property {"open"|"lost"|"closed"} link  this page and the server; closed: there was no page
 * @property {Presence[]} people
 * @property {Record<string, Parting>} parted  who has just gone
 * @property {string} admitted  who has just come in by a decision of this page, empty for nobody
 * @property {boolean} elsewhere  another page of the clinician's holds the room
 */

const IN_SESSION = new Set(["admitted", "held"]);

/**
 * By the server's word.
 *
 * @param {Person|null} person
 */
export function isInSession(person) {
  return person !== null && IN_SESSION.has(person.standing);
}

/**
 * @param {HostedRoom} hosted
 * @param {readonly Person[]} people
 * @param {Moment|undefined} before
 * @param {number} now
 * @returns {Moment}
 */
export function momentOf(hosted, people, before, now) {
  const here = new Set(people.map(({ id }) => id));
  const wasThere = new Set(before?.people.map(({ id }) => id));
  const decided = hosted.letting.admission?.participant ?? "";
  return {
    at: now,
    link: hosted.connected ? "open" : "lost",
    people: people.map(({ id, standing, connected, method }) => ({
      id,
      held: standing === "held",
      connected,
      method: method ?? null,
    })),
    parted: Object.fromEntries(
      [...wasThere].filter((id) => !here.has(id)).map((id) => [id, parting(hosted, id, before)]),
    ),
    admitted: here.has(decided) && !wasThere.has(decided) ? decided : "",
    elsewhere: hosted.hostIsElsewhere(),
  };
}

/**
 * @param {HostedRoom} hosted
 * @param {string} id
 * @param {Moment|undefined} before
 * @returns {Parting}
 */
function parting(hosted, id, before) {
  const standing = hosted.person(id)?.standing;
  if (hosted.isOver) return "ended";
  if (standing === "left" || standing === "ended") return standing;
  // What came between was not seen.
  if (hosted.hostIsElsewhere() || before?.link !== "open" || !hosted.connected) return "unseen";
  return isInSession(hosted.person(id)) ? "unseen" : partingOf(standing);
}

/**
 * @param {Standing|undefined} standing  of somebody who was in session
 * @returns {Parting}
 */
export function partingOf(standing) {
  if (standing === undefined) return "removed";
  return standing === "left" || standing === "ended" ? standing : "sent_back";
}

/**
 * @param {Moment} one
 * @param {Moment} other
 */
export function isSame(one, other) {
  const facts = [one, other].map(({ link, people, elsewhere }) => JSON.stringify([link, people, elsewhere]));
  return facts[0] === facts[1];
}

/**
 * Whether the same people are in session, and held, and nothing but connections is another.
 *
 * @param {Moment} one
 * @param {Moment} other
 */
export function isSameButConnection(one, other) {
  const facts = [one, other].map(({ people, elsewhere }) =>
    JSON.stringify([people.map(({ id, held, method }) => [id, held, method]), elsewhere]),
  );
  return facts[0] === facts[1];
}
