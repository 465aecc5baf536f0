// What is agreed for a connection that does not come back, in words: who phones whom, and when.

import { timeText } from "./day_time.js";

/** @import { Fallback } from "./fallback.js" */

/**
 * @typedef {object} Call  somebody whom the clinician would phone
 * @property {string} name
 * @property {string|null} number  as they typed it; empty: they gave none; null: this page does not know it
 *
 * @typedef {object} Plan
 * @property {string} text
 * @property {readonly Call[]} calls  those whose number is known
 * @property {number} at       seconds since 1970
 * @property {boolean} counts  the time until then is shown
 */

const STAY = "Keep this page open: it goes on by itself.";

/**
 * @param {Fallback|null} fallback
 * @param {object} page
 * @param {boolean} page.isOwn  it is the clinician's own connection
 * @param {readonly Call[]} page.calls
 * @param {boolean} [page.timersMuted]
 * @returns {Plan|null}
 */
export function clinicianPlan(fallback, { isOwn, calls, timersMuted = false }) {
  if (fallback === null) return null;
  const known = calls.filter(({ number }) => number);
  const others = calls.filter(({ number }) => !number).map(withoutNumber);
  const sentences = [
    ...others.map((text) => `${text} `),
    ...(others.length > 0 ? [`${STAY} `] : []),
    ...(known.length > 0 ? [`${asked(fallback, isOwn, known)}:`] : []),
  ];
  const counts = known.length > 0 && !fallback.isDue && !timersMuted;
  return { text: sentences.join("").trim(), calls: known, at: fallback.at, counts };
}

/**
 * @param {Fallback|null} fallback
 * @param {object} page
 * @param {string} page.clinician
 * @param {string|null} page.callback  as the person typed it; empty: they gave none; null: this tab has forgotten it
 * @returns {Plan|null}
 */
export function clientPlan(fallback, { clinician, callback }) {
  if (fallback === null) return null;
  const { at, isDue } = fallback;
  const plan = { calls: [], at, counts: callback !== "" && !isDue };
  if (callback === "") return { ...plan, text: `${clinician} has no number to phone you on. ${STAY}` };
  if (isDue) return { ...plan, text: `${clinician} will phone you now. ${STAY}` };
  const on = callback === null ? "" : ` on ${callback}`;
  return { ...plan, text: `If we are not back by ${timeText(at)}, ${clinician} will phone you${on}.` };
}

/**
 * @param {Fallback} fallback
 * @param {boolean} isOwn
 * @param {readonly Call[]} calls
 */
function asked({ at, isDue, isPast }, isOwn, calls) {
  const time = timeText(at);
  const names = calls.map(({ name }) => name).join(" and ");
  if (isDue) return `It is ${isPast ? "past " : ""}${time}. Phone ${names}`;
  if (isOwn) return `If you are not back by ${time}, phone ${names}`;
  return `If ${names} ${calls.length === 1 ? "is" : "are"} not back by ${time}, phone them`;
}

/** @param {Call} call */
function withoutNumber({ name, number }) {
  return number === null ? `${name}’s number is not on this page.` : `${name} has given no number.`;
}
