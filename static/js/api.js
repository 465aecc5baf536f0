// Twin of telehealth/web/api.py: the few requests that are not signalling. Names are those on the wire.

/**
 * Ids are 22 letters of base64url, keys and hashes 43, wraps 80; times are seconds since 1970.
 *
 * @typedef {"country"|"place"|"callback"|"emergency_contact"|"privacy"} Asked  what check-in may insist on
 * @typedef {{name: string, version: string, installation: string, encryption: string,
 *   opens_before: number, closes_after: number, consent: {version: string, text: string},
 *   check_in: {required: Asked[], country: string}, crisis_text: string, crisis_texts: Record<string, string>,
 *   emergency_line: string, call_back_after: number}} Site  call_back_after: seconds
 *   crisis_texts: by country, instead of crisis_text; emergency_line: a number of the practice's own, or empty
 * @typedef {{clinician: {username: string, name: string, closing: number|null}, rooms: {id: string}[]}} Rooms
 *
 * @typedef {{key: string, recovery_key: string, password_wrap: string, recovery_wrap: string}} Credentials
 *   what the server keeps (hashed, or wrapped with its own key) of a password and a recovery code
 * @typedef {{token: string, public_name: string, room: {id: string, public_key: string},
 *   credentials: Credentials, blob: string}} Enrolment
 *
 * @typedef {{version: number, parent: string, blob: string}} SealedVault  parent: the hash of the blob before
 * @typedef {SealedVault & {password_wrap: string, page_half: string}} ServedVault
 * @typedef {SealedVault & {recovery_wrap: string}} RecoveredVault
 * @typedef {{version: number, parent: string, replaced: number}} EarlierVault  replaced: when
 * @typedef {{replaces: number, parent: string, blob: string}} VaultChange
 *   replaces: the version that it was made from, whose blob's hash is `parent`
 *
 * @typedef {{id: string, began: number, expires: number, current: boolean}} SignIn
 * @typedef {{id: string, role: "client"|"guest", appointment: number|null, code_word: boolean,
 *   state: "early"|"open"|"over"}} ServedInvitation  code_word: whether the check-in asks for one, never which
 * @typedef {{id: string, room: string, case: string, admission_hash: string, role: "client"|"guest",
 *   appointment: number|null, code_word: boolean, replaces: string|null}} NewInvitation
 * @typedef {{head: {number: number, hash: string}, known: string|null}} AuditHead
 */

/** The server refused, or (status 0) did not answer. `message` is a text a person can read. */
export class ApiError extends Error {
  /**
   * @param {number} status
   * @param {string} code
   * @param {string} text
   * @param {number} [retryAfter]  seconds to wait before trying again, 0 when unknown
   */
  constructor(status, code, text, retryAfter = 0) {
    super(text);
    this.status = status;
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

const NO_CONTENT = 204;
/**
 * Milliseconds. Nothing that is asked here is large; a connection that hangs must not stop a page for
 * minutes.
 */
const ANSWER_WITHIN = 20_000;
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
 * Whose enrolment link this is. Does not use the link up.
 *
 * @param {string} token
 * @returns {Promise<{username: string}>}
 */
export function enrolment(token) {
  return request("POST", "/api/enrolment", { token });
}

/**
 * @param {Enrolment} enrolment
 * @returns {Promise<void>}
 */
export async function enrol(enrolment) {
  await request("POST", "/api/enrol", enrolment);
}

/**
 * @param {string} username
 * @param {string} key  the password's authentication key
 * @returns {Promise<void>}
 */
export async function signIn(username, key) {
  await request("POST", "/api/sign-in", { username, key });
}

/** @returns {Promise<void>} */
export async function signOut() {
  await request("POST", "/api/sign-out", {});
}

/** @returns {Promise<SignIn[]>} */
export async function signIns() {
  return (await request("GET", "/api/sign-ins")).sign_ins;
}

/**
 * @param {string} id
 * @returns {Promise<void>}
 */
export async function endSignIn(id) {
  await request("DELETE", `/api/sign-ins/${id}`, {});
}

/** @returns {Promise<ServedVault>} */
export function vault() {
  return request("GET", "/api/vault");
}

/**
 * Throws `ApiError` 412 when the server has another version than the one that this replaces.
 *
 * @param {VaultChange} change
 * @returns {Promise<{version: number}>}
 */
export function saveVault({ replaces, parent, blob }) {
  return request("PUT", "/api/vault", { parent, blob }, replaces);
}

/** @returns {Promise<EarlierVault[]>} */
export async function earlierVaults() {
  return (await request("GET", "/api/vault/earlier")).earlier;
}

/**
 * @param {number} version
 * @returns {Promise<SealedVault>}
 */
export function earlierVault(version) {
  return request("GET", `/api/vault/earlier/${version}`);
}

/**
 * A new password and code, with the vault under a new data key, at once. All other sign-ins end.
 *
 * @param {VaultChange & {key: string, credentials: Credentials}} change  key: that of the current password
 * @returns {Promise<void>}
 */
export async function changeCredentials({ key, credentials, replaces, parent, blob }) {
  await request("POST", "/api/credentials", { key, credentials, parent, blob }, replaces);
}

/**
 * @param {string} username
 * @param {string} key  the recovery code's authentication key
 * @returns {Promise<RecoveredVault>}
 */
export function recovery(username, key) {
  return request("POST", "/api/recovery", { username, key });
}

/**
 * As `changeCredentials`, by the recovery code. All sign-ins end, and one begins.
 *
 * @param {VaultChange & {username: string, key: string, credentials: Credentials}} change
 * @returns {Promise<void>}
 */
export async function recover({ username, key, credentials, replaces, parent, blob }) {
  await request("PUT", "/api/recovery", { username, key, credentials, parent, blob }, replaces);
}

/** @returns {Promise<ServedInvitation[]>} */
export async function invitations() {
  return (await request("GET", "/api/invitations")).invitations;
}

/**
 * Saying it twice is as saying it once.
 *
 * @param {NewInvitation} invitation
 * @returns {Promise<void>}
 */
export async function addInvitation(invitation) {
  await request("POST", "/api/invitations", invitation);
}

/**
 * @param {string} id
 * @param {{code_word: boolean}} change  whether the check-in asks for a code word from now on
 * @returns {Promise<void>}
 */
export async function changeInvitation(id, change) {
  await request("PUT", `/api/invitations/${id}`, change);
}

/**
 * @param {string} id
 * @returns {Promise<void>}
 */
export async function removeInvitation(id) {
  await request("DELETE", `/api/invitations/${id}`, {});
}

/**
 * @param {number} number  of the row whose hash is asked for, 0 for none
 * @returns {Promise<AuditHead>}
 */
export function auditHead(number) {
  return request("GET", `/api/audit-head?number=${number}`);
}

/**
 * Throws `ApiError`.
 *
 * @param {"GET"|"POST"|"PUT"|"DELETE"} method
 * @param {string} path
 * @param {object} [body]
 * @param {number} [replaces]  the version that the server must still have
 * @returns {Promise<any>}
 */
async function request(method, path, body, replaces) {
  const condition = replaces === undefined ? {} : { "If-Match": `"${replaces}"` };
  const headers = { "Content-Type": "application/json", "X-Telehealth": "1", ...condition };
  const options = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
  const { status, ok, text, retryAfter } = await exchange(path, {
    ...options,
    credentials: "same-origin",
    cache: "no-store",
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  if (status === NO_CONTENT) return null;
  const answer = readJson(text);
  if (ok && answer !== null) return answer;
  if (ok) throw new ApiError(status, "unclear", UNCLEAR);
  throw new ApiError(status, answer?.error?.code ?? "failed", answer?.error?.text ?? UNCLEAR, retryAfter);
}

/**
 * The whole answer, its body included: a connection may break in the middle of it.
 *
 * @param {string} path
 * @param {RequestInit} options
 * @returns {Promise<{status: number, ok: boolean, text: string, retryAfter: number}>}
 */
async function exchange(path, options) {
  try {
    const response = await fetch(path, options);
    const retryAfter = secondsOf(response.headers.get("Retry-After"));
    return { status: response.status, ok: response.ok, text: await response.text(), retryAfter };
  } catch {
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
}

/**
 * Retry-After (RFC 9110, section 10.2.3) in seconds; our server writes no dates.
 *
 * @param {string|null} header
 * @returns {number}
 */
function secondsOf(header) {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : 0;
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
