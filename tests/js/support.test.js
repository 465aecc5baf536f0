import assert from "node:assert/strict";
import { test } from "node:test";

import { shortcoming } from "../../static/js/support.js";
import { onlyTheWorker, workerUrl } from "../../static/js/trusted.js";

class Part {}

/** @param {object} [change] */
function browser(change = {}) {
  return {
    isSecureContext: true,
    RTCPeerConnection: Part,
    RTCRtpScriptTransform: Part,
    Worker: Part,
    WebSocket: Part,
    navigator: { mediaDevices: { getUserMedia: () => undefined } },
    crypto,
    ...change,
  };
}

test("a browser that has everything lacks nothing", async () => {
  assert.equal(await shortcoming(browser()), null);
});

test("a page that was not opened safely is told so before anything else", async () => {
  assert.equal(
    await shortcoming(browser({ isSecureContext: false, RTCPeerConnection: undefined })),
    "insecure",
  );
});

test("a browser without one of the parts is too old", async () => {
  for (const part of ["RTCPeerConnection", "RTCRtpScriptTransform", "Worker", "WebSocket"]) {
    assert.equal(await shortcoming(browser({ [part]: undefined })), "old", part);
  }
  assert.equal(await shortcoming(browser({ navigator: {} })), "old");
  assert.equal(await shortcoming(browser({ crypto: {} })), "old");
});

test("a cipher that is named and does not work is a shortcoming", async () => {
  const subtle = {
    generateKey: async () => {
      throw new DOMException("no such curve", "NotSupportedError");
    },
  };
  assert.equal(await shortcoming(browser({ crypto: { subtle } })), "old");
});

test("the policy lets the worker pass and nothing else", () => {
  assert.equal(onlyTheWorker(workerUrl()), workerUrl());
  assert.match(workerUrl(), /\/static\/js\/frame_worker\.js$/);
  for (const url of ["https://elsewhere.example/x.js", "data:text/javascript,1", `${workerUrl()}?x`]) {
    assert.throws(() => onlyTheWorker(url), TypeError, url);
  }
});
