// What a client's page keeps of a consent: as long as the page lives, and nothing after a quick exit.

import assert from "node:assert/strict";
import { test } from "node:test";

import { ConsentRecord } from "../../static/js/consent_record.js";
import { FakeClock } from "./fake_clock.js";
import { viewOf } from "./fake_hosted.js";
import { newCard } from "./fake_waiter.js";

/** @import { Standing } from "../../static/js/messages.js" */

class Tab {
  constructor() {
    this.clock = new FakeClock();
    this.clock.pass(1_000_000);
    this.record = new ConsentRecord(this.clock);
    this.visit = /** @type {any} */ ({
      room: null,
      standing: null,
      hasLeft: false,
      status: { state: "open" },
      correspondence: { card: null },
      seat: { read: () => ({ token: "token", started: this.started }) },
    });
    /** @type {number|undefined} */
    this.started = undefined;
  }

  /** @param {Standing} standing */
  stands(standing) {
    this.visit.room = { clinician: "Dr Ruiz", you: "maya", people: { maya: viewOf("maya", standing) } };
    this.visit.standing = standing;
    this.record.follow(this.visit);
    return this;
  }

  /** @param {object} [card] */
  checksIn(card) {
    this.visit.correspondence.card = newCard(card);
    return this.stands("waiting");
  }

  /** @param {number} seconds */
  pass(seconds) {
    this.clock.pass(seconds * 1000);
    return this;
  }

  get sessions() {
    return this.record.agreed?.sessions.map(({ from, to }) => [from - 1000, to && to - 1000]);
  }
}

test("there is nothing before a check-in, and a consent from it on, whatever comes of it", () => {
  assert.equal(new Tab().stands("checking").record.agreed, null);
  const tab = new Tab().checksIn().stands("declined");
  const { clinician, name, consent } = tab.record.agreed ?? assert.fail("no consent");
  assert.deepEqual([clinician, name, consent.version, tab.sessions], ["Dr Ruiz", "Maya Q.", "1", []]);
});

test("when they were in session is noted, held or not, each time", () => {
  const tab = new Tab().checksIn().pass(10).stands("admitted").pass(60).stands("held").pass(5).stands("admitted");
  tab.pass(20).stands("ended").pass(30).stands("waiting").pass(5).stands("admitted");
  assert.deepEqual(tab.sessions, [
    [10, 95],
    [130, null],
  ]);
});

test("who has left on this page is not in session any more, although the server does not know it yet", () => {
  const tab = new Tab().checksIn().stands("admitted").pass(60);
  tab.visit.hasLeft = true;
  tab.stands("admitted");
  assert.deepEqual(tab.sessions, [[0, 60]]);
});

test("a page that is over is in no session", () => {
  const tab = new Tab().checksIn().stands("admitted").pass(60);
  tab.visit.status = { state: "over", verdict: "moved" };
  tab.stands("admitted");
  assert.deepEqual(tab.sessions, [[0, 60]]);
});

test("after a reload the tab knows what was agreed to and when the session began", () => {
  const tab = new Tab();
  tab.started = 1_000_000 - 300_000;
  tab.visit.correspondence.card = newCard();
  tab.stands("admitted");
  assert.deepEqual(tab.sessions, [[-300, null]]);
});

test("what was signed by another name, for somebody else or on another day is another consent", () => {
  const tab = new Tab().checksIn().stands("admitted").pass(60).stands("ended");
  tab.checksIn({ consent: { version: "1", date: "2026-11-25", child: "Leo" } });
  assert.deepEqual([tab.record.agreed?.consent.child, tab.sessions], ["Leo", []]);
  tab.stands("admitted").checksIn({ name: "Tom" });
  assert.deepEqual([tab.record.agreed?.name, tab.sessions], ["Tom", []]);
});

test("where they are by now is another card and the same consent", () => {
  const tab = new Tab().checksIn().stands("admitted").pass(60);
  tab.visit.correspondence.card = newCard({ place: "Porto" });
  tab.stands("admitted");
  assert.deepEqual(tab.sessions, [[0, null]]);
});

test("after a quick exit nothing is left, and nothing comes back", () => {
  const tab = new Tab().checksIn().stands("admitted");
  tab.record.forget();
  tab.stands("left");
  assert.equal(tab.record.agreed, null);
});
