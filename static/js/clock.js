// Time as a page knows it, and what a test replaces.

/**
 * @typedef {object} Clock
 * @property {() => number} now  milliseconds
 * @property {(task: () => void, milliseconds: number) => unknown} later
 */

/** @type {Clock} */
export const CLOCK = Object.freeze({
  now: () => Date.now(),
  later: (/** @type {() => void} */ task, /** @type {number} */ milliseconds) =>
    setTimeout(task, milliseconds),
});
