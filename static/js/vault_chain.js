// Whether one version of the vault descends from another: each names its parent's hash, under its own seal.

import { ApiError } from "./api.js";
import { decodeBase64url } from "./base64url.js";
import { VaultRefused, blobHash, openVault } from "./vault_cipher.js";

/** @import { SealedVault } from "./api.js" */
/** @import { VaultContent } from "./vault.js" */
/** @import { Place } from "./vault_cipher.js" */

/** How many earlier versions are asked for at once. */
const AT_ONCE = 8;
const NOT_FOUND = 404;

/**
 * @typedef {Uint8Array<ArrayBuffer>} DataKey
 * @typedef {{version: number, parent: string, content: VaultContent}} Opened
 * @typedef {"yes"|"no"|"unproved"} Answer
 *   unproved: a version in between is not kept any more, or opens with no key there is
 */

/**
 * @param {VaultContent} content
 * @returns {DataKey[]}  those from before a new password
 */
export function formerKeys({ entries }) {
  return Object.values(entries).flatMap((entry) =>
    entry.kind === "formerKey" ? [decodeBase64url(entry.key)] : [],
  );
}

/**
 * Throws `VaultRefused` when none of the keys opens it.
 *
 * @param {Iterable<DataKey>} keys
 * @param {Omit<Place, "dataKey">} place
 * @param {string} blob
 * @returns {Promise<VaultContent>}
 */
export async function openWith(keys, place, blob) {
  for (const dataKey of keys) {
    try {
      return await openVault({ dataKey, ...place }, blob);
    } catch (error) {
      if (!(error instanceof VaultRefused)) throw error;
    }
  }
  throw new VaultRefused("no key of this vault opens that copy");
}

export class VaultChain {
  /**
   * @param {string} username
   * @param {(version: number) => Promise<SealedVault>} earlier  throws `ApiError`
   */
  constructor(username, earlier) {
    this.username = username;
    this.earlier = earlier;
  }

  /**
   * Nothing is believed of what the server says of the versions in between: each must have the hash that its
   * successor names, and opens only as the child of the parent that it names. So a true version of another history
   * proves nothing here. Throws `ApiError`.
   *
   * @param {Opened} later      opened, and not the child of `seen`
   * @param {DataKey} dataKey   that opened it
   * @param {{version: number, hash: string}} seen
   * @returns {Promise<Answer>}
   */
  async descends(later, dataKey, seen) {
    const keys = [dataKey, ...formerKeys(later.content)];
    let { parent } = later;
    try {
      for (let last = later.version - 1; last > seen.version; last -= AT_ONCE) {
        const first = Math.max(seen.version + 1, last - AT_ONCE + 1);
        for (const copy of await this.#copies(first, last)) {
          if ((await blobHash(copy.blob)) !== parent) return "no";
          const place = { username: this.username, version: copy.version, parent: copy.parent };
          // One from before a new password may keep keys that its successors have given up.
          keys.push(...formerKeys(await openWith(new Set(keys), place, copy.blob)));
          parent = copy.parent;
        }
      }
    } catch (error) {
      if (error instanceof VaultRefused || (error instanceof ApiError && error.status === NOT_FOUND))
        return "unproved";
      throw error;
    }
    return parent === seen.hash ? "yes" : "no";
  }

  /**
   * @param {number} first
   * @param {number} last
   * @returns {Promise<SealedVault[]>}  the newest first
   */
  #copies(first, last) {
    const versions = Array.from({ length: last - first + 1 }, (_, step) => last - step);
    return Promise.all(versions.map(async (version) => ({ ...(await this.earlier(version)), version })));
  }
}
