// What broke into a session, in words: connections that were lost, holds, and who was away for a while.

import { spans } from "./attendances.js";

/** @import { Attendance, Span, Stay } from "./attendances.js" */
/** @import { Row } from "./receipt.js" */
/** @import { Parting } from "./session_moments.js" */
/** @import { SessionFacts } from "./session_record.js" */
/** @import { TimeOf } from "./session_receipt.js" */

/** @typedef {{from: number, to: number|null, text: string}} Interruption */

/** So many lost connections of one person are told one by one; more are told together. */
const MOST_LOST = 8;

/** @type {Readonly<Record<Parting|"", string>>} */
const AWAY = Object.freeze({
  left: "Left, and was admitted again",
  sent_back: "Sent back to the waiting room, and admitted again",
  removed: "Removed, and admitted again",
  ended: "The session was ended and opened again",
  unseen: "Not in session",
  "": "Not in session",
});

/**
 * In the order of their beginnings.
 *
 * @param {SessionFacts} facts
 * @param {readonly Attendance[]} people
 * @param {TimeOf} time
 * @returns {Row[]}
 */
export function interruptions(facts, people, time) {
  const own = people.flatMap(personal);
  const all = [...own, ...ofPage(facts, own)].sort((one, other) => one.from - other.from);
  const last = facts.moments.at(-1);
  const end = last?.people.length === 0 ? last.at : null;
  return all.map((each) => rowOf(each, end, time));
}

/** @param {Attendance} person @returns {Interruption[]} */
function personal({ known, name, lost, held, moved, stays }) {
  const who = name || (known.role === "guest" ? "a guest" : "the client");
  return [
    ...lostText(lost, who),
    ...told(held, `On hold: ${who}`),
    ...moved.map((at) => ({ from: at, to: at, text: `Went on with another device: ${who}` })),
    ...stays.flatMap((stay, index) => absence(stay, stays[index + 1], who)),
  ];
}

/**
 * @param {readonly Span[]} lost
 * @param {string} who
 * @returns {Interruption[]}
 */
function lostText(lost, who) {
  const [first, last] = [lost[0], lost.at(-1)];
  if (first === undefined || last === undefined) return [];
  if (lost.length <= MOST_LOST) return told(lost, `Connection lost: ${who}`);
  const seconds = lost.reduce((sum, { from, to }) => sum + (to === null ? 0 : to - from), 0);
  const text = `Connection lost ${lost.length} times, ${lengthText(seconds)} altogether: ${who}`;
  return [{ from: first.from, to: last.to, text }];
}

/**
 * @param {readonly Span[]} found
 * @param {string} text
 * @returns {Interruption[]}
 */
function told(found, text) {
  return found.map(({ from, to }) => ({ from, to, text }));
}

/**
 * From one stay to the next. Who left for good is no interruption; who was sent back and not admitted again is.
 *
 * @param {Stay} stay
 * @param {Stay|undefined} next
 * @param {string} who
 * @returns {Interruption[]}
 */
function absence({ to, parting }, next, who) {
  if (to === null) return [];
  if (next !== undefined) return [{ from: to, to: next.from, text: `${AWAY[parting]}: ${who}` }];
  return parting === "sent_back" ? [{ from: to, to, text: `Sent back to the waiting room: ${who}` }] : [];
}

/**
 * What had to do with the clinician's own page.
 *
 * @param {SessionFacts} facts
 * @param {readonly Interruption[]} known  nobody is in session while the only person is away: that is said once
 * @returns {Interruption[]}
 */
function ofPage({ clinician, moments }, known) {
  const isTold = (/** @type {Span} */ { from, to }) =>
    known.some((each) => each.from <= from && to !== null && (each.to ?? 0) >= to);
  const empty = spans(moments, ({ people }) => people.length === 0).filter((span) => span.to !== null);
  const whenLink = (/** @type {string} */ state) => spans(moments, ({ link }) => link === state);
  const last = moments.at(-1);
  const elsewhere = `Went on in another window or on another device, with a receipt of its own: ${clinician}`;
  return [
    ...told(whenLink("lost"), `Connection lost: ${clinician}`),
    ...told(whenLink("closed"), `Page closed or loaded again: ${clinician}`),
    ...told(empty.filter((span) => !isTold(span)), "Nobody else in session"),
    ...(last?.elsewhere ? [{ from: last.at, to: last.at, text: elsewhere }] : []),
  ];
}

/**
 * @param {Interruption} interruption
 * @param {number|null} end  of the session
 * @param {TimeOf} time
 * @returns {Row}
 */
function rowOf({ from, to, text }, end, time) {
  if (to === from) return { term: time(from), text };
  if (to === null || to === end) return { term: `${time(from)} until the end`, text };
  const term = time(from) === time(to) ? time(from) : `${time(from)}–${time(to)}`;
  return { term, text: `${text} (${lengthText(to - from)})` };
}

/** @param {number} seconds */
function lengthText(seconds) {
  return seconds < 60 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
