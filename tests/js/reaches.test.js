import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { LegReach } from "../../static/js/leg_reach.js";
import { Reaches } from "../../static/js/reaches.js";

/** A connection of which the test says what arrives and leaves in each look. */
class FakeLeg {
  /**
   * @param {number} number
   * @param {{ room?: string, kind?: "session" | "preview" }} [place]
   */
  constructor(number, { room = "room", kind = "session" } = {}) {
    this.options = /** @type {any} */ ({ room, number, kind });
    this.reach = new LegReach();
    this.receives = true;
    this.sends = false;
    this.isConnected = true;
    this.counts = { received: 0, sent: 0 };
  }

  async counted() {
    if (!this.isConnected) return null;
    this.counts = {
      received: this.counts.received + (this.receives ? 40 : 0),
      sent: this.counts.sent + (this.sends ? 20 : 0),
    };
    return this.counts;
  }
}

/** A page with connections, a clock, a network, and a server that answers or does not. */
class Page {
  constructor() {
    this.now = 0;
    this.wall = 1_000_000;
    /** @type {FakeLeg[]} */
    this.legs = [new FakeLeg(7)];
    /** @type {any[]} */
    this.said = [];
    /** @type {any[]} */
    this.changes = [];
    this.answers = true;
    this.probes = 0;
    this.window = new EventTarget();
    this.network = new EventTarget();
    this.reaches = new Reaches(
      {
        legs: () => this.legs,
        send: (message) => this.said.push(message),
        probe: (answered) => {
          this.probes += 1;
          if (this.answers) answered();
        },
        renew: ({ options }) => this.said.push({ type: "renew", leg: options.number }),
        changed: ({ isReached, since }) => this.changes.push([isReached, since]),
      },
      { now: () => this.now, wall: () => this.wall, window: this.window, network: this.network },
    );
  }

  get leg() {
    return /** @type {FakeLeg} */ (this.legs[0]);
  }

  /** @param {number} milliseconds */
  async pass(milliseconds) {
    for (const until = this.now + milliseconds; this.now < until; ) {
      this.now += 250;
      this.wall += 250;
      mock.timers.tick(250);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  }

  /** @param {number} milliseconds  for which no timer runs */
  sleep(milliseconds) {
    this.wall += milliseconds;
  }

  /** @param {string} type */
  of(type) {
    return this.said.filter((message) => message.type === type);
  }
}

/** @param {(page: Page) => Promise<void>} act */
async function onPage(act) {
  mock.timers.enable({ apis: ["setInterval"] });
  const page = new Page();
  try {
    await act(page);
  } finally {
    page.reaches.close();
    mock.timers.reset();
  }
}

test("a room without a connection was never reached", () =>
  onPage(async (page) => {
    page.legs = [];
    await page.pass(3000);
    assert.deepEqual(page.reaches.reach("room"), { isReached: false, since: null });
    assert.deepEqual(page.changes, []);
  }));

test("a page is told once that it is reached, and once that it is no longer, with when the last word came", () =>
  onPage(async (page) => {
    await page.pass(3000);
    assert.deepEqual(page.changes, [[true, 1_000_250]]);
    page.leg.receives = false;
    const last = page.wall;
    await page.pass(2000);
    assert.equal(page.changes.length, 2);
    const [isReached, since] = page.changes[1];
    assert.equal(isReached, false);
    assert.ok(last - Number(since) <= 250, `${last} ${since}`);
    assert.deepEqual(page.reaches.reach("room"), { isReached, since });
  }));

test("a connection that has not come about reaches nobody", () =>
  onPage(async (page) => {
    page.leg.isConnected = false;
    await page.pass(5000);
    assert.equal(page.reaches.reach("room").isReached, false);
  }));

test("a browser that does not say any more what it has counted reaches nobody", () =>
  onPage(async (page) => {
    await page.pass(1000);
    page.leg.counted = () => new Promise(() => undefined);
    await page.pass(2250);
    assert.equal(page.reaches.reach("room").isReached, false);
  }));

test("a connection that is gone does not reach this page from that moment on", () =>
  onPage(async (page) => {
    await page.pass(1000);
    page.legs = [];
    page.reaches.follow("room");
    assert.deepEqual(page.reaches.reach("room"), { isReached: false, since: page.wall - 250 });
  }));

test("a new connection reaches this page with its first packet", () =>
  onPage(async (page) => {
    await page.pass(1000);
    page.legs = [new FakeLeg(8)];
    page.reaches.follow("room");
    page.reaches.look();
    await Promise.resolve();
    await Promise.resolve();
    assert.equal(page.reaches.reach("room").isReached, true);
  }));

test("previews reach nobody, and rooms are judged each by its own", () =>
  onPage(async (page) => {
    page.legs = [new FakeLeg(1, { kind: "preview" }), new FakeLeg(2, { room: "other" })];
    await page.pass(1000);
    assert.equal(page.reaches.reach("room").isReached, false);
    assert.equal(page.reaches.reach("other").isReached, true);
  }));

test("the server hears about once a second that media leaves, and twice a second while nothing arrives", () =>
  onPage(async (page) => {
    await page.pass(1000);
    assert.deepEqual(page.said, []);
    page.leg.sends = true;
    await page.pass(10_000);
    assert.deepEqual(page.said[0], { type: "sending", room: "room", leg: 7 });
    assert.ok(page.said.length >= 9 && page.said.length <= 11, String(page.said.length));
    page.answers = false;
    page.leg.receives = false;
    await page.pass(2000);
    page.said.length = 0;
    await page.pass(2000);
    assert.equal(page.of("sending").length, 4);
    page.leg.sends = false;
    page.said.length = 0;
    await page.pass(2000);
    assert.deepEqual(page.said, []);
  }));

test("where nothing arrives any more another connection is asked for, once, and within two seconds and a half", () =>
  onPage(async (page) => {
    await page.pass(3000);
    page.leg.receives = false;
    await page.pass(1000);
    assert.deepEqual(page.said, []);
    await page.pass(1500);
    assert.deepEqual(page.said, [{ type: "renew", leg: 7 }]);
    await page.pass(7000);
    assert.equal(page.said.length, 1);
  }));

test("while the server does not answer either, no other connection is asked for, and it is asked seldom", () =>
  onPage(async (page) => {
    page.answers = false;
    await page.pass(3000);
    page.leg.receives = false;
    await page.pass(12_000);
    assert.deepEqual(page.said, []);
    assert.ok(page.probes >= 2 && page.probes <= 4, String(page.probes));
  }));

test("when the server is there again, a connection that is still silent is given up at once, and another is not", () =>
  onPage(async (page) => {
    page.answers = false;
    await page.pass(3000);
    page.leg.receives = false;
    await page.pass(5000);
    page.answers = true;
    page.reaches.welcomed("room");
    await page.pass(500);
    assert.deepEqual(page.said, [{ type: "renew", leg: 7 }]);
    page.said.length = 0;
    page.leg.receives = true;
    await page.pass(500);
    page.reaches.welcomed("room");
    await page.pass(3000);
    assert.deepEqual(page.said, []);
  }));

test("a connection that is heard again before the server has answered stays", () =>
  onPage(async (page) => {
    await page.pass(3000);
    /** @type {(() => void)[]} */
    const answers = [];
    page.reaches.page.probe = (answered) => void answers.push(answered);
    page.leg.receives = false;
    await page.pass(2500);
    page.leg.receives = true;
    await page.pass(500);
    assert.equal(answers.length, 1);
    answers[0]?.();
    assert.deepEqual(page.said, []);
  }));

test("a browser that has lost its network is not reached from that moment on", () =>
  onPage(async (page) => {
    await page.pass(3000);
    page.window.dispatchEvent(new Event("offline"));
    assert.equal(page.reaches.reach("room").isReached, false);
    page.leg.receives = false;
    await page.pass(5000);
    assert.equal(page.changes.length, 2);
  }));

test("nobody goes on reading that they are not reached who is: packets prove more than the browser's word", () =>
  onPage(async (page) => {
    await page.pass(3000);
    page.window.dispatchEvent(new Event("offline"));
    await page.pass(750);
    assert.equal(page.reaches.reach("room").isReached, false);
    await page.pass(1000);
    assert.equal(page.reaches.reach("room").isReached, true);
  }));

test("when the network is back, a connection that stays silent is given up after a second", () =>
  onPage(async (page) => {
    page.answers = false;
    await page.pass(3000);
    page.leg.receives = false;
    page.window.dispatchEvent(new Event("offline"));
    await page.pass(1500);
    page.answers = true;
    page.window.dispatchEvent(new Event("online"));
    await page.pass(500);
    assert.deepEqual(page.said, []);
    await page.pass(1000);
    assert.deepEqual(page.said, [{ type: "renew", leg: 7 }]);
  }));

test("another network, as browsers tell of, is no loss by itself", () =>
  onPage(async (page) => {
    await page.pass(3000);
    page.network.dispatchEvent(new Event("change"));
    page.window.dispatchEvent(new Event("online"));
    await page.pass(3000);
    assert.equal(page.changes.length, 1);
    assert.deepEqual(page.said, []);
  }));

test("after a sleep this page is not reached before something has arrived, and soon asks for another connection", () =>
  onPage(async (page) => {
    await page.pass(3000);
    page.sleep(60_000);
    await page.pass(250);
    assert.equal(page.reaches.reach("room").isReached, false);
    page.leg.receives = false;
    await page.pass(1500);
    assert.deepEqual(page.said, [{ type: "renew", leg: 7 }]);
  }));

test("after a sleep that the connection has outlived everything goes on", () =>
  onPage(async (page) => {
    await page.pass(3000);
    page.sleep(5000);
    await page.pass(1250);
    assert.equal(page.reaches.reach("room").isReached, true);
    assert.deepEqual(page.said, []);
  }));

test("a page that is closed looks and listens no more", () =>
  onPage(async (page) => {
    await page.pass(1000);
    page.reaches.close();
    page.window.dispatchEvent(new Event("offline"));
    page.leg.sends = true;
    await page.pass(3000);
    assert.equal(page.changes.length, 1);
    assert.deepEqual(page.said, []);
  }));
