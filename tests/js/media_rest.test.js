import assert from "node:assert/strict";
import { test } from "node:test";

import { MediaRest } from "../../static/js/media_rest.js";

const RESTS = /** @type {const} */ ({
  type: "error",
  code: "media_unavailable",
  text: "",
  about: "offer",
  room: "room",
});

test("a relay that rests is asked to try again with the leg that was offered last", () => {
  const media = new MediaRest("room");
  media.received({ type: "offer", room: "room", leg: 3, kind: "session", sdp: "" });
  media.received({ type: "offer", room: "room", leg: 4, kind: "preview", sdp: "" });
  media.received(RESTS);
  assert.equal(media.blocked, true);
  assert.deepEqual(media.tryAgain(), { type: "renew", room: "room", leg: 3 });
  assert.equal(media.blocked, false);
});

test("before any leg the question names none", () => {
  const media = new MediaRest("room");
  media.received(RESTS);
  assert.deepEqual(media.tryAgain(), { type: "renew", room: "room", leg: 0 });
});

test("an offer, or the end of the session, ends the rest; another room's troubles are none of this one's", () => {
  const media = new MediaRest("room");
  media.received({ ...RESTS, room: "other" });
  assert.equal(media.blocked, false);
  media.received(RESTS);
  media.received({ type: "offer", room: "room", leg: 5, kind: "session", sdp: "" });
  assert.equal(media.blocked, false);
  media.received(RESTS);
  media.received({ type: "ended", room: "room", how: "left" });
  assert.equal(media.blocked, false);
});

test("why it rests is told in the server's words, until there is a connection again or another is asked for", () => {
  const media = new MediaRest("room");
  media.received({ ...RESTS, text: "This server is full." });
  assert.equal(media.why, "This server is full.");
  media.received({ type: "offer", room: "room", leg: 5, kind: "session", sdp: "" });
  assert.equal(media.why, "");
  media.received({ ...RESTS, text: "This server is full." });
  media.tryAgain();
  assert.equal(media.why, "");
});
