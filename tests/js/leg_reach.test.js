import assert from "node:assert/strict";
import { test } from "node:test";

import { LegReach, countsOf } from "../../static/js/leg_reach.js";

/** A leg that is counted every half second, with something that arrived in every count. */
class Watched {
  constructor() {
    this.reach = new LegReach();
    this.now = 0;
    this.counts = { received: 0, sent: 0 };
  }

  /**
   * @param {number} milliseconds
   * @param {{ received?: number, sent?: number, every?: number }} [grows]  by how much with each count
   */
  pass(milliseconds, { received = 0, sent = 0, every = 500 } = {}) {
    let told = { sends: false, arrived: false };
    for (const until = this.now + milliseconds; this.now < until; ) {
      this.now += every;
      this.counts = { received: this.counts.received + received, sent: this.counts.sent + sent };
      told = this.reach.count(this.counts, this.now);
    }
    return told;
  }

  get state() {
    return { isReached: this.reach.isReached(this.now), isStale: this.reach.isStale(this.now) };
  }
}

const REACHED = { isReached: true, isStale: false };
const UNREACHED = { isReached: false, isStale: false };
const STALE = { isReached: false, isStale: true };

test("before the first packet nobody is reached, however long that takes, and no other connection is worth asking for", () => {
  const leg = new Watched();
  assert.deepEqual(leg.state, UNREACHED);
  leg.pass(20_000);
  assert.deepEqual(leg.state, UNREACHED);
});

test("with the first packet this page is reached", () => {
  const leg = new Watched();
  assert.deepEqual(leg.pass(500, { received: 40 }), { sends: false, arrived: true });
  assert.deepEqual(leg.state, REACHED);
});

test("after a second and a half of nothing it is not reached, and a little later another connection is worth asking for", () => {
  const leg = new Watched();
  leg.pass(5000, { received: 40 });
  leg.pass(1000);
  assert.deepEqual(leg.state, REACHED);
  leg.pass(250, { every: 250 });
  assert.deepEqual(leg.state, UNREACHED);
  leg.pass(250, { every: 250 });
  assert.deepEqual(leg.state, STALE);
  leg.pass(500, { received: 40 });
  assert.deepEqual(leg.state, REACHED);
});

test("time passes for a connection whose browser counts nothing any more", () => {
  const leg = new Watched();
  leg.pass(5000, { received: 40 });
  leg.now += 1250;
  assert.deepEqual(leg.state, UNREACHED);
});

test("where only answers to the browser's own checks arrive, they are waited for", () => {
  const leg = new Watched();
  leg.pass(1000, { received: 40 });
  for (let turn = 0; turn < 3; turn += 1) {
    leg.pass(4000);
    leg.pass(500, { received: 1 });
  }
  leg.pass(4000);
  assert.deepEqual(leg.state, REACHED);
  leg.pass(6000);
  assert.deepEqual(leg.state, STALE);
});

test("one long pause is a loss and changes nothing of what is usual", () => {
  const leg = new Watched();
  leg.pass(5000, { received: 40 });
  leg.pass(5000);
  leg.pass(500, { received: 40 });
  leg.pass(2000);
  assert.deepEqual(leg.state, STALE);
});

test("what was waited for once is soon forgotten when packets come as they do", () => {
  const leg = new Watched();
  leg.pass(1000, { received: 40 });
  for (let turn = 0; turn < 4; turn += 1) {
    leg.pass(3000);
    leg.pass(500, { received: 1 });
  }
  leg.pass(5000, { received: 40 });
  leg.pass(2000);
  assert.deepEqual(leg.state, STALE);
});

test("that media leaves is said of what has left since the count before", () => {
  const leg = new Watched();
  assert.equal(leg.pass(500, { received: 40, sent: 30 }).sends, false);
  assert.equal(leg.pass(500, { received: 40, sent: 30 }).sends, true);
  assert.equal(leg.pass(500, { received: 40 }).sends, false);
  assert.equal(leg.pass(500, { received: 40, sent: -50 }).sends, false);
});

test("counts that lie far apart do not say when anything left", () => {
  const leg = new Watched();
  leg.pass(1000, { received: 40, sent: 30 });
  assert.equal(leg.pass(4000, { received: 40, sent: 30, every: 4000 }).sends, false);
});

test("counts that begin anew, for another pair of addresses, are no arrivals", () => {
  const leg = new Watched();
  leg.pass(1000, { received: 40 });
  assert.equal(leg.pass(500, { received: -60 }).arrived, false);
  assert.equal(leg.pass(500, { received: 40 }).arrived, true);
});

test("after a doubt this page is not reached until something arrives that was sent after it", () => {
  const leg = new Watched();
  leg.pass(2000, { received: 40 });
  leg.reach.doubt(leg.now, 1000);
  assert.deepEqual(leg.state, UNREACHED);
  leg.pass(1000, { received: 40 });
  assert.deepEqual(leg.state, UNREACHED);
  leg.pass(500, { received: 40 });
  assert.deepEqual(leg.state, REACHED);
});

test("what had come before a sleep is no arrival after it", () => {
  const leg = new Watched();
  leg.pass(2000, { received: 40 });
  leg.now += 60_000;
  leg.reach.doubt(leg.now, 0);
  leg.reach.hurry(leg.now);
  assert.equal(leg.pass(500, { received: 40 }).arrived, false);
  assert.deepEqual(leg.state, UNREACHED);
  assert.equal(leg.pass(500, { received: 40 }).arrived, true);
  assert.deepEqual(leg.state, REACHED);
});

test("in a hurry a connection that stays silent is given up after a second, and one that is heard is not", () => {
  const silent = new Watched();
  silent.pass(2000, { received: 40 });
  silent.reach.hurry(silent.now);
  silent.pass(500);
  assert.equal(silent.state.isStale, false);
  silent.reach.hurry(silent.now);
  silent.pass(500);
  assert.equal(silent.state.isStale, true);
  const heard = new Watched();
  heard.pass(2000, { received: 40 });
  heard.reach.hurry(heard.now);
  heard.pass(1000, { received: 40 });
  assert.deepEqual(heard.state, REACHED);
});

test("a hurry about a connection that nothing has come by yet changes nothing", () => {
  const leg = new Watched();
  leg.reach.hurry(leg.now);
  leg.pass(5000);
  assert.deepEqual(leg.state, UNREACHED);
});

test("arrivals and media that left are read from the statistics of either browser", () => {
  const firefox = [
    { type: "candidate-pair", bytesReceived: 1000, responsesReceived: 3 },
    { type: "candidate-pair", bytesReceived: 0 },
    { type: "transport", dtlsState: "connected" },
    { type: "outbound-rtp", packetsSent: 343 },
    { type: "outbound-rtp", packetsSent: 100 },
  ];
  const chromium = [
    { type: "candidate-pair", bytesReceived: 1000, packetsReceived: 9, responsesReceived: 3 },
    { type: "transport", bytesReceived: 1000, packetsReceived: 9 },
    { type: "inbound-rtp", packetsReceived: 9 },
    { type: "outbound-rtp", packetsSent: 443 },
    { type: "outbound-rtp" },
  ];
  for (const entries of [firefox, chromium]) {
    const report = /** @type {any} */ (new Map(entries.map((entry, index) => [String(index), entry])));
    assert.deepEqual(countsOf(report), { received: 1003, sent: 443 });
  }
});
