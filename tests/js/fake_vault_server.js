// A server's side of one vault: versions, compare-and-swap, earlier copies. It opens nothing.

import { ApiError } from "../../static/js/api.js";
import { FIRST_PARENT, blobHash, newDataKey, openVault, sealVault } from "../../static/js/vault_cipher.js";
import { emptyVault } from "../../static/js/vault.js";

/** @import { SealedVault, ServedVault, VaultChange } from "../../static/js/api.js" */
/** @import { VaultContent } from "../../static/js/vault.js" */

export const USERNAME = "ruiz";

/** What a page is told when it does not reach the server, or the server's answer does not reach the page. */
export const UNREACHABLE = new ApiError(0, "unreachable", "The server does not answer.");
const CHANGED = new ApiError(412, "vault_changed", "Another page of yours has saved something in between.");
const UNKNOWN = new ApiError(404, "unknown", "There is no such thing.");

export class FakeVaultServer {
  /** @param {Uint8Array<ArrayBuffer>} dataKey */
  constructor(dataKey) {
    this.dataKey = dataKey;
    /** Oldest first. @type {SealedVault[]} */
    this.versions = [];
    this.half = "h".repeat(42) + "A";
    this.reads = 0;
  }

  /**
   * With this as version 1.
   *
   * @param {VaultContent} [content]
   */
  static async begin(content = emptyVault()) {
    const dataKey = newDataKey();
    const server = new FakeVaultServer(dataKey);
    const place = { dataKey, username: USERNAME, version: 1, parent: FIRST_PARENT };
    server.versions.push({ version: 1, parent: FIRST_PARENT, blob: await sealVault(place, content) });
    return server;
  }

  newest() {
    return /** @type {SealedVault} */ (this.versions.at(-1));
  }

  /** @returns {ServedVault} */
  read() {
    this.reads += 1;
    return { ...this.newest(), password_wrap: "", page_half: this.half };
  }

  /** @param {VaultChange} change */
  write({ replaces, parent, blob }) {
    if (replaces !== this.newest().version) throw CHANGED;
    this.versions.push({ version: replaces + 1, parent, blob });
    return { version: replaces + 1 };
  }

  /** @param {number} version */
  earlier(version) {
    const found = this.versions.slice(0, -1).find((each) => each.version === version);
    if (found === undefined) throw UNKNOWN;
    return found;
  }

  /** What a page that knows the data key reads here. */
  open() {
    const { version, parent, blob } = this.newest();
    return openVault({ dataKey: this.dataKey, username: USERNAME, version, parent }, blob);
  }

  /** Another device saves this. @param {VaultContent} content */
  async store(content) {
    const { version: replaces, blob: before } = this.newest();
    const parent = await blobHash(before);
    const place = { dataKey: this.dataKey, username: USERNAME, version: replaces + 1, parent };
    this.write({ replaces, parent, blob: await sealVault(place, content) });
  }

  /** A server without any delay. */
  api() {
    return {
      vault: async () => this.read(),
      saveVault: async (/** @type {VaultChange} */ change) => this.write(change),
      earlierVault: async (/** @type {number} */ version) => this.earlier(version),
    };
  }
}
