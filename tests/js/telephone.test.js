import assert from "node:assert/strict";
import { test } from "node:test";

import { callAddress, dialable } from "../../static/js/telephone.js";

test("a number is dialled by its digits, however it was written", () => {
  assert.equal(dialable("112"), "112");
  assert.equal(dialable(" 0117 496-0123 "), "01174960123");
  assert.equal(dialable("(0117) 496.0123"), "01174960123");
  assert.equal(dialable("+44 7700 900123"), "+447700900123");
});

test("the zero that is dialled only inside the country is left out abroad, and kept at home", () => {
  assert.equal(dialable("+44 (0)117 496 0123"), "+441174960123");
  assert.equal(dialable("(0)117 496 0123"), "01174960123");
});

test("text in which a number would hide is no number", () => {
  for (const text of ["", "ask at the desk", "555 or 666", "0117 496 0123 ext. 5", "+", "7", "112;phone-context=x"])
    assert.equal(dialable(text), "", text);
  assert.equal(dialable("1".repeat(20)), "", "nobody has so long a number");
});

test("the address of a call is nothing but the number", () => {
  assert.equal(callAddress(dialable("+44 7700 900123")), "tel:+447700900123");
});
