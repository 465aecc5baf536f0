import assert from "node:assert/strict";
import { test } from "node:test";

import { Returning } from "../../static/js/returning.js";
import { hostIsHere } from "../../static/js/room.js";
import { FakeClock } from "./fake_clock.js";
import { view } from "./fake_page.js";

/** @import { How, Standing, ToBrowser } from "../../static/js/messages.js" */
/** @import { Room } from "../../static/js/room.js" */

/** A client's page as its server tells it of the room. */
class Page {
  constructor() {
    this.clock = new FakeClock();
    /** @type {Standing[]} */
    this.given = [];
    this.returning = new Returning((stood) => void this.given.push(stood), this.clock);
    /** @type {Room|null} */
    this.room = null;
    this.stays = true;
  }

  /** @param {any} message */
  hears(message) {
    this.room = this.returning.reduce(this.room, /** @type {ToBrowser} */ ({ room: "room", ...message }), this.stays);
    return this;
  }

  /** @param {Standing} standing @param {{version?: number, host?: string|null, others?: object[]}} [more] */
  welcome(standing, { version = 1, host = "ruiz", others = [] } = {}) {
    const ruiz = host === null ? [] : [view("ruiz", "host")];
    const people = [view("maya", standing), ...ruiz, ...others];
    const words = { version, you: "maya", clinician: "Dr Ruiz", seat: "token", leg: 0, code_word: false, host };
    return this.hears({ type: "welcome", ...words, people });
  }

  /** @param {Standing} standing @param {{host?: string|null, others?: object[]}} [more] */
  changed(standing, { host = "ruiz", others = [] } = {}) {
    const version = (this.room?.version ?? 0) + 1;
    const ruiz = host === null ? [] : [view("ruiz", "host")];
    return this.hears({ type: "changed", version, host, people: [view("maya", standing), ...ruiz, ...others] });
  }

  /** In session with Ben, for some versions. */
  inSession(standing = /** @type {Standing} */ ("admitted")) {
    this.welcome("waiting");
    return this.changed(standing, { others: [view("ben", "admitted")] }).changed(standing);
  }

  get standing() {
    return this.room && this.returning.standing(this.room);
  }

  get others() {
    return Object.values(this.room?.people ?? {})
      .filter(({ id }) => id !== "maya")
      .map(({ id, connected }) => [id, connected]);
  }
}

for (const stood of /** @type {Standing[]} */ (["admitted", "held"]))
  test(`whoever was ${stood} when the server was restarted is so for their page until the clinician's is back`, () => {
    const page = new Page().inSession(stood);
    page.welcome("checking", { host: null });
    assert.equal(page.standing, stood);
    page.changed("waiting", { host: null });
    page.clock.pass(599_999);
    assert.deepEqual([page.standing, page.given], [stood, []]);
    page.changed(stood);
    assert.deepEqual([page.standing, page.returning.isOn], [stood, false]);
  });

test("meanwhile the others of the session are there and not connected", () => {
  const page = new Page().inSession();
  page.welcome("checking", { host: null });
  assert.deepEqual(page.others, [["ruiz", false], ["ben", false]]);
  page.changed("waiting", { host: null });
  assert.deepEqual(page.others, [["ruiz", false], ["ben", false]]);
  assert.equal(page.room !== null && hostIsHere(page.room), false);
});

test("those whom the server has not named are gone once it has said where everybody is", () => {
  const page = new Page().inSession();
  page.welcome("checking", { host: null });
  page.changed("admitted");
  assert.deepEqual(page.others, [["ruiz", true]]);
});

test("a clinician's page that is there and says nothing for five seconds has said enough", () => {
  const page = new Page().inSession();
  page.welcome("checking", { host: null });
  page.changed("waiting");
  page.clock.pass(4999);
  assert.deepEqual([page.standing, page.given], ["admitted", []]);
  page.clock.pass(1);
  assert.deepEqual([page.standing, page.given], ["waiting", ["admitted"]]);
});

test("nobody waits before a camera for longer than ten minutes for a clinician's page that stays away", () => {
  const page = new Page().inSession();
  page.welcome("checking", { host: null });
  page.changed("waiting", { host: null });
  page.welcome("waiting", { version: 2, host: null });
  page.clock.pass(600_000);
  assert.deepEqual([page.standing, page.given], ["waiting", ["admitted"]]);
});

test("a clinician's page that comes and goes has five seconds altogether", () => {
  const page = new Page().inSession();
  page.welcome("checking", { host: null });
  page.changed("waiting");
  page.clock.pass(3000);
  page.changed("waiting", { others: [{ ...view("ruiz", "host"), connected: false }] });
  page.clock.pass(60_000);
  assert.deepEqual([page.standing, page.given], ["admitted", []]);
  page.changed("waiting");
  page.clock.pass(1999);
  assert.deepEqual([page.standing, page.given], ["admitted", []]);
  page.clock.pass(1);
  assert.deepEqual([page.standing, page.given], ["waiting", ["admitted"]]);
});

test("a connection that breaks again while the page returns changes nothing", () => {
  const page = new Page().inSession();
  page.welcome("checking", { host: null });
  page.changed("waiting", { host: null }).changed("waiting", { host: null });
  page.welcome("waiting", { version: 7, host: null });
  assert.equal(page.standing, "admitted");
});

test("whoever was sent back while their connection was lost waits", () => {
  const page = new Page().inSession();
  page.welcome("waiting", { version: 5 });
  assert.deepEqual([page.standing, page.returning.isOn], ["waiting", false]);
});

test("whoever is sent back on a connection that lives waits at once", () => {
  const page = new Page().inSession();
  page.changed("waiting");
  assert.equal(page.standing, "waiting");
});

test("whoever has left meanwhile does not return", () => {
  const page = new Page().inSession();
  page.stays = false;
  page.welcome("checking", { host: null });
  assert.equal(page.standing, "checking");
});

test("whoever waited when the server was restarted begins at the check-in, as the server says", () => {
  const page = new Page().welcome("waiting");
  page.welcome("checking");
  assert.equal(page.standing, "checking");
});

test("whoever is told how their part has ended does not return", () => {
  for (const how of /** @type {How[]} */ (["ended", "removed", "declined"])) {
    const page = new Page().inSession();
    page.welcome("checking", { host: null });
    page.hears({ type: "ended", how });
    assert.equal(page.returning.isOn, false, how);
    assert.equal(page.room?.ended, how);
  }
});
