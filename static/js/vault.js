// What a vault holds, and how changes are made to it. Pure: no keys, no network, no clock.

/**
 * Whoever was away longer than this could bring a removed entry back, seconds. Earlier copies live as long.
 */
export const KEPT_SECONDS = 30 * 24 * 3600;

/**
 * Ids are 22 letters of base64url, times are seconds since 1970, bytes are base64url without padding.
 *
 * @typedef {{day: number, time: string}} UsualTime  day: 1 (Monday) to 7; time: "14:00"
 * @typedef {{at: number, method: string|null}} LastSession  method: null when it is not known
 *
 * @typedef {{kind: "room", publicKey: string, privateKey: string}} RoomEntry
 *   X25519; the id is the room's. publicKey: 32 bytes raw, privateKey: PKCS #8
 * @typedef {{kind: "person", room: string, label: string, codeWord: string, usual: UsualTime|null,
 *   last: LastSession|null, made: number}} PersonEntry
 *   the id is the case's; codeWord: empty for none
 * @typedef {{kind: "invitation", person: string, room: string, secret: string, role: "client"|"guest",
 *   label: string, appointment: number|null, made: number, pending: boolean,
 *   replaces: string|null, misses?: {participant: string, word: string}[]}} InvitationEntry
 *   misses: code words that were none, since its holder was known last
 *   person: the case's id; label: a guest's, empty for a client; pending: the server may not have it yet
 * @typedef {{kind: "audit", number: number, hash: string, at: number}} AuditEntry
 *   the last head seen, and when; its id is "audit"
 * @typedef {{kind: "formerKey", key: string, until: number}} FormerKeyEntry
 *   opens copies from before a new password
 * @typedef {{kind: "recoverySheet", on: boolean}} RecoverySheetEntry
 *   whether a new device needs the recovery code beside the password; its id is "recoverySheet"
 * @typedef {RoomEntry|PersonEntry|InvitationEntry|AuditEntry|FormerKeyEntry|RecoverySheetEntry} Entry
 *
 * @typedef {object} VaultContent
 * @property {1} format
 * @property {Record<string, Entry>} entries
 * @property {Record<string, number>} tombstones  when an entry was removed
 *
 * @typedef {Partial<RoomEntry>|Partial<PersonEntry>|Partial<InvitationEntry>|Partial<AuditEntry>
 *   |Partial<FormerKeyEntry>|Partial<RecoverySheetEntry>} Fields
 * @typedef {{op: "put", id: string, fields: Fields}} Put
 *   merges fields into the entry; makes one only when `fields` has a kind and the id was never removed
 * @typedef {{op: "remove", id: string, at: number}} Remove
 * @typedef {Put|Remove} Operation  doing it twice is the same as doing it once
 */

/** The vault cannot be opened: another key, damage, or a format that this page does not know. */
export class VaultRefused extends Error {}

/** @returns {VaultContent} */
export function emptyVault() {
  return { format: 1, entries: {}, tombstones: {} };
}

/**
 * Throws `VaultRefused`. What it does not know (kinds, fields) stays: a newer page may have written it.
 *
 * @param {unknown} value  parsed JSON
 * @returns {VaultContent}
 */
export function readVault(value) {
  if (!isRecord(value) || value.format !== 1) throw new VaultRefused("not a vault of format 1");
  const { entries, tombstones } = value;
  if (!isRecord(entries) || !isRecord(tombstones)) throw new VaultRefused("not a vault");
  const whole = Object.values(entries).every((entry) => isRecord(entry) && typeof entry.kind === "string");
  const timed = Object.values(tombstones).every(Number.isFinite);
  if (!whole || !timed) throw new VaultRefused("not a vault's entries");
  return /** @type {VaultContent} */ (/** @type {unknown} */ (value));
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The vault after these changes; the one given is left as it is. Tombstones always win.
 *
 * @param {VaultContent} content
 * @param {readonly Operation[]} operations
 * @returns {VaultContent}
 */
export function apply(content, operations) {
  return operations.reduce(
    (before, operation) => (operation.op === "put" ? put(before, operation) : remove(before, operation)),
    content,
  );
}

/**
 * @param {VaultContent} content
 * @param {Put} operation
 * @returns {VaultContent}
 */
function put(content, { id, fields }) {
  const { entries, tombstones } = content;
  const isThere = Object.hasOwn(entries, id);
  if (Object.hasOwn(tombstones, id) || (!isThere && fields.kind === undefined)) return content;
  const entry = /** @type {Entry} */ ({ ...(isThere ? entries[id] : {}), ...fields });
  return { ...content, entries: { ...entries, [id]: entry } };
}

/**
 * @param {VaultContent} content
 * @param {Remove} operation
 * @returns {VaultContent}
 */
function remove(content, { id, at }) {
  const { [id]: _removed, ...entries } = content.entries;
  const earlier = Object.hasOwn(content.tombstones, id) ? (content.tombstones[id] ?? at) : at;
  return { ...content, entries, tombstones: { ...content.tombstones, [id]: Math.max(at, earlier) } };
}

/**
 * The vault without what has had its time: tombstones after 30 days, former keys after their `until`.
 *
 * @param {VaultContent} content
 * @param {number} now  seconds
 * @returns {VaultContent}
 */
export function prune(content, now) {
  const tombstones = Object.entries(content.tombstones).filter(([, at]) => at > now - KEPT_SECONDS);
  const entries = Object.entries(content.entries).filter(
    ([, entry]) => entry.kind !== "formerKey" || entry.until > now,
  );
  return { ...content, entries: Object.fromEntries(entries), tombstones: Object.fromEntries(tombstones) };
}
