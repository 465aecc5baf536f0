import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeText } from "../../static/js/qr_codewords.js";
import { MASKS, applyMask, penalties } from "../../static/js/qr_mask.js";
import { functionPatterns, placeCodewords } from "../../static/js/qr_matrix.js";

/** The standard's own example, "01234567" in version 1-M (Annex I). */
const EXAMPLE = Buffer.from("10200c566180ec11ec11ec11ec11ec11a524d4c1ed36c7872c55", "hex");

const sum = (/** @type {number[]} */ numbers) => numbers.reduce((one, other) => one + other);
const scoresOf = (/** @type {Uint8Array} */ codewords) => {
  const template = functionPatterns(1);
  const modules = placeCodewords(template, codewords);
  return MASKS.map((mask) => penalties(applyMask(modules, template, mask)));
};

/** @param {...string} rows  `#` is dark */
const square = (...rows) => rows.map((row) => Array.from(row, (module) => module === "#"));

test("a mask turns codewords over, and leaves patterns alone", () => {
  const template = functionPatterns(7);
  const modules = applyMask(placeCodewords(template, new Uint8Array(196)), template, (row) => row % 2 === 0);
  const expected = template.map((row, y) => row.map((module) => module ?? y % 2 === 0));
  assert.deepEqual(modules, expected);
});

test("penalties of all eight masks are those that another reader of the standard computed", () => {
  // Sidney Cadot, "Suggested improvements for standard ISO/IEC 18004:2024(en)", on 7.8.3.1.
  assert.deepEqual(scoresOf(EXAMPLE), [
    [182, 171, 800, 0],
    [216, 234, 800, 0],
    [235, 195, 720, 10],
    [216, 192, 720, 0],
    [217, 237, 760, 0],
    [245, 228, 760, 10],
    [207, 186, 760, 0],
    [203, 210, 720, 0],
  ]);
  const { codewords } = encodeText("QR Code Symbol", "M");
  assert.deepEqual(scoresOf(codewords).map(sum), [1219, 1195, 1189, 1182, 1142, 1107, 1116, 1198]);
});

test("a run costs from five modules on, along rows and columns alike", () => {
  assert.equal(penalties(square("#####", "     ", "#####", "     ", "#####"))[0], 5 * 3);
  assert.equal(penalties(square("######", "      ", "######", "      ", "######", "      "))[0], 6 * 4);
  assert.equal(penalties(square("####", "    ", "####", "    "))[0], 0);
});

test("squares of one colour cost also where they overlap", () => {
  assert.equal(penalties(square("###", "###", "###"))[1], 3 * 4);
  assert.equal(penalties(square("##", "##"))[1], 3);
  assert.equal(penalties(square("# ", " #"))[1], 0);
});

test("what looks like a finder pattern costs once, with light before it, after it, or both", () => {
  const line = "# ### #";
  const cost = (/** @type {string} */ row) => {
    const blank = " ".repeat(row.length);
    return penalties(square(row, ...Array(row.length - 1).fill(blank)))[2];
  };
  assert.equal(cost(line), 40);
  assert.equal(cost(`## ${line} ##`), 0);
  assert.equal(cost(`##    ${line} ##`), 40);
  assert.equal(cost(`## ${line}    ##`), 40);
  assert.equal(cost(`${line} ### #`), 80);
});

test("too much dark or light costs for every whole 5 in 100 beyond one half", () => {
  const share = (/** @type {number} */ dark) => {
    const modules = "#".repeat(dark).padEnd(100);
    return penalties(square(...(modules.match(/.{10}/g) ?? [])))[3];
  };
  assert.deepEqual([50, 54, 55, 45, 46, 60, 100, 0].map(share), [0, 0, 10, 10, 0, 20, 100, 100]);
});
