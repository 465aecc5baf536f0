import assert from "node:assert/strict";
import { test } from "node:test";

import { Pace } from "../../static/js/pace.js";
import { FakeClock } from "./fake_clock.js";

test("a burst is taken whole, and after it so many a second", () => {
  const clock = new FakeClock();
  const pace = new Pace({ atOnce: 3, perSecond: 2 }, clock);
  const taken = () => [1, 2, 3, 4, 5].filter(() => pace.take()).length;
  assert.equal(taken(), 3);
  clock.pass(1000);
  assert.equal(taken(), 2);
  clock.pass(60_000);
  assert.equal(taken(), 3);
});
