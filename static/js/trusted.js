// The one trusted-types policy, `app`: the only script URL a page may make is that of the frame worker.

const WORKER = new URL("./frame_worker.js", import.meta.url).href;

/**
 * The worker's URL as `new Worker` accepts it under `require-trusted-types-for 'script'`.
 * Browsers without trusted types take the plain URL.
 *
 * @returns {string}
 */
export function workerUrl() {
  const factory = /** @type {any} */ (globalThis).trustedTypes;
  if (factory === undefined) return WORKER;
  const policy = factory.createPolicy("app", { createScriptURL: onlyTheWorker });
  return policy.createScriptURL(WORKER);
}

/**
 * @param {string} url
 * @returns {string}
 */
export function onlyTheWorker(url) {
  if (url !== WORKER) throw new TypeError("a script this page has no use for");
  return url;
}
