import assert from "node:assert/strict";
import { test } from "node:test";

import { Tenure } from "../../static/js/tenure.js";

test("what nobody has taken anybody may change", () => {
  assert.equal(new Tenure().mayChange(undefined), true);
});

test("of two pages the one that took it last may change it", () => {
  const [older, newer] = [new Tenure(), new Tenure()];
  older.take(10);
  newer.take(20);
  assert.deepEqual([newer.mayChange(older.mark), older.mayChange(newer.mark)], [true, false]);
  assert.deepEqual([older.mayChange(older.mark), newer.mayChange(newer.mark)], [true, true]);
});

test("a page goes on with what it has read, until another one takes it", () => {
  const [before, page, another] = [new Tenure(), new Tenure(), new Tenure()];
  before.take(10);
  page.read(before.mark);
  assert.equal(page.mayChange(before.mark), true);
  another.take(20);
  assert.equal(page.mayChange(another.mark), false);
});

test("whoever takes what they have read took it later, whatever the clock says", () => {
  const [before, page] = [new Tenure(), new Tenure()];
  before.take(1000);
  page.read(before.mark);
  page.take(5);
  assert.ok(page.since > before.since);
  assert.equal(before.mayChange(page.mark), false);
});
