// What Today says of a person and of their links, in words.

import { dayText, isSameDay, momentText, timeText, usualText } from "./day_time.js";
import { methodText } from "./methods.js";
import { comesNext, dueToday, linkName, linkState } from "./people.js";

/** @import { Known, Link, Window } from "./people.js" */

/**
 * @typedef {object} LinkFacts  a link as it is shown and handed out
 * @property {string} id
 * @property {string} name         whose it is
 * @property {string} text         the link itself
 * @property {"client"|"guest"} role
 * @property {number|null} start   seconds: the next session it is for
 * @property {boolean} weekly
 *
 * @typedef {object} LinkWords
 * @property {Link} link
 * @property {string} state        that it is over or not open yet; empty while it works
 * @property {string} problem      why it must not be handed out yet; empty for none
 * @property {boolean} mayCopy
 *
 * @typedef {object} PersonWords
 * @property {Known} person
 * @property {string} when
 * @property {boolean} isToday
 * @property {string} last
 * @property {LinkWords|null} own
 * @property {LinkWords[]} others  guests', and further ones of the client's
 *
 * @typedef {object} Surroundings
 * @property {number} now
 * @property {Window} window
 * @property {ReadonlyMap<string, string>|null} server  what it last said of each link
 * @property {(id: string) => string} problem
 */

/**
 * @param {Known} person
 * @param {Surroundings} around
 * @returns {PersonWords}
 */
export function wordsOf(person, around) {
  const { now } = around;
  const words = (/** @type {Link} */ link) => linkWords(link, around);
  return {
    person,
    when: whenText(person, now),
    isToday: dueToday(person, now) !== null,
    last: lastText(person, now),
    own: person.link === null ? null : words(person.link),
    others: [...person.guests, ...person.further].map(words),
  };
}

/**
 * "Today 14:00", "Mondays 14:00", "Wed 2 Dec, 16:00", or empty.
 *
 * @param {Known} person
 * @param {number} now
 * @returns {string}
 */
export function whenText(person, now) {
  const due = dueToday(person, now);
  if (due !== null) return `Today ${timeText(due)}`;
  if (person.usual !== null) return usualText(person.usual);
  const next = comesNext(person, now);
  return next === null ? "" : momentText(next.start, now);
}

/**
 * @param {Known} person
 * @param {number} now
 * @returns {string}
 */
export function lastText({ last }, now) {
  if (last === null) return "No session yet";
  const day = isSameDay(last.at, now) ? "today" : dayText(last.at, now);
  return `Last session ${day}, ${identityText(last.method)}`;
}

/** @param {string|null} method  one of methods.js; an older page wrote none, a newer one may write others */
function identityText(method) {
  if (method === "later") return "identity not confirmed";
  const text = methodText(method);
  return text === "" ? "identity not recorded" : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/**
 * @param {Link} link
 * @param {Surroundings} around
 * @returns {LinkWords}
 */
function linkWords(link, { now, window, server, problem }) {
  const state = linkState(link, { now, window, server });
  const trouble = problem(link.id);
  return {
    link,
    state: stateText(link, state, now, window),
    problem: trouble,
    mayCopy: trouble === "" && state !== "over",
  };
}

/**
 * @param {Link} link
 * @param {ReturnType<typeof linkState>} state
 * @param {number} now
 * @param {Window} window
 */
function stateText({ appointment }, state, now, window) {
  if (state === "over") return "Link is over";
  if (state === "early") return `Opens at ${momentText(Number(appointment) - window.opens, now)}`;
  return "";
}

/**
 * Why a link that is still on its way must not be handed out.
 *
 * @param {{person: Known, link: Link}} owner
 * @param {{isSaved: boolean, refusal: string}} about  refusal: what keeps it from going on, in words, or empty
 * @returns {string}
 */
export function problemText({ person, link }, { isSaved, refusal }) {
  const name = linkName(person, link);
  const what = isSaved
    ? `${name} is not yet known to the server.`
    : `${name} is not saved yet: only this page has it.`;
  const before = link.replaces === null ? "" : " Until it is, the one before still works.";
  return `${what}${before} ${refusal}`.trim();
}
