import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import { Level, levelOf } from "../../static/js/views/level.js";
import { fake, installDocument } from "./fake_document.js";

const { setInterval: ownSetInterval } = globalThis;
let measure = () => {};

afterEach(() => void Object.assign(globalThis, { setInterval: ownSetInterval }));

beforeEach(() => {
  installDocument();
  const analyser = { getFloatTimeDomainData: (/** @type {Float32Array} */ samples) => samples.fill(0.25) };
  const context = {
    createAnalyser: () => analyser,
    createMediaStreamSource: () => ({ connect: () => undefined }),
    close: async () => undefined,
  };
  Object.assign(globalThis, {
    AudioContext: function () {
      return context;
    },
    MediaStream: function () {},
    setInterval: (/** @type {() => void} */ task) => {
      measure = task;
    },
  });
});

test("silence is nothing and loud speech fills the bar", () => {
  assert.equal(levelOf(new Float32Array(8)), 0);
  assert.equal(levelOf(new Float32Array(8).fill(0.25)), 1);
});

test("the bar moves while there is a microphone on this screen", () => {
  const level = new Level();
  document.body.append(level.element);
  level.follow(/** @type {any} */ ({}));
  measure();
  assert.deepEqual([fake(level.element).hidden, level.meter.value], [false, 1]);
});

test("a bar whose screen has gone on is not there when the screen comes back without a microphone", () => {
  const level = new Level();
  level.follow(/** @type {any} */ ({}));
  measure();
  level.follow(null);
  assert.equal(fake(level.element).hidden, true);
});
