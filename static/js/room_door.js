// What opens the knocks at the clinician's rooms: the vault's links and room keys, for as long as the vault is open.

import { decodeBase64url } from "./base64url.js";
import { ownerOf, peopleOf } from "./people.js";
import { importRoomKey } from "./x25519.js";

/** @import { RoomEntry, VaultContent } from "./vault.js" */
/** @import { KeyPair } from "./x25519.js" */

/**
 * @typedef {object} Opening
 * @property {Uint8Array<ArrayBuffer>} secret
 * @property {KeyPair} roomKey
 * @property {boolean} isRefused  the clinician has ended the link: it leads back into seats that were spared, and nowhere else
 */

export class RoomDoor {
  /** @param {() => VaultContent|null} content  null while the vault is locked */
  constructor(content) {
    this.content = content;
    /** @type {Map<string, Promise<KeyPair>>} */
    this.keys = new Map();
  }

  /**
   * Null for a link of which this vault knows nothing, or that leads into another room.
   *
   * @param {string} room
   * @param {string} invitation
   * @returns {Promise<Opening|null>}
   */
  async open(room, invitation) {
    const content = this.content();
    const entry = content?.entries[room];
    const link = content && ownerOf(peopleOf(content), invitation)?.link;
    if (!link || link.room !== room || entry?.kind !== "room") return null;
    return {
      secret: decodeBase64url(link.secret),
      isRefused: link.refused === true,
      roomKey: await this.#key(room, /** @type {RoomEntry} */ (entry)),
    };
  }

  /** The vault was locked. */
  close() {
    this.keys.clear();
  }

  /**
   * @param {string} room
   * @param {RoomEntry} entry
   */
  #key(room, entry) {
    const key = this.keys.get(room) ?? importRoomKey(entry);
    this.keys.set(room, key);
    return key;
  }
}
