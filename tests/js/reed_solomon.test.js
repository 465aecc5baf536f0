import assert from "node:assert/strict";
import { test } from "node:test";

import { errorCorrection, multiply } from "../../static/js/reed_solomon.js";

const bytes = (/** @type {string} */ hex) => Uint8Array.from(Buffer.from(hex, "hex"));

/** A polynomial's value, its coefficients from the highest power down. */
const valueAt = (/** @type {Uint8Array} */ polynomial, /** @type {number} */ place) =>
  polynomial.reduce((value, coefficient) => multiply(value, place) ^ coefficient, 0);

test("error correction is that of the standard's own example (Annex I)", () => {
  const correction = errorCorrection(bytes("10200c566180ec11ec11ec11ec11ec11"), 10);
  assert.deepEqual(correction, bytes("a524d4c1ed36c7872c55"));
});

test("data and correction together are zero at every root of the generator", () => {
  for (const count of [7, 10, 18, 30]) {
    const data = Uint8Array.from({ length: 100 }, (_, place) => (place * 37 + count) % 256);
    const whole = Uint8Array.from([...data, ...errorCorrection(data, count)]);
    let root = 1;
    for (let power = 0; power < count; power += 1) {
      assert.equal(valueAt(whole, root), 0, `α^${power} of ${count}`);
      root = multiply(root, 2);
    }
  }
});

test("multiplication is that of a field: 255 powers of α are all different, and then it begins anew", () => {
  const powers = new Set();
  let power = 1;
  for (let exponent = 0; exponent < 255; exponent += 1) {
    powers.add(power);
    power = multiply(power, 2);
  }
  assert.equal(powers.size, 255);
  assert.equal(power, 1);
});
