import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { Legs } from "../../static/js/legs.js";
import { FakeConnection, events, install } from "./fake_connection.js";

beforeEach(install);

/** @param {(legs: Legs, said: any[]) => Promise<void> | void} act */
async function withLegs(act) {
  /** @type {any[]} */
  const said = [];
  const legs = new Legs({
    worker: "frame_worker.js",
    send: (message) => said.push(message),
    stream: ({ participant }) => said.push({ type: "stream", participant }),
    gone: ({ participant }) => said.push({ type: "gone", participant }),
    problem: ({ reason }) => said.push({ type: "problem", reason }),
  });
  try {
    await act(legs, said);
  } finally {
    legs.close();
  }
}

const offer = (/** @type {number} */ leg, sdp = `a${leg} v${leg} t${leg}`) =>
  ({ type: "offer", room: "room", leg, kind: /** @type {const} */ ("session"), sdp });
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("an offer of an unknown leg opens a connection and is answered", () =>
  withLegs(async (legs, said) => {
    legs.handle(offer(1));
    await settled();
    assert.deepEqual(said, [{ type: "answer", room: "room", leg: 1, sdp: "v=0\r\n" }]);
    assert.equal(legs.leg("room"), 1);
    assert.equal(legs.leg("elsewhere"), 0);
  }));

test("a leg that breaks is closed, and a new one asked for", () =>
  withLegs(async (legs, said) => {
    legs.handle(offer(1));
    await settled();
    /** @type {FakeConnection} */ (FakeConnection.latest).become("failed");
    assert.deepEqual(said.slice(1), [
      { type: "problem", reason: "failed" },
      { type: "renew", room: "room", leg: 1 },
    ]);
    assert.ok(events.includes("close"));
    assert.equal(legs.leg("room"), 0);
  }));

test("after a welcome only the leg that the server still knows goes on", () =>
  withLegs(async (legs) => {
    legs.handle(offer(1));
    legs.handle(offer(2));
    await settled();
    legs.welcome("room", 2);
    assert.equal(legs.leg("room"), 2);
    legs.welcome("room", 0);
    assert.equal(legs.leg("room"), 0);
  }));

test("a leg that the server closes says who is gone", () =>
  withLegs(async (legs, said) => {
    legs.handle(offer(1, "a1 v1 t1 a2:maya v2:maya"));
    await settled();
    legs.handle({ type: "closed", room: "room", leg: 1 });
    assert.deepEqual(said.at(-1), { type: "gone", participant: "maya" });
  }));

test("demand for a leg that is gone is nothing to do", () =>
  withLegs((legs) => {
    legs.handle({ type: "demand", room: "room", leg: 9, mids: ["v9"] });
    legs.handle({ type: "closed", room: "room", leg: 9 });
    assert.equal(legs.leg("room"), 0);
  }));
