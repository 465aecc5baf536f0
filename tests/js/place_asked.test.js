import assert from "node:assert/strict";
import { test } from "node:test";

import { PlaceAsked } from "../../static/js/place_asked.js";
import { FakeClock } from "./fake_clock.js";

function open() {
  const clock = new FakeClock();
  const drawn = { times: 0 };
  const asked = new PlaceAsked(() => {
    drawn.times += 1;
  }, clock);
  return { clock, asked, drawn };
}

test("what was told is shown for ten seconds, and then drawn away", () => {
  const { clock, asked, drawn } = open();
  asked.ask();
  assert.equal(asked.isAsked, true);
  asked.answer("Toledo");
  assert.deepEqual([asked.isAsked, asked.told], [false, "Toledo"]);
  clock.pass(9999);
  assert.equal(asked.told, "Toledo");
  clock.pass(1);
  assert.deepEqual([asked.told, drawn.times], ["", 1]);
});

test("the same question again is another one, and an old answer does not end it", () => {
  const { clock, asked } = open();
  asked.ask();
  asked.answer("Toledo");
  clock.pass(5000);
  asked.ask();
  asked.answer("Madrid");
  clock.pass(6000);
  assert.equal(asked.told, "Madrid");
});

test("after the session nobody is asked any more", () => {
  const { clock, asked, drawn } = open();
  asked.ask();
  asked.answer("Toledo");
  asked.ask();
  asked.forget();
  clock.pass(20_000);
  assert.deepEqual([asked.isAsked, asked.told, drawn.times], [false, "", 0]);
});
