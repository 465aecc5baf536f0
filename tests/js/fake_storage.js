// localStorage without a browser.

/** @returns {Storage} */
export function fakeStorage() {
  /** @type {Map<string, string>} */
  const kept = new Map();
  return /** @type {any} */ ({
    getItem: (/** @type {string} */ key) => kept.get(key) ?? null,
    setItem: (/** @type {string} */ key, /** @type {string} */ value) => void kept.set(key, value),
    removeItem: (/** @type {string} */ key) => void kept.delete(key),
    key: (/** @type {number} */ place) => [...kept.keys()][place] ?? null,
    get length() {
      return kept.size;
    },
  });
}
