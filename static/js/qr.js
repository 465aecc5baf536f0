// A text as a QR code (ISO/IEC 18004:2024), so that no link leaves the page to be drawn elsewhere.

import { encodeText } from "./qr_codewords.js";
import { MASKS, applyMask, penalties } from "./qr_mask.js";
import { functionPatterns, placeCodewords, writeInformation } from "./qr_matrix.js";

/**
 * The modules of the smallest code that holds a text, without the four light modules that must surround them:
 * rows from the top, in each the columns from the left; true is dark. Throws `RangeError` for a text that no
 * code holds: from 1,273 bytes at level H to 2,953 at L.
 *
 * @param {string} text
 * @param {import("./qr_version.js").Level} [level]
 * @returns {boolean[][]}
 */
export function encodeQr(text, level = "M") {
  const { version, codewords } = encodeText(text, level);
  const template = functionPatterns(version);
  const unmasked = placeCodewords(template, codewords);
  const masked = MASKS.map((mask) => applyMask(unmasked, template, mask));
  const scores = masked.map((modules) => penalties(modules).reduce((one, other) => one + other));
  const best = scores.indexOf(Math.min(...scores));
  const modules = /** @type {boolean[][]} */ (masked[best]);
  writeInformation(modules, version, level, best);
  return modules;
}
