import assert from "node:assert/strict";
import { test } from "node:test";

import { clearBytes } from "../../static/js/codec.js";
import { frameOf } from "./fake_frames.js";

test("a picture keeps ten bytes of a key frame and three of another, sound none", () => {
  assert.equal(clearBytes("video", frameOf(100, { type: "key" })), 10);
  assert.equal(clearBytes("video", frameOf(100, { type: "delta" })), 3);
  assert.equal(clearBytes("audio", frameOf(100)), 0);
});

test("a picture that is too short for what stays clear, or of no known type, is none", () => {
  assert.equal(clearBytes("video", frameOf(9, { type: "key" })), null);
  assert.equal(clearBytes("video", frameOf(2, { type: "delta" })), null);
  assert.equal(clearBytes("video", frameOf(3, { type: "delta" })), 3);
  assert.equal(clearBytes("video", frameOf(100, { type: "empty" })), null);
  assert.equal(clearBytes("video", frameOf(100)), null);
});

test("where the browser names the codec, it is VP8 or Opus, or the frame is none", () => {
  const type = "delta";
  for (const mimeType of ["video/VP8", "video/vp8"]) {
    assert.equal(clearBytes("video", frameOf(9, { type, metadata: { mimeType, payloadType: 120 } })), 3);
  }
  for (const mimeType of ["video/VP9", "video/H264", "video/AV1", "audio/opus", ""]) {
    assert.equal(clearBytes("video", frameOf(9, { type, metadata: { mimeType, payloadType: 96 } })), null);
  }
  assert.equal(clearBytes("audio", frameOf(9, { metadata: { mimeType: "audio/opus" } })), 0);
  assert.equal(clearBytes("audio", frameOf(9, { metadata: { mimeType: "audio/PCMU" } })), null);
});

test("where it only numbers it, the number is the one that was offered", () => {
  const type = "key";
  assert.equal(clearBytes("video", frameOf(99, { type, metadata: { payloadType: 96 } })), 10);
  assert.equal(clearBytes("video", frameOf(99, { type, metadata: { payloadType: 98 } })), null);
  assert.equal(clearBytes("audio", frameOf(99, { metadata: { payloadType: 111 } })), 0);
  assert.equal(clearBytes("audio", frameOf(99, { metadata: { payloadType: 0 } })), null);
});
