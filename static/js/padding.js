// A text between its length and zeros, so that how long it is tells nobody what it says.

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

const TEXT_LENGTH = 4;

/**
 * before ‖ u32 length ‖ text ‖ zeros, in all a multiple of so many bytes.
 *
 * @param {Uint8Array} text
 * @param {number} unit  bytes
 * @param {Uint8Array} [before]
 * @returns {Bytes}
 */
export function pad(text, unit, before = new Uint8Array(0)) {
  const head = before.length;
  const padded = new Uint8Array(Math.ceil((head + TEXT_LENGTH + text.length) / unit) * unit);
  padded.set(before);
  new DataView(padded.buffer).setUint32(head, text.length);
  padded.set(text, head + TEXT_LENGTH);
  return padded;
}

/**
 * The text. Throws `RangeError` for what is no length, a text and zeros.
 *
 * @param {Bytes} padded  without what went before
 * @returns {Bytes}
 */
export function unpad(padded) {
  if (padded.length < TEXT_LENGTH) throw new RangeError("a text without its length");
  const end = TEXT_LENGTH + new DataView(padded.buffer, padded.byteOffset).getUint32(0);
  const isPadded = end <= padded.length && padded.subarray(end).every((byte) => byte === 0);
  if (!isPadded) throw new RangeError("a text of another length");
  return padded.subarray(TEXT_LENGTH, end);
}
