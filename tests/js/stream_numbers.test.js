import assert from "node:assert/strict";
import { test } from "node:test";

import { StreamNumbers } from "../../static/js/stream_numbers.js";
import { loadOf, secretOf } from "./keyed_page.js";

const PERIOD = { secret: secretOf(1), load: loadOf(1), epoch: 1, sender: 2 };

test("there are 256 numbers, each once, and then none", () => {
  const numbers = new StreamNumbers();
  const taken = Array.from({ length: 256 }, () => numbers.take(PERIOD));
  assert.deepEqual(new Set(taken), new Set(Array(256).keys()));
  assert.equal(numbers.take(PERIOD), null);
  assert.equal(numbers.take({ ...PERIOD, secret: PERIOD.secret.slice() }), null);
});

test("every part of what a key is made of has numbers of its own", () => {
  const numbers = new StreamNumbers();
  const others = [
    PERIOD,
    { ...PERIOD, secret: secretOf(2) },
    { ...PERIOD, load: loadOf(2) },
    { ...PERIOD, epoch: 2 },
    { ...PERIOD, sender: 3 },
  ];
  assert.deepEqual(others.map((each) => numbers.take(each)), [0, 0, 0, 0, 0]);
  assert.deepEqual(others.map((each) => numbers.take(each)), [1, 1, 1, 1, 1]);
});

test("a secret that was wiped meanwhile is found again when it comes again", () => {
  const numbers = new StreamNumbers();
  const secret = secretOf(7);
  numbers.take({ ...PERIOD, secret });
  secret.fill(0);
  assert.equal(numbers.take({ ...PERIOD, secret: secretOf(7) }), 1);
});

test("no secret is kept: four bytes of it are", () => {
  const numbers = new StreamNumbers();
  numbers.take({ ...PERIOD, secret: Uint8Array.from({ length: 32 }, (_, place) => 100 + place) });
  assert.deepEqual([...numbers.next.keys()], [`1 2 100 101 102 103${" 1".repeat(16)}`]);
});
