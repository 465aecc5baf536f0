// HKDF-SHA-256 (RFC 5869) by WebCrypto. Every key of this project is named by its `info`.

const NO_SALT = new Uint8Array(0);

/**
 * @param {Uint8Array<ArrayBuffer>} ikm     input keying material
 * @param {string} info                     what the key is for, ASCII
 * @param {Uint8Array<ArrayBuffer>} [salt]  empty when there is none (RFC 5869, section 2.2)
 * @param {number} [bytes]                  how many to derive, at most 8,160
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export function hkdf(ikm, info, salt = NO_SALT, bytes = 32) {
  return hkdfBytes(ikm, new TextEncoder().encode(info), salt, bytes);
}

/**
 * The same for an `info` that is more than a text.
 *
 * @param {Uint8Array<ArrayBuffer>} ikm
 * @param {Uint8Array<ArrayBuffer>} info
 * @param {Uint8Array<ArrayBuffer>} [salt]
 * @param {number} [bytes]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function hkdfBytes(ikm, info, salt = NO_SALT, bytes = 32) {
  const key = await crypto.subtle.importKey("raw", ikm, "HKDF", false, ["deriveBits"]);
  const parameters = { name: "HKDF", hash: "SHA-256", salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, 8 * bytes));
}
