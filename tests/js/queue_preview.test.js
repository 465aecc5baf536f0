import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { fake, find, installDocument } from "./fake_document.js";
import { newCard } from "./fake_waiter.js";
import { openQueue, settled, shownButtons } from "./queue_page.js";

/** @import { FakeElement } from "./fake_document.js" */

beforeEach(() => void installDocument());

const media = /** @type {any} */ ({});

/** @param {FakeElement} card */
function videoOf(card) {
  const [video] = card.querySelectorAll("video");
  assert.ok(video);
  return video;
}

test("a look is asked for and ended with one click, and says that they are told", () => {
  const page = openQueue({});
  find(page.card(), "button", "Preview").click();
  page.draw([{ previewed: true, media }]);
  assert.equal(videoOf(page.card()).srcObject, media);
  assert.match(page.text(), /They are told that they are seen\./);
  find(page.card(), "button", "Stop preview").click();
  assert.deepEqual(page.done, [
    ["preview", "maya", true],
    ["preview", "maya", false],
  ]);
  page.draw([{}]);
  assert.equal(videoOf(page.card()).srcObject, null);
  assert.doesNotMatch(page.text(), /They are told/);
});

test("the sound is off until it is asked for, and then they are told that too", () => {
  const page = openQueue({ previewed: true, media });
  assert.equal(videoOf(page.card()).muted, true);
  find(page.card(), "button", "Sound on").click();
  assert.deepEqual(page.done, [["listen", "maya", true]]);
  page.draw([{ previewed: true, media, sound: true }]);
  assert.equal(videoOf(page.card()).muted, false);
  assert.match(page.text(), /They are told that they are seen and heard\./);
  find(page.card(), "button", "Sound off").click();
  assert.deepEqual(page.done.at(-1), ["listen", "maya", false]);
});

test("a browser that plays no sound shows the picture without it, and they are not told that they are heard", async () => {
  const page = openQueue({ previewed: true, media: null });
  const video = videoOf(page.card());
  const refused = new DOMException("no", "NotAllowedError");
  /** @type {string[]} */
  const played = [];
  video.play = async () => {
    if (!video.muted) throw refused;
    played.push("silently");
  };
  page.draw([{ previewed: true, media, sound: true }]);
  await settled();
  assert.deepEqual([video.muted, played, page.done], [true, ["silently"], [["listen", "maya", false]]]);
});

test("the picture is made as large as there is room, and small again when the look ends", () => {
  const page = openQueue({ previewed: true, media });
  const preview = fake(page.queue.cards[0]?.preview.element);
  let scrolled = 0;
  Object.assign(preview, { scrollIntoView: () => void (scrolled += 1) });
  const moves = videoOf(page.card()).moves;
  find(page.card(), "button", "Enlarge").click();
  assert.deepEqual([preview.getAttribute("data-large"), scrolled], ["", 1]);
  find(page.card(), "button", "Make smaller").click();
  assert.equal(preview.getAttribute("data-large"), null);
  find(page.card(), "button", "Enlarge").click();
  page.draw([{}]);
  page.draw([{ previewed: true, media }]);
  assert.deepEqual(shownButtons(preview).slice(0, 2), ["Enlarge", "Sound on"]);
  assert.equal(videoOf(page.card()).moves, moves, "a picture that is moved stops for a moment");
});

test("where there is no picture it says why", () => {
  const page = openQueue({ previewed: true });
  assert.match(page.text(), /Connecting/);
  page.draw([{ previewed: true, card: newCard({ devices: { camera: "off", microphone: "on" } }) }]);
  assert.match(page.text(), /Their camera is off/);
});

test("a preview is shown of whom the vault knows, and of nobody else", () => {
  const page = openQueue({ previewed: true, media, sound: true });
  page.draw([{ previewed: true, media, sound: true, state: "locked", name: "" }], { locked: true });
  assert.deepEqual([videoOf(page.card()).srcObject, videoOf(page.card()).muted], [null, true]);
});

test("nobody is looked at by a card that is gone", () => {
  const page = openQueue({ previewed: true, media });
  const video = videoOf(page.card());
  page.draw([]);
  assert.equal(video.srcObject, null);
});

test("who is being looked at is asked for a photo ID with one click", () => {
  const page = openQueue({ previewed: true, media });
  find(page.card(), "button", "Please hold up your photo ID").click();
  assert.deepEqual(page.done, [["message", "maya", "Please hold up your photo ID"]]);
});
