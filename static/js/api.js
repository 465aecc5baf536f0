// Twin of telehealth/web/api.py: the few requests that are not signalling.

/**
 * @typedef {{name: string, version: string, crisis_text: string, encryption: string,
 *   consent: {version: string, text: string}}} Site
 * @typedef {{clinician: {name: string}, rooms: {id: string}[]}} Rooms
 */

/** The server refused, or (status 0) did not answer. `message` is a text a person can read. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} text
   */
  constructor(status, code, text) {
    super(text);
    this.status = status;
    this.code = code;
  }
}

const NO_CONTENT = 204;
const UNREACHABLE = "The server does not answer. Check your connection to the internet, then try again.";
const UNCLEAR = "The server could not do this. Please try again in a minute.";

/** @returns {Promise<Site>} */
export async function site() {
  const answer = await request("GET", "/api/site");
  if (answer.consent === undefined) throw new ApiError(200, "unclear", UNCLEAR);
  return { ...answer, consent: { ...answer.consent, version: String(answer.consent.version) } };
}

/** @returns {Promise<Rooms>} */
export function rooms() {
  return request("GET", "/api/rooms");
}

/**
 * @param {string} token
 * @returns {Promise<void>}
 */
export async function signIn(token) {
  await request("POST", "/api/sign-in", { token });
}

/** @returns {Promise<void>} */
export async function signOut() {
  await request("POST", "/api/sign-out", {});
}

/**
 * Throws `ApiError`.
 *
 * @param {"GET"|"POST"} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
async function request(method, path, body) {
  const headers = { "Content-Type": "application/json", "X-Telehealth": "1" };
  const options = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const { status, ok, text } = await exchange(path, {
    ...options,
    credentials: "same-origin",
    cache: "no-store",
  });
  if (status === NO_CONTENT) return null;
  const answer = readJson(text);
  if (ok && answer !== null) return answer;
  if (ok) throw new ApiError(status, "unclear", UNCLEAR);
  throw new ApiError(status, answer?.error?.code ?? "failed", answer?.error?.text ?? UNCLEAR);
}

/**
 * The whole answer, its body included: a connection may break in the middle of it.
 *
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<{status: number, ok: boolean, text: string}>}
 */
async function exchange(path, options) {
  try {
    const response = await fetch(path, options);
    return { status: response.status, ok: response.ok, text: await response.text() };
  } catch {
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
}

/**
 * The JSON in an answer, or null when a proxy in between has answered with a page of its own.
 *
 * @param {string} text
 * @returns {any}
 */
function readJson(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
