import assert from "node:assert/strict";
import { test } from "node:test";

import { Chime } from "../../static/js/chime.js";
import { FakeAudio } from "./fake_audio.js";
import { FakeClock } from "./fake_clock.js";

const settled = () => new Promise((resolve) => setTimeout(resolve, 1));

function newChime() {
  const [audio, clock] = [new FakeAudio(), new FakeClock()];
  const opened = { count: 0 };
  const chime = new Chime(() => {
    opened.count += 1;
    return /** @type {any} */ (audio);
  }, clock);
  return { chime, audio, clock, opened };
}

/** @param {FakeAudio} audio */
const pitches = (audio) => audio.oscillators.map(({ frequency }) => frequency);

test("a ring is two or three quiet notes, over within one and a half seconds", async () => {
  for (const kind of /** @type {const} */ (["arrival", "admission", "test"])) {
    const { chime, audio } = newChime();
    assert.equal(await chime.ring(kind), true);
    const notes = new Set(audio.oscillators.map(({ starts }) => starts));
    assert.ok(notes.size === 2 || notes.size === 3);
    assert.ok(audio.oscillators.every(({ starts, stops }) => starts >= 5 && stops < 6.5 && stops > starts));
    const loudest = Math.max(...audio.gains.flatMap(({ values }) => values.map(([value]) => value)));
    assert.ok(loudest <= 0.15);
  }
});

test("an arrival falls, an admission rises", async () => {
  const { chime, audio } = newChime();
  await chime.ring("arrival");
  const arrival = pitches(audio);
  audio.end();
  await chime.ring("admission");
  const admission = pitches(audio);
  assert.ok(/** @type {number} */ (arrival[1]) > /** @type {number} */ (arrival.at(-1)));
  assert.ok(/** @type {number} */ (admission[1]) < /** @type {number} */ (admission.at(-1)));
});

test("a browser that leaves the question open has refused after a second, and nothing sounds later", async () => {
  const { chime, audio, clock } = newChime();
  let allow = () => {};
  audio.answer = () => new Promise((resolve) => (allow = resolve));
  const rung = chime.ring("arrival");
  await settled();
  clock.pass(1000);
  assert.equal(await rung, false);
  allow();
  await settled();
  assert.deepEqual(audio.oscillators, []);
});

test("a browser that says no has refused", async () => {
  const { chime, audio } = newChime();
  audio.answer = async () => {
    throw new DOMException("no", "NotAllowedError");
  };
  assert.equal(await chime.ring("arrival"), false);
  audio.answer = async () => {
    throw new TypeError("a fault of ours");
  };
  await assert.rejects(chime.ring("arrival"), TypeError);
});

test("unlocking asks the browser in the click, once, and until it has said yes", async () => {
  const { chime, audio, opened } = newChime();
  let asked = 0;
  audio.answer = async () => {
    asked += 1;
    if (asked === 1) throw new DOMException("no", "NotAllowedError");
  };
  for (let click = 0; click < 3; click += 1) {
    chime.unlock();
    await settled();
  }
  assert.deepEqual([asked, opened.count, chime.isUnlocked], [2, 1, true]);
});

test("the speaker is given back when the last note is over, and not before", async () => {
  const { chime, audio } = newChime();
  await chime.ring("arrival");
  chime.unlock();
  await settled();
  assert.equal(audio.state, "running", "an unlocking in between silences nothing");
  audio.end();
  assert.equal(audio.state, "suspended");
  assert.equal(await chime.ring("arrival"), true, "and it is taken again");
  assert.equal(audio.state, "running");
});
