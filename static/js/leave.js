// The way to another page.

/**
 * Go to another page without leaving this one in the history. The promise stays open, so that what waits for it
 * (a button that says *One moment*) stays as it is until this page is gone.
 *
 * @param {string} path
 * @returns {Promise<never>}
 */
export function leave(path) {
  location.replace(path);
  return new Promise(() => undefined);
}
