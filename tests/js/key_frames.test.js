import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { ASKED_EVERY, KeyFrames } from "../../static/js/key_frames.js";

let time = 0;
let asked = 0;
beforeEach(() => {
  time = 1000;
  asked = 0;
});

/**
 * @param {import("../../static/js/codec.js").Sort} [sort]
 * @param {() => Promise<unknown>} [ask]
 */
function made(sort = "video", ask = async () => undefined) {
  const counted = () => {
    asked += 1;
    return ask();
  };
  return new KeyFrames(sort, counted, () => time);
}

test("pictures that begin with a key frame need no other", () => {
  const frames = made();
  frames.passed({ type: "key" });
  frames.passed({ type: "delta" });
  assert.equal(asked, 0);
});

test("pictures that begin in the middle are asked for a key frame, until it comes, twice a second", () => {
  const frames = made();
  for (let frame = 0; frame < 31; frame += 1) {
    frames.passed({ type: "delta" });
    time += 50;
  }
  assert.equal(asked, 4);
  frames.passed({ type: "key" });
  time += ASKED_EVERY;
  frames.passed({ type: "delta" });
  assert.equal(asked, 4);
});

test("after a gap a key frame is asked for with the next frame that passes", () => {
  const frames = made();
  frames.passed({ type: "key" });
  frames.missed();
  assert.equal(asked, 0);
  frames.passed({ type: "delta" });
  assert.equal(asked, 1);
});

test("a gap is asked for once, each time that it is found", () => {
  const frames = made();
  frames.passed({ type: "key" });
  frames.passed({ type: "delta" }, true);
  assert.equal(asked, 1);
  time += ASKED_EVERY;
  frames.passed({ type: "delta" });
  assert.equal(asked, 1);
  frames.passed({ type: "delta" }, true);
  assert.equal(asked, 2);
});

test("a request that is refused is made again, and no oftener", async () => {
  const frames = made("video", () => Promise.reject(new DOMException("not now", "InvalidStateError")));
  frames.passed({ type: "delta" });
  await new Promise((resolve) => setImmediate(resolve));
  frames.passed({ type: "delta" });
  assert.equal(asked, 1);
  time += ASKED_EVERY;
  frames.passed({ type: "delta" });
  assert.equal(asked, 2);
});

test("sound has no key frames", () => {
  const frames = made("audio");
  frames.missed();
  frames.passed({});
  assert.equal(asked, 0);
});
