import assert from "node:assert/strict";
import { test } from "node:test";

import { Hearing, isSending } from "../../static/js/hearing.js";

/** Maya as one page hears her, second by second. */
class Page {
  hearing = new Hearing();
  now = 100_000;
  isReached = true;
  /** When a frame of hers was opened last. @type {number|null} */
  opened = null;
  maya = { participant: "maya", connected: true, isIn: true, sends: true };

  /** She is seen and heard until now. */
  hears() {
    this.opened = this.now;
    return this.passes(0);
  }

  /** @param {number} milliseconds @param {Partial<typeof Page.prototype.maya>} [change] */
  passes(milliseconds, change = {}) {
    this.now += milliseconds;
    this.maya = { ...this.maya, ...change };
    const heardFrom = () => (this.opened === null ? null : this.now - this.opened);
    this.hearing.follow([this.maya], { heardFrom, isReached: this.isReached, now: this.now });
    return this;
  }

  get isLost() {
    return this.hearing.lostSince("maya") !== null;
  }
}

/** Maya, who has been heard for some time. */
const talking = () => new Page().passes(0).passes(5000).hears();

test("somebody of whom no frame comes for a second and a half is lost, since the last one", () => {
  const page = talking();
  const last = page.now;
  assert.equal(page.passes(1499).isLost, false);
  assert.equal(page.passes(1).isLost, true);
  assert.equal(page.passes(4000).hearing.lostSince("maya"), last);
  assert.equal(page.hears().isLost, false);
});

test("the server's word makes nobody lost who is seen or heard", () => {
  const page = talking();
  page.passes(1000, { connected: false });
  assert.equal(page.isLost, false);
  assert.equal(page.hears().passes(1000).isLost, false);
  assert.equal(page.passes(500).isLost, true);
});

test("of whom nothing is to come the server's word counts, and silence does not", () => {
  const page = talking();
  page.passes(1000, { sends: false });
  assert.equal(page.passes(60_000).isLost, false);
  assert.equal(page.passes(0, { connected: false }).isLost, true);
});

test("whoever was never heard is being connected with, for however long", () => {
  const page = new Page().passes(0);
  assert.equal(page.passes(60_000).isLost, false);
  assert.equal(page.passes(0, { connected: false }).isLost, true);
});

test("somebody on hold is not lost, and afterwards is connected with anew", () => {
  const page = talking();
  page.passes(100, { isIn: false, connected: false });
  assert.equal(page.passes(60_000).isLost, false);
  page.opened = null;
  page.passes(0, { isIn: true, connected: true });
  assert.equal(page.passes(60_000).isLost, false);
});

test("while one's own connection is not there, silence is nobody's; then the first frame has its time", () => {
  const page = talking();
  page.isReached = false;
  assert.equal(page.passes(60_000).isLost, false);
  page.isReached = true;
  assert.equal(page.passes(0).isLost, false);
  assert.equal(page.passes(2499).isLost, false);
  assert.equal(page.passes(1).isLost, true);
});

test("a connection that is made anew has not forgotten who was heard by the one before", () => {
  const page = talking();
  page.opened = null;
  assert.equal(page.passes(1499).isLost, false);
  assert.equal(page.passes(1).isLost, true);
});

test("who is heard now is known, and who is gone is forgotten", () => {
  const page = talking();
  assert.deepEqual([page.hearing.isHeard("maya", page.now), page.hearing.isHeard("maya", page.now + 1500)], [true, false]);
  page.hearing.follow([], { heardFrom: () => 0, isReached: true, now: page.now });
  assert.equal(page.hearing.isHeard("maya", page.now), false);
});

test("a muted microphone sends, and what is missing does not; a camera sends that is on", () => {
  assert.equal(isSending(null), false);
  assert.equal(isSending({ microphone: "off", camera: "off" }), true);
  assert.equal(isSending({ microphone: "on", camera: "missing" }), true);
  assert.equal(isSending({ microphone: "missing", camera: "on" }), true);
  assert.equal(isSending({ microphone: "missing", camera: "off" }), false);
});
