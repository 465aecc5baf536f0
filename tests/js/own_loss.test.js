import assert from "node:assert/strict";
import { test } from "node:test";

import { OwnLoss, ownLossText } from "../../static/js/own_loss.js";

/** @import { Status } from "../../static/js/signalling.js" */

const FINE = { isOn: true, isAwaited: true, isOffline: false, isReached: true, isBlocked: false, isSilent: false };
const CUT = { ...FINE, isReached: false };

/** One whose connection is there, at 0. */
function connected() {
  const own = new OwnLoss();
  own.follow(FINE, 0);
  return own;
}

test("a connection that is not there is one's own loss, after a blink and since it was there last", () => {
  const own = connected();
  own.follow(CUT, 1000, 100);
  assert.equal(own.cause, null);
  own.follow(CUT, 1300, 400);
  assert.deepEqual([own.cause, own.since, own.isPath], ["path", 900, true]);
  own.follow({ ...CUT, isBlocked: true }, 9000, 8100);
  assert.deepEqual([own.cause, own.since], ["blocked", 900]);
  own.follow(FINE, 9500);
  assert.deepEqual([own.cause, own.since, own.isPath], [null, null, false]);
});

test("silence that was long enough to be noticed is said at once", () => {
  const own = connected();
  own.follow(CUT, 5000, 1500);
  assert.deepEqual([own.cause, own.since], ["path", 3500]);
});

test("a browser without a network is told at once, and not while something comes all the same", () => {
  const own = connected();
  own.follow({ ...FINE, isOffline: true }, 1000);
  assert.equal(own.cause, null);
  own.follow({ ...CUT, isOffline: true }, 1000);
  assert.equal(own.cause, "offline");
});

test("before the first connection of a session there is none to lose, and each session has its first", () => {
  const own = new OwnLoss();
  own.follow({ ...CUT, isOffline: true }, 60_000);
  assert.equal(own.cause, null);
  own.follow(FINE, 61_000);
  own.follow({ ...FINE, isOn: false }, 62_000);
  own.follow(CUT, 63_000);
  own.follow(CUT, 70_000);
  assert.equal(own.cause, null);
});

test("where no connection is to be, none is lost, and the next one has time to come about", () => {
  const own = connected();
  own.follow({ ...CUT, isAwaited: false }, 5000, 3000);
  assert.equal(own.cause, null);
  own.follow(CUT, 60_000, 58_000);
  own.follow(CUT, 61_999, 59_999);
  assert.equal(own.cause, null);
  own.follow(CUT, 62_000, 60_000);
  assert.deepEqual([own.cause, own.since], ["path", 60_000]);
});

test("without a word from the clinician's page nothing leaves, though the connection is there", () => {
  const own = connected();
  own.follow({ ...FINE, isSilent: true }, 1000);
  assert.deepEqual([own.cause, own.since, own.isPath], ["lease", 1000, false]);
  own.follow({ ...CUT, isSilent: true }, 5000, 1500);
  assert.deepEqual([own.cause, own.since], ["path", 1000], "the first loss counts");
});

/** @param {Partial<Extract<Status, {state: "lost"}>>} [change] @returns {Status} */
const lost = (change = {}) => ({ state: "lost", attempt: 1, stopping: false, text: "", ...change });
const open = /** @type {Status} */ ({ state: "open" });

test("it is said why, as far as that is known, and what happens", () => {
  const text = (/** @type {OwnLoss["cause"]} */ cause, /** @type {Status} */ status = open) =>
    ownLossText(cause, { clinician: "Dr Ruiz", status });
  assert.equal(text(null), "");
  assert.match(text("offline", lost()), /^You can’t be seen or heard: this device has no connection to the internet\./);
  assert.match(text("path"), /^You can’t be seen or heard: the connection for sound and picture is being made anew\./);
  assert.match(text("path", lost()), /: there is no connection to the server\. Trying again…$/);
  assert.match(text("path", lost({ stopping: true })), /: the server is being restarted\. Trying again…$/);
  assert.equal(text("blocked"), "You can’t be seen or heard.");
  assert.match(text("lease", lost()), /: there is no connection to the server\. Trying again…$/);
  assert.equal(
    text("lease"),
    "You can’t be seen or heard: Dr Ruiz’s page has not answered for a while. It goes on by itself when it does.",
  );
});
