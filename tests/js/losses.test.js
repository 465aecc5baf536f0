import assert from "node:assert/strict";
import { test } from "node:test";

import { Losses } from "../../static/js/losses.js";
import { FakeClock } from "./fake_clock.js";
import { FakeLegs } from "./fake_page.js";

/** @import { Gathering } from "../../static/js/losses.js" */

/** A full minute, milliseconds. */
const BEGAN = Date.UTC(2026, 10, 25, 14, 20);
const MAYA = { participant: "maya", connected: true, isIn: true, sends: true, phones: true };
const ANA = { ...MAYA, participant: "ana", phones: false };

class Page {
  clock = new FakeClock();
  legs = new FakeLegs();
  /** @type {Gathering|null} */
  gathering = { room: "room", others: [MAYA], isConnected: true, isBlocked: false, isSilent: false };
  isOffline = false;
  changes = 0;

  constructor() {
    this.clock.time = BEGAN;
    this.losses = new Losses(
      {
        legs: this.legs,
        gathering: () => this.gathering,
        changed: () => void (this.changes += 1),
        callBackAfter: 300,
        isOffline: () => this.isOffline,
      },
      this.clock,
      () => this.clock.now() - BEGAN,
    );
    this.legs.reached = { isReached: true, since: BEGAN };
    this.legs.heard.set("maya", 0);
    this.losses.look();
    this.clock.pass(10_000);
  }

  /** @param {Partial<Gathering>} change */
  turns(change) {
    if (this.gathering !== null) this.gathering = { ...this.gathering, ...change };
  }

  plan() {
    return this.losses.fallback;
  }

  /** No frame comes from now on. @param {string} participant */
  misses(participant) {
    const at = this.clock.now();
    this.legs.heardFrom = (_room, who) => (who === participant ? this.clock.now() - at : 0);
  }
}

test("a loss is found by itself while a session is on, and is said once", () => {
  const page = new Page();
  assert.equal(page.changes, 0);
  page.misses("maya");
  page.clock.pass(1750);
  assert.deepEqual([page.changes, page.losses.isLost("maya"), page.losses.cause], [1, true, null]);
  assert.equal(page.losses.look(), false, "it was said");
  page.legs.heardFrom = () => 0;
  page.clock.pass(250);
  assert.deepEqual([page.changes, page.losses.isLost("maya")], [2, false]);
});

test("after three seconds it is agreed who phones and when, until all are back", () => {
  const page = new Page();
  page.misses("maya");
  page.clock.pass(2750);
  assert.equal(page.plan(), null);
  page.clock.pass(500);
  assert.equal(page.plan()?.at, BEGAN / 1000 + 360, "lost at ten seconds past: five minutes, and the next full one");
  assert.deepEqual(page.losses.missing, ["maya"]);
  page.clock.pass(100_000);
  assert.equal(page.plan()?.at, BEGAN / 1000 + 360);
  const { changes } = page;
  page.clock.pass(310_000);
  assert.deepEqual([page.plan()?.isDue, page.changes - changes], [true, 2], "that it is time, and that it is past");
  page.legs.heardFrom = () => 0;
  page.clock.pass(250);
  assert.equal(page.plan(), null);
});

test("one's own loss is not taken for the others', and its time begins when it did", () => {
  const page = new Page();
  page.legs.reached = { isReached: false, since: page.clock.now() - 1500 };
  page.legs.heard.clear();
  page.clock.pass(500);
  assert.deepEqual([page.losses.cause, page.losses.isLost("maya")], ["path", false]);
  page.clock.pass(2000);
  assert.equal(page.losses.isOut("maya"), true);
  assert.deepEqual(page.losses.missing, []);
  assert.equal(page.plan()?.at, BEGAN / 1000 + 360);
  page.isOffline = true;
  page.clock.pass(250);
  assert.equal(page.losses.cause, "offline");
});

test("a clinician whose connection is closed for want of others is not cut off, and others are lost by themselves", () => {
  const page = new Page();
  page.misses("maya");
  page.legs.reached = { isReached: false, since: page.clock.now() };
  page.turns({ others: [{ ...MAYA, connected: false }] });
  page.clock.pass(5000);
  assert.deepEqual([page.losses.cause, page.losses.isLost("maya")], [null, true]);
  assert.equal(page.plan()?.at, BEGAN / 1000 + 360);
  page.turns({ isConnected: false });
  page.clock.pass(3000);
  assert.equal(page.losses.cause, "path", "a page that hears no server does not know why");
  page.turns({ isConnected: true });
  page.legs.open = 7;
  page.clock.pass(3000);
  assert.equal(page.losses.cause, "path", "there is one, and nothing comes by it");
});

test("somebody whom nobody phones is lost, and nothing is agreed for that", () => {
  const page = new Page();
  page.turns({ others: [MAYA, ANA] });
  page.legs.heard.set("ana", 0);
  page.clock.pass(3000);
  page.misses("ana");
  page.clock.pass(10_000);
  assert.deepEqual([page.losses.isLost("ana"), page.plan()], [true, null]);
});

test("that nothing may be sent is not said beside a page that is not there, unless somebody else is", () => {
  const page = new Page();
  page.turns({ isSilent: true });
  page.clock.pass(250);
  assert.equal(page.losses.cause, "lease");
  page.misses("maya");
  page.turns({ others: [{ ...MAYA, connected: false }] });
  page.clock.pass(2000);
  assert.equal(page.losses.cause, null);
  page.turns({ others: [{ ...MAYA, connected: false }, ANA] });
  page.clock.pass(250);
  assert.equal(page.losses.cause, "lease");
});

test("without a session nothing is looked for, and the next one begins anew", () => {
  const page = new Page();
  const { gathering } = page;
  page.misses("maya");
  page.clock.pass(5000);
  page.gathering = null;
  page.clock.pass(250);
  assert.deepEqual([page.losses.isLost("maya"), page.plan(), page.clock.timers.length], [false, null, 0]);
  page.gathering = gathering;
  page.legs.heardFrom = () => null;
  page.losses.look();
  page.clock.pass(60_000);
  assert.equal(page.losses.isLost("maya"), false, "she is being connected with");
});
