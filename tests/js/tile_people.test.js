import assert from "node:assert/strict";
import { test } from "node:test";

import { newsOf, tilePeople } from "../../static/js/tile_people.js";
import { view } from "./fake_page.js";

const MEDIA = /** @type {MediaStream} */ (/** @type {unknown} */ ({}));
/** @type {import("../../static/js/card.js").DeviceStates} */
const ON = { microphone: "on", camera: "on" };

/**
 * @param {object} about
 * @param {Partial<import("../../static/js/room.js").Person>} [about.person]
 * @param {MediaStream|null} [about.media]
 * @param {import("../../static/js/card.js").DeviceStates} [about.states]
 * @param {boolean} [about.isLost]
 * @param {boolean} [about.isOut]
 */
function maya({ person = {}, media = MEDIA, states = ON, isLost = false, isOut = false } = {}) {
  const people = /** @type {any[]} */ ([{ ...view("maya", "admitted"), ...person }]);
  const streams = new Map(media === null ? [] : [["maya", media]]);
  const losses = { isLost: () => isLost, isOut: () => isOut };
  const [tile] = tilePeople({ people, name: () => "Maya", devices: () => states, streams, losses });
  return /** @type {import("../../static/js/views/tile.js").TilePerson} */ (tile);
}

const LOST = "Maya’s connection was lost, waiting";

test("somebody who is lost is said to be, in place of the last picture and of why there was none", () => {
  for (const lost of [
    maya({ isLost: true }),
    maya({ isLost: true, media: null }),
    maya({ isLost: true, isOut: true, states: { ...ON, camera: "off" } }),
  ])
    assert.deepEqual([lost.word, lost.lost], [LOST, LOST]);
});

test("whoever is seen and heard is not lost, whatever the server says of their page", () => {
  const seen = maya({ person: { connected: false } });
  assert.deepEqual([seen.word, seen.lost], ["", ""]);
});

test("of somebody on hold the server's word counts alone", () => {
  const held = maya({ person: { standing: "held" }, media: null, isLost: true });
  assert.deepEqual([held.word, held.lost], ["Maya is on hold", ""]);
  const gone = maya({ person: { standing: "held", connected: false }, media: null });
  assert.deepEqual([gone.word, gone.lost], [LOST, LOST]);
});

test("a picture that stands still for want of one's own connection is none, and its person is not lost", () => {
  const still = maya({ isOut: true });
  assert.deepEqual([still.word, still.lost], ["Connecting with Maya again", ""]);
});

test("where no picture can be expected, the reason stands", () => {
  assert.equal(maya().word, "");
  assert.equal(maya({ media: null }).word, "Connecting with Maya");
  assert.equal(maya({ person: { standing: "held" }, media: null }).word, "Maya is on hold");
  assert.equal(maya({ states: { ...ON, camera: "off" } }).word, "Maya has stopped the camera");
  assert.equal(maya({ states: { ...ON, camera: "missing" } }).word, "Maya takes part without a camera");
  assert.equal(
    maya({ states: { ...ON, camera: "missing", interrupted: ["camera"] } }).word,
    "Maya’s camera was interrupted by their device",
  );
});

test("what changes is news to those who do not see it, and what stays is none", () => {
  const [here, lost, still] = [maya(), maya({ isLost: true }), maya({ isOut: true })];
  assert.equal(newsOf([here], [maya()]), "");
  assert.equal(newsOf([here], [lost]), `${LOST}.`);
  assert.equal(newsOf([lost], [maya({ isLost: true, media: null })]), "");
  assert.equal(newsOf([lost], [here]), "Maya is connected again.");
  assert.equal(newsOf([here], [still]), "", "one's own loss is said once, and not of each picture");
  assert.equal(newsOf([still], [here]), "The picture of Maya is here.");
  assert.equal(newsOf([here], [maya({ states: { ...ON, camera: "off" } })]), "Maya has stopped the camera.");
  assert.equal(newsOf([maya({ states: { ...ON, camera: "off" } })], [here]), "The picture of Maya is here.");
  assert.equal(
    newsOf([here], [maya({ states: { ...ON, microphone: "off" } })]),
    "The microphone of Maya is off.",
  );
});

test("a microphone that was taken away is another thing than one that was switched off, and its return is news", () => {
  const taken = maya({ states: { microphone: "missing", camera: "on", interrupted: ["microphone"] } });
  assert.deepEqual([taken.muted, taken.interrupted, taken.word], [true, true, ""]);
  assert.equal(newsOf([maya()], [taken]), "Maya’s microphone was interrupted by their device.");
  assert.equal(newsOf([taken], [maya()]), "The microphone of Maya is on.");
  const off = maya({ states: { ...ON, microphone: "off" } });
  assert.equal(newsOf([off], [taken]), "Maya’s microphone was interrupted by their device.");
});

test("that an identity is not confirmed stands at the picture, and is news when it is open and when it is done", () => {
  assert.equal(maya().mark, "");
  const open = maya({ person: { method: "later" } });
  const done = maya({ person: { method: "voice" } });
  assert.deepEqual([open.mark, done.mark], ["Identity not yet confirmed", ""]);
  assert.equal(newsOf([done], [open]), "Maya: Identity not yet confirmed.");
  assert.equal(newsOf([open], [done]), "The identity of Maya is confirmed.");
});

test("who comes to others and who goes is news, and the first who are there are not", () => {
  const ben = { ...maya(), participant: "ben", name: "Ben" };
  assert.equal(newsOf([], [maya()]), "");
  assert.equal(newsOf([maya()], [maya(), ben]), "Ben has joined.");
  assert.equal(newsOf([maya(), ben], [maya()]), "Ben is not in the session any more.");
});
