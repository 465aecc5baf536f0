// The eight masks of a QR code, and how well each hides what confuses readers (ISO/IEC 18004:2024, 7.8).

/**
 * @typedef {import("./qr_matrix.js").Modules} Modules
 * @typedef {import("./qr_matrix.js").Template} Template
 * @typedef {(row: number, column: number) => boolean} Mask
 */

/** Table 10: the modules that each mask turns over. @type {readonly Mask[]} */
export const MASKS = Object.freeze([
  (row, column) => (row + column) % 2 === 0,
  (row) => row % 2 === 0,
  (_, column) => column % 3 === 0,
  (row, column) => (row + column) % 3 === 0,
  (row, column) => (Math.floor(row / 2) + Math.floor(column / 3)) % 2 === 0,
  (row, column) => ((row * column) % 2) + ((row * column) % 3) === 0,
  (row, column) => (((row * column) % 2) + ((row * column) % 3)) % 2 === 0,
  (row, column) => (((row + column) % 2) + ((row * column) % 3)) % 2 === 0,
]);

/**
 * Turn codewords over where the mask says so; patterns stay as they are.
 *
 * @param {Modules} modules
 * @param {Template} template  of the same version
 * @param {Mask} mask
 * @returns {Modules}
 */
export function applyMask(modules, template, mask) {
  return modules.map((line, row) =>
    line.map((dark, column) => (template[row]?.[column] === null ? dark !== mask(row, column) : dark)),
  );
}

/**
 * The four penalties of Table 11, to be added up: the mask with the smallest sum is the best.
 *
 * @param {Modules} modules  format and version light
 * @returns {number[]}
 */
export function penalties(modules) {
  const rows = modules.map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
  const columns = rows.map((_, column) => rows.map((row) => row.charAt(column)).join(""));
  const lines = [...rows, ...columns];
  return [
    sum(lines.map(runs)),
    3 * sum(modules.map((row, place) => squares(row, modules[place + 1] ?? []))),
    40 * sum(lines.map(finders)),
    10 * imbalance(modules.flat()),
  ];
}

/**
 * Five modules of one colour in a line cost 3, each further one 1.
 *
 * @param {string} line
 */
function runs(line) {
  return sum((line.match(/0{5,}|1{5,}/g) ?? []).map((run) => run.length - 2));
}

/**
 * Squares of 2 × 2 modules of one colour, also those that overlap.
 *
 * @param {readonly boolean[]} row
 * @param {readonly boolean[]} next
 */
function squares(row, next) {
  const isSquare = (/** @type {boolean} */ dark, /** @type {number} */ place) =>
    row[place + 1] === dark && next[place] === dark && next[place + 1] === dark;
  return row.filter(isSquare).length;
}

/**
 * What looks like a finder pattern: dark and light as 1:1:3:1:1 with four light modules before or after. The
 * quiet zone counts as light.
 *
 * @param {string} line
 */
function finders(line) {
  const quiet = "0000";
  const zoned = quiet + line + quiet;
  const likenesses = [...zoned.matchAll(/(?=1011101)/g)].filter(
    ({ index }) => zoned.startsWith(quiet, index - 4) || zoned.startsWith(quiet, index + 7),
  );
  return likenesses.length;
}

/**
 * How many whole steps of 5 % the dark modules are from one half.
 *
 * @param {readonly boolean[]} modules
 */
function imbalance(modules) {
  const dark = modules.filter((each) => each).length;
  return Math.floor(Math.abs(20 * dark - 10 * modules.length) / modules.length);
}

/** @param {readonly number[]} numbers */
function sum(numbers) {
  return numbers.reduce((one, other) => one + other, 0);
}
