import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeQr } from "../../static/js/qr.js";
import { encodeText } from "../../static/js/qr_codewords.js";
import { formatInformation } from "../../static/js/qr_matrix.js";

const LINK = `https://sessions.example.org/join/${"i".repeat(22)}#1.${"s".repeat(22)}.${"k".repeat(43)}`;

/** @param {Uint8Array} codewords @param {number} bits */
const beginning = (codewords, bits) =>
  [...codewords].map((each) => each.toString(2).padStart(8, "0")).join("").slice(0, bits);

test("the smallest code is taken that holds the text", () => {
  // ISO/IEC 18004:2024, Table 7, byte mode.
  const most = /** @type {const} */ ([
    ["L", 1, 17],
    ["M", 1, 14],
    ["M", 9, 180],
    ["M", 10, 213],
    ["M", 39, 2213],
    ["H", 3, 24],
    ["Q", 7, 86],
  ]);
  for (const [level, version, length] of most) {
    assert.equal(encodeQr("x".repeat(length), level).length, 17 + 4 * version);
    assert.equal(encodeQr("x".repeat(length + 1), level).length, 17 + 4 * (version + 1));
  }
});

test("a text that no code holds is refused", () => {
  const most = /** @type {const} */ ([
    ["L", 2953],
    ["M", 2331],
    ["Q", 1663],
    ["H", 1273],
  ]);
  for (const [level, length] of most) {
    assert.equal(encodeQr("x".repeat(length), level).length, 177);
    assert.throws(() => encodeQr("x".repeat(length + 1), level), RangeError);
  }
});

test("a link of ours needs no more than version 8, which a phone reads at arm's length", () => {
  assert.equal(LINK.length, 125);
  assert.equal(encodeQr(LINK).length, 49);
});

test("ASCII says nothing about its characters, and what else there is says UTF-8", () => {
  assert.equal(beginning(encodeText("A", "M").codewords, 20), "0100" + "00000001" + "01000001");
  const header = "0111" + "00011010" + "0100" + "00000010";
  assert.equal(beginning(encodeText("é", "M").codewords, 40), header + "11000011" + "10101001");
});

test("what remains is padded with two codewords in turn", () => {
  const { codewords } = encodeText("A", "M");
  assert.deepEqual([...codewords.subarray(3, 7)], [0xec, 0x11, 0xec, 0x11]);
});

test("the code says which mask it has, and it is the one with the smallest penalty", () => {
  const modules = encodeQr("QR Code Symbol", "M");
  const shown = [0, 1, 2, 3, 4, 5, 7, 8].map((row) => modules[row]?.[8]);
  const bits = formatInformation("M", 5);
  assert.deepEqual(
    shown,
    [0, 1, 2, 3, 4, 5, 6, 7].map((bit) => ((bits >> bit) & 1) === 1),
  );
});
