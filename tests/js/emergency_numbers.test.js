import assert from "node:assert/strict";
import { test } from "node:test";

import { countries } from "../../static/js/countries.js";
import { emergencyNumbers } from "../../static/js/emergency_numbers.js";

test("most countries have emergency numbers, all of them such as can be dialled", () => {
  const known = countries().filter(({ code }) => emergencyNumbers(code).length > 0);
  assert.ok(known.length > 230, String(known.length));
  for (const { code } of known)
    for (const number of emergencyNumbers(code)) assert.match(number, /^\d{2,6}$/, code);
});

test("the table is handed out so that nobody changes it", () => {
  assert.deepEqual(emergencyNumbers("ES"), ["112"]);
  assert.throws(() => /** @type {string[]} */ (emergencyNumbers("ES")).push("0"), TypeError);
});

test("where the table knows none there is none", () => {
  for (const code of ["AQ", "", "ZZ", "constructor"]) assert.deepEqual(emergencyNumbers(code), []);
});
