// The 40 sizes of a QR code and what each holds (ISO/IEC 18004:2024, 5.1, 7.5.1 and Annex E).

/**
 * How much may be damaged and still be read: about 7, 15, 25 and 30 of 100 codewords.
 *
 * @typedef {"L"|"M"|"Q"|"H"} Level
 */

export const VERSIONS = Object.freeze(Array.from({ length: 40 }, (_, place) => place + 1));

/** Table 9: error correction codewords in each block, for versions 1 to 40. */
const CORRECTION = Object.freeze({
  L: numbers(
    "7 10 15 20 26 18 20 24 30 18 20 24 26 30 22 24 28 30 28 28",
    "28 28 30 30 26 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
  M: numbers(
    "10 16 26 18 24 16 18 22 22 26 30 22 22 24 24 28 28 26 26 26",
    "26 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28 28",
  ),
  Q: numbers(
    "13 22 18 26 18 24 18 22 20 24 28 26 24 20 30 24 28 28 26 30",
    "28 30 30 30 30 28 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
  H: numbers(
    "17 28 22 16 22 28 26 26 24 28 24 28 22 24 24 30 28 28 26 28",
    "30 24 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30 30",
  ),
});

/** Table 9: the number of blocks, for versions 1 to 40. */
const BLOCKS = Object.freeze({
  L: numbers(
    "1 1 1 1 1 2 2 2 2 4 4 4 4 4 6 6 6 6 7 8",
    "8 9 9 10 12 12 12 13 14 15 16 17 18 19 19 20 21 22 24 25",
  ),
  M: numbers(
    "1 1 1 2 2 4 4 4 5 5 5 8 9 9 10 10 11 13 14 16",
    "17 17 18 20 21 23 25 26 28 29 31 33 35 37 38 40 43 45 47 49",
  ),
  Q: numbers(
    "1 1 2 2 4 4 6 6 8 8 8 10 12 16 12 17 16 18 21 20",
    "23 23 25 27 29 34 34 35 38 40 43 45 48 51 53 56 59 62 65 68",
  ),
  H: numbers(
    "1 1 2 4 4 4 5 6 8 8 11 11 16 16 18 16 19 21 25 25",
    "25 34 30 32 35 37 40 42 45 48 51 54 57 60 63 66 70 74 77 81",
  ),
});

/**
 * Modules along each side.
 *
 * @param {number} version
 * @returns {number}
 */
export function sizeOf(version) {
  return 17 + 4 * version;
}

/**
 * The rows, and columns, on which alignment patterns have their centres (Table E.1): the first at 6, the last
 * 7 before the end, the others between them at one even distance from the end.
 *
 * @param {number} version
 * @returns {number[]}
 */
export function alignmentCentres(version) {
  if (version === 1) return [];
  const gaps = Math.floor(version / 7) + 1;
  const last = sizeOf(version) - 7;
  // Version 32 alone departs from the rule.
  const distance = version === 32 ? 26 : 2 * Math.ceil((last - 6) / gaps / 2);
  return [6, ...Array.from({ length: gaps }, (_, gap) => last - distance * (gaps - 1 - gap))];
}

/**
 * The codewords that fit beside the function patterns, for data and error correction together (Table 1).
 *
 * @param {number} version
 * @returns {number}
 */
export function codewordCount(version) {
  const [size, centres] = [sizeOf(version), alignmentCentres(version).length];
  const finders = 3 * 8 * 8;
  const timing = 2 * (size - 16);
  // Three corners have none, and those on the timing patterns share five modules with them.
  const alignment = centres === 0 ? 0 : 25 * (centres ** 2 - 3) - 5 * 2 * (centres - 2);
  const formatInformation = 2 * 15 + 1;
  const versionInformation = version < 7 ? 0 : 2 * 18;
  const taken = finders + timing + alignment + formatInformation + versionInformation;
  return Math.floor((size ** 2 - taken) / 8);
}

/**
 * How data are divided, and what protects each part.
 *
 * @param {number} version
 * @param {Level} level
 * @returns {{data: number, blocks: number, correction: number}}  data codewords of all blocks together, the
 *   number of blocks, error correction codewords of each
 */
export function layoutOf(version, level) {
  const blocks = Number(BLOCKS[level][version - 1]);
  const correction = Number(CORRECTION[level][version - 1]);
  return { data: codewordCount(version) - blocks * correction, blocks, correction };
}

/**
 * @param {...string} lines
 * @returns {readonly number[]}
 */
function numbers(...lines) {
  return Object.freeze(lines.join(" ").split(" ").map(Number));
}
