// The square of a QR code: patterns, codewords, format and version (ISO/IEC 18004:2024, 6.3, 7.7, 7.9, 7.10).

import { alignmentCentres, sizeOf } from "./qr_version.js";

/**
 * @typedef {import("./qr_version.js").Level} Level
 * @typedef {boolean[][]} Modules          rows from the top, in each the columns from the left; true is dark
 * @typedef {(boolean|null)[][]} Template  the same with null where codewords go
 * @typedef {readonly [row: number, column: number]} Place
 */

/** Table 12. */
const LEVEL_BITS = Object.freeze({ L: 0b01, M: 0b00, Q: 0b11, H: 0b10 });

/**
 * All that does not depend on the text. Where format and version will stand is light, as masks are compared
 * without them (7.8.3).
 *
 * @param {number} version
 * @returns {Template}
 */
export function functionPatterns(version) {
  const size = sizeOf(version);
  const template = /** @type {Template} */ (Array.from({ length: size }, () => Array(size).fill(null)));
  for (let place = 0; place < size; place += 1) {
    set(template, [6, place], place % 2 === 0);
    set(template, [place, 6], place % 2 === 0);
  }
  for (const centre of alignmentPlaces(version)) drawSquares(template, centre, 2, [0, 2]);
  for (const centre of finderPlaces(size)) drawSquares(template, centre, 4, [0, 1, 3]);
  const information = [...formatPlaces(size), ...versionPlaces(version), ...darkPlace(size)].flat();
  for (const place of information) set(template, place, false);
  return template;
}

/**
 * Codewords in columns of two, from the lower right corner up and down in turn (7.7.3); modules that are left
 * over are zeros.
 *
 * @param {Template} template
 * @param {Uint8Array} codewords
 * @returns {Modules}
 */
export function placeCodewords(template, codewords) {
  const modules = template.map((line) => line.map((module) => module === true));
  let bit = 0;
  for (const [row, column] of placingOrder(template.length)) {
    if (template[row]?.[column] !== null) continue;
    set(modules, [row, column], ((Number(codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1);
    bit += 1;
  }
  return modules;
}

/**
 * Write which level, mask and version this is, where until now all is light.
 *
 * @param {Modules} modules
 * @param {number} version
 * @param {Level} level
 * @param {number} mask
 */
export function writeInformation(modules, version, level, mask) {
  const write = (/** @type {number} */ bits, /** @type {Place[][]} */ places) =>
    places.forEach((pair, bit) => pair.forEach((place) => set(modules, place, ((bits >> bit) & 1) === 1)));
  write(formatInformation(level, mask), formatPlaces(modules.length));
  write(versionInformation(version), versionPlaces(version));
  write(1, darkPlace(modules.length));
}

/**
 * 5 bits and 10 of a BCH code, masked so that they are never all zero (7.9 and Annex C).
 *
 * @param {Level} level
 * @param {number} mask
 * @returns {number}
 */
export function formatInformation(level, mask) {
  return withRemainder((LEVEL_BITS[level] << 3) | mask, 0b10100110111, 10) ^ 0b101010000010010;
}

/**
 * 6 bits and 12 of a Golay code (7.10 and Annex D).
 *
 * @param {number} version
 * @returns {number}
 */
export function versionInformation(version) {
  return withRemainder(version, 0b1111100100101, 12);
}

/**
 * @param {number} value      of at most 6 bits
 * @param {number} generator  a polynomial over GF(2)
 * @param {number} degree     of it
 */
function withRemainder(value, generator, degree) {
  let remainder = value << degree;
  for (let bit = 5; bit >= 0; bit -= 1)
    if ((remainder >> (bit + degree)) & 1) remainder ^= generator << bit;
  return (value << degree) | remainder;
}

/**
 * @param {number} size
 * @returns {Place[]}  the centres of the finder patterns
 */
function finderPlaces(size) {
  return [
    [3, 3],
    [3, size - 4],
    [size - 4, 3],
  ];
}

/**
 * @param {number} version
 * @returns {Place[]}  the centres of the alignment patterns: all crossings but the three in finder patterns
 */
function alignmentPlaces(version) {
  const last = sizeOf(version) - 7;
  const finders = ["6,6", `6,${last}`, `${last},6`];
  const centres = alignmentCentres(version);
  const crossings = centres.flatMap((row) => centres.map((column) => /** @type {Place} */ ([row, column])));
  return crossings.filter((crossing) => !finders.includes(crossing.join()));
}

/**
 * Both places of each bit of the format, the least significant first (Figure 25).
 *
 * @param {number} size
 * @returns {Place[][]}
 */
function formatPlaces(size) {
  const around = [0, 1, 2, 3, 4, 5, 7, 8];
  return Array.from({ length: 15 }, (_, bit) =>
    bit < 8
      ? [[Number(around[bit]), 8], [8, size - 1 - bit]]
      : [[8, Number(around[14 - bit])], [size - 15 + bit, 8]],
  );
}

/**
 * One module beside the format is always dark (7.9.1).
 *
 * @param {number} size
 * @returns {Place[][]}
 */
function darkPlace(size) {
  return [[[size - 8, 8]]];
}

/**
 * Both places of each bit of the version, the least significant first (Figure 28); none below version 7.
 *
 * @param {number} version
 * @returns {Place[][]}
 */
function versionPlaces(version) {
  const edge = sizeOf(version) - 11;
  return Array.from({ length: version < 7 ? 0 : 18 }, (_, bit) => {
    const [along, across] = [Math.floor(bit / 3), edge + (bit % 3)];
    return [[along, across], [across, along]];
  });
}

/**
 * Every module in the order in which codewords fill them: columns of two from the right, upwards and down in
 * turn; the column of the timing pattern is left out.
 *
 * @param {number} size
 * @returns {Generator<Place>}
 */
function* placingOrder(size) {
  let upwards = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const row = upwards ? size - 1 - step : step;
      yield [row, right];
      yield [row, right - 1];
    }
    upwards = !upwards;
  }
}

/**
 * Squares around one centre, as far as they lie inside the symbol.
 *
 * @param {Template} template
 * @param {Place} centre
 * @param {number} reach           the outermost square's distance from the centre
 * @param {readonly number[]} dark  distances at which squares are dark
 */
function drawSquares(template, [centreRow, centreColumn], reach, dark) {
  for (let row = -reach; row <= reach; row += 1)
    for (let column = -reach; column <= reach; column += 1) {
      const distance = Math.max(Math.abs(row), Math.abs(column));
      set(template, [centreRow + row, centreColumn + column], dark.includes(distance));
    }
}

/**
 * @param {Template|Modules} square
 * @param {Place} place  one outside the square is left out
 * @param {boolean} dark
 */
function set(square, [row, column], dark) {
  const line = square[row];
  if (line !== undefined && column >= 0 && column < square.length) line[column] = dark;
}
