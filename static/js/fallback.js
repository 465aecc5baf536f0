// When both stop waiting for a lost connection, and the clinician phones: times alone.

/**
 * @typedef {object} Fallback
 * @property {number} at       when the clinician phones, seconds since 1970: a full minute
 * @property {number} left     seconds until then, at least 0
 * @property {boolean} isDue   the time has come
 * @property {boolean} isPast  it has come more than a minute ago
 */

const MINUTE = 60;
/** A loss that is over sooner is none to make plans for. Seconds. */
const PATIENCE = 3;

/**
 * @param {number|null} since  since when something is lost, seconds; null while nothing is
 * @param {number} after       seconds
 * @param {number} now         seconds
 * @returns {Fallback|null}
 */
export function fallbackOf(since, after, now) {
  if (since === null || now - since < PATIENCE) return null;
  const at = Math.ceil((since + after) / MINUTE) * MINUTE;
  return { at, left: Math.max(0, at - now), isDue: now >= at, isPast: now >= at + MINUTE };
}
