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
 */
function maya({ person = {}, media = MEDIA, states = ON } = {}) {
  const people = /** @type {any[]} */ ([{ ...view("maya", "admitted"), ...person }]);
  const streams = new Map(media === null ? [] : [["maya", media]]);
  const [tile] = tilePeople({ people, name: () => "Maya", devices: () => states, streams });
  return /** @type {import("../../static/js/views/tile.js").TilePerson} */ (tile);
}

test("somebody whose signalling is lost is still shown while sound and picture come", () => {
  const lost = maya({ person: { connected: false } });
  assert.equal(lost.word, "");
  assert.match(lost.lost, /connection to Maya was lost/);
  const gone = maya({ person: { connected: false }, media: null });
  assert.match(gone.word, /connection to Maya was lost/);
});

test("where no picture can be expected, the reason stands", () => {
  assert.equal(maya().word, "");
  assert.equal(maya({ media: null }).word, "Connecting with Maya");
  assert.equal(maya({ person: { standing: "held" }, media: null }).word, "Maya is on hold");
  assert.equal(maya({ states: { ...ON, camera: "off" } }).word, "Maya has stopped the camera");
  assert.equal(maya({ states: { ...ON, camera: "missing" } }).word, "Maya takes part without a camera");
});

test("what changes is news to those who do not see it, and what stays is none", () => {
  const [here, lost] = [maya(), maya({ person: { connected: false } })];
  assert.equal(newsOf([here], [maya()]), "");
  assert.equal(newsOf([here], [lost]), lost.lost);
  assert.equal(newsOf([lost], [maya({ person: { connected: false }, media: null })]), "");
  assert.equal(newsOf([lost], [here]), "Maya is connected again.");
  assert.equal(newsOf([here], [maya({ states: { ...ON, camera: "off" } })]), "Maya has stopped the camera.");
  assert.equal(newsOf([maya({ states: { ...ON, camera: "off" } })], [here]), "The picture of Maya is here.");
  assert.equal(
    newsOf([here], [maya({ states: { ...ON, microphone: "off" } })]),
    "The microphone of Maya is off.",
  );
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
