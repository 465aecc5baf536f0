// One direction of a Noise channel: AES-256-GCM under one key, whose nonce is a number that both ends know.

import { SealedRefused } from "./sealed_refused.js";

const NOTHING = new Uint8Array(0);
/** How many bytes a text grows by being sealed. */
export const TAG_LENGTH = 16;

export class NoiseCipher {
  /**
   * @param {Uint8Array<ArrayBuffer>} key  32 bytes
   * @returns {Promise<NoiseCipher>}
   */
  static async of(key) {
    return new NoiseCipher(await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]));
  }

  /** @param {CryptoKey} key */
  constructor(key) {
    this.key = key;
  }

  /**
   * The caller answers for it: no nonce twice, but for the very same text.
   *
   * @param {bigint} nonce
   * @param {Uint8Array<ArrayBuffer>} text
   * @param {Uint8Array<ArrayBuffer>} [also]  authenticated beside it
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async seal(nonce, text, also = NOTHING) {
    return new Uint8Array(await crypto.subtle.encrypt(parameters(nonce, also), this.key, text));
  }

  /**
   * Throws `SealedRefused`.
   *
   * @param {bigint} nonce
   * @param {Uint8Array<ArrayBuffer>} sealed
   * @param {Uint8Array<ArrayBuffer>} [also]
   * @returns {Promise<Uint8Array<ArrayBuffer>>}
   */
  async open(nonce, sealed, also = NOTHING) {
    try {
      return new Uint8Array(await crypto.subtle.decrypt(parameters(nonce, also), this.key, sealed));
    } catch (error) {
      throw new SealedRefused("it does not decrypt", { cause: error });
    }
  }
}

/**
 * Noise, section 12.4: 32 zero bits, then the number in 64 bits, the greatest byte first.
 *
 * @param {bigint} nonce
 * @param {Uint8Array<ArrayBuffer>} additionalData
 */
function parameters(nonce, additionalData) {
  const iv = new Uint8Array(12);
  new DataView(iv.buffer).setBigUint64(4, nonce);
  return { name: "AES-GCM", iv, additionalData, tagLength: 8 * TAG_LENGTH };
}
