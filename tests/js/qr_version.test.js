import assert from "node:assert/strict";
import { test } from "node:test";

import { functionPatterns } from "../../static/js/qr_matrix.js";
import { VERSIONS, alignmentCentres, codewordCount, layoutOf, sizeOf } from "../../static/js/qr_version.js";

/** @typedef {import("../../static/js/qr_version.js").Level} Level */

const LEVELS = /** @type {const} */ (["L", "M", "Q", "H"]);

test("a code has 21 modules along each side in version 1 and 177 in version 40", () => {
  assert.deepEqual([1, 7, 40].map(sizeOf), [21, 45, 177]);
});

test("alignment patterns stand where Table E.1 has them, also in version 32, which follows no rule", () => {
  /** @type {Record<number, number[]>} */
  const rows = {
    1: [],
    2: [6, 18],
    7: [6, 22, 38],
    15: [6, 26, 48, 70],
    22: [6, 26, 50, 74, 98],
    32: [6, 34, 60, 86, 112, 138],
    36: [6, 24, 50, 76, 102, 128, 154],
    39: [6, 26, 54, 82, 110, 138, 166],
    40: [6, 30, 58, 86, 114, 142, 170],
  };
  for (const [version, row] of Object.entries(rows)) assert.deepEqual(alignmentCentres(Number(version)), row);
});

test("there are as many codewords as the drawn patterns leave room for", () => {
  for (const version of VERSIONS) {
    const free = functionPatterns(version)
      .flat()
      .filter((module) => module === null).length;
    assert.equal(codewordCount(version), Math.floor(free / 8), `version ${version}`);
  }
  assert.deepEqual([1, 7, 40].map(codewordCount), [26, 196, 3706]);
});

test("a stronger level always leaves room for less, and each version for more than the one before", () => {
  const data = (/** @type {number} */ version, /** @type {Level} */ level) => layoutOf(version, level).data;
  for (const version of VERSIONS) {
    const rooms = LEVELS.map((level) => data(version, level));
    assert.deepEqual(
      rooms,
      rooms.toSorted((one, other) => other - one),
    );
    if (version === 1) continue;
    for (const level of LEVELS) assert.ok(data(version, level) > data(version - 1, level), level);
  }
});

test("no block is longer than the field allows, and each mends at least 7 of 100 codewords", () => {
  for (const version of VERSIONS)
    for (const level of LEVELS) {
      const { data, blocks, correction } = layoutOf(version, level);
      const length = Math.ceil(data / blocks) + correction;
      assert.ok(length <= 255, `${version} ${level}`);
      // Two codewords of correction mend one.
      assert.ok(correction / 2 / length > 0.069, `${version} ${level}`);
    }
});
