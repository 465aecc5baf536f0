// A text as codewords of a QR code: bytes, blocks and error correction (ISO/IEC 18004:2024, 7.4 to 7.6).
//
//     [0111 00011010]  0100  count (8 or 16 bits)  bytes in UTF-8  0000  padding
//
// The first twelve bits say UTF-8. They are there only for what is not ASCII, which reads the same without.

import { VERSIONS, layoutOf } from "./qr_version.js";
import { errorCorrection } from "./reed_solomon.js";

/** @typedef {import("./qr_version.js").Level} Level */

const BYTE_MODE = 0b0100;
const EXTENDED_MODE = 0b0111;
/** The designator of UTF-8 among the extended channel interpretations. */
const UTF8 = 26;
const PADDING = Object.freeze([0b11101100, 0b00010001]);

/**
 * The smallest version that holds a text, and its codewords in the order in which they are placed.
 * Throws `RangeError` for a text that no version holds.
 *
 * @param {string} text
 * @param {Level} level
 * @returns {{version: number, codewords: Uint8Array}}
 */
export function encodeText(text, level) {
  const bytes = new TextEncoder().encode(text);
  const header = bytes.length === text.length ? [] : [...bitsOf(EXTENDED_MODE, 4), ...bitsOf(UTF8, 8)];
  for (const version of VERSIONS) {
    const room = layoutOf(version, level).data * 8;
    const countBits = version < 10 ? 8 : 16;
    if (header.length + 4 + countBits + bytes.length * 8 > room) continue;
    const bits = [...header, ...bitsOf(BYTE_MODE, 4), ...bitsOf(bytes.length, countBits)];
    for (const byte of bytes) bits.push(...bitsOf(byte, 8));
    return { version, codewords: protect(pad(bits, room), version, level) };
  }
  throw new RangeError("too long for a QR code");
}

/**
 * Terminator, zeros up to a whole codeword, then padding codewords in turn (7.4.10 and 7.4.11).
 *
 * @param {number[]} bits
 * @param {number} room  in bits, a multiple of 8
 * @returns {Uint8Array}
 */
function pad(bits, room) {
  const ended = [...bits, ...bitsOf(0, Math.min(4, room - bits.length))];
  const filled = Math.ceil(ended.length / 8);
  return Uint8Array.from({ length: room / 8 }, (_, place) => {
    if (place >= filled) return Number(PADDING[(place - filled) % 2]);
    return ended.slice(place * 8, place * 8 + 8).reduce((byte, bit, at) => byte | (bit << (7 - at)), 0);
  });
}

/**
 * Data in blocks, the shorter ones first, each with its error correction; of all blocks the first codeword,
 * then of all the second, and so on: data first, then error correction (7.6).
 *
 * @param {Uint8Array} data
 * @param {number} version
 * @param {Level} level
 * @returns {Uint8Array}
 */
function protect(data, version, level) {
  const { blocks, correction } = layoutOf(version, level);
  const parts = Array.from({ length: blocks }, (_, block) =>
    data.subarray(begin(block, data.length, blocks), begin(block + 1, data.length, blocks)),
  );
  return Uint8Array.from([
    ...interleave(parts),
    ...interleave(parts.map((part) => errorCorrection(part, correction))),
  ]);
}

/**
 * Where a block begins when `length` codewords are shared among `blocks` and the last ones get one more.
 *
 * @param {number} block
 * @param {number} length
 * @param {number} blocks
 */
function begin(block, length, blocks) {
  const longer = length % blocks;
  return block * Math.floor(length / blocks) + Math.max(0, block - (blocks - longer));
}

/**
 * @param {readonly Uint8Array[]} parts
 * @returns {number[]}
 */
function interleave(parts) {
  const longest = Math.max(...parts.map((part) => part.length));
  const rounds = Array.from({ length: longest }, (_, place) => parts.map((part) => part[place]));
  return rounds.flat().filter((codeword) => codeword !== undefined);
}

/**
 * @param {number} value
 * @param {number} length
 * @returns {number[]}  the most significant bit first
 */
function bitsOf(value, length) {
  return Array.from({ length }, (_, place) => (value >> (length - 1 - place)) & 1);
}
