import assert from "node:assert/strict";
import { test } from "node:test";

import {
  formatInformation,
  functionPatterns,
  placeCodewords,
  versionInformation,
  writeInformation,
} from "../../static/js/qr_matrix.js";

/** @param {(boolean|null)[][]} square */
const drawn = (square) =>
  square.map((row) => row.map((module) => (module === null ? "." : module ? "#" : " ")).join(""));

test("format and version are protected as in the examples of Annexes C and D", () => {
  assert.equal(formatInformation("M", 0b101), 0b100000011001110);
  assert.equal(versionInformation(7), 0b000111110010010100);
});

test("version 2 has three finder patterns, timing between them, and one alignment pattern", () => {
  assert.deepEqual(drawn(functionPatterns(2)), [
    "#######  ........ #######",
    "#     #  ........ #     #",
    "# ### #  ........ # ### #",
    "# ### #  ........ # ### #",
    "# ### #  ........ # ### #",
    "#     #  ........ #     #",
    "####### # # # # # #######",
    "         ........        ",
    "      #  ........        ",
    "...... ..................",
    "......#..................",
    "...... ..................",
    "......#..................",
    "...... ..................",
    "......#..................",
    "...... ..................",
    "......#.........#####....",
    "         .......#   #....",
    "#######  .......# # #....",
    "#     #  .......#   #....",
    "# ### #  .......#####....",
    "# ### #  ................",
    "# ### #  ................",
    "#     #  ................",
    "#######  ................",
  ]);
});

test("the first codeword goes up from the lower right corner, its first bit first", () => {
  const modules = placeCodewords(functionPatterns(1), Uint8Array.of(0b10010111));
  const corner = drawn(modules.slice(-4)).map((row) => row.slice(-2));
  assert.deepEqual(corner, ["##", "# ", "# ", " #"]);
});

test("codewords fill all that the patterns leave, and nothing else", () => {
  for (const version of [1, 2, 7, 14, 40]) {
    const template = functionPatterns(version);
    const light = placeCodewords(template, new Uint8Array(4000));
    const dark = placeCodewords(template, new Uint8Array(4000).fill(255));
    assert.deepEqual(
      light,
      template.map((row) => row.map((module) => module === true)),
    );
    assert.deepEqual(
      dark,
      template.map((row) => row.map((module) => module !== false)),
    );
  }
});

test("format stands twice in a code, version twice from 7 on, and one module is always dark", () => {
  for (const [version, size] of /** @type {const} */ ([
    [6, 41],
    [7, 45],
  ])) {
    const template = functionPatterns(version);
    const before = placeCodewords(template, new Uint8Array(0));
    const after = before.map((row) => [...row]);
    writeInformation(after, version, "M", 5);
    const written = after.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark === before[y]?.[x] ? [] : [template[y]?.[x]])),
    );
    // Of the format 6 bits are ones, of the version 8; all stand where the patterns left light.
    assert.equal(written.length, 2 * 6 + 1 + (version < 7 ? 0 : 2 * 8));
    assert.ok(written.every((module) => module === false));
    assert.equal(after[size - 8]?.[8], true);
  }
});
