import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SpeakerTest } from "../../static/js/views/speaker_test.js";
import { fake, find, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

/** @param {boolean} sounds */
async function play(sounds) {
  /** @type {string[]} */
  const rung = [];
  const chime = { ring: async (/** @type {string} */ kind) => (rung.push(kind), sounds) };
  const test = new SpeakerTest(/** @type {any} */ (chime));
  find(test.element, "button", "Play a test sound").click();
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(rung, ["test"]);
  return fake(test.said).textContent;
}

test("whoever tries the speaker reads what there was to hear, and what to do without it", async () => {
  assert.match(await play(true), /^You should have heard three notes\. If not, turn/);
});

test("a browser that stays silent is named as the cause", async () => {
  assert.match(await play(false), /This browser did not play the notes/);
});
