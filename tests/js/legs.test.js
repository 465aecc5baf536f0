import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { Legs } from "../../static/js/legs.js";
import { MediaKeys } from "../../static/js/media_keys.js";
import { FakeConnection, FakeTrack, FakeTransform, FakeWorker, events, install } from "./fake_connection.js";
import { offerOf } from "./offers.js";

beforeEach(install);

/** What a page stands on. */
const surroundings = { now: () => performance.now(), wall: () => Date.now(), window: new EventTarget() };

/** @param {(legs: Legs, said: any[], keys: MediaKeys) => Promise<void> | void} act */
async function withLegs(act, around = surroundings) {
  /** @type {any[]} */
  const said = [];
  const keys = new MediaKeys({ exhausted: () => said.push({ type: "exhausted" }) });
  keys.preview({ secret: new Uint8Array(32), load: new Uint8Array(16) });
  const options = {
    worker: "frame_worker.js",
    keys,
    send: (/** @type {any} */ message) => said.push(message),
    stream: (/** @type {any} */ { participant }) => said.push({ type: "stream", participant }),
    gone: (/** @type {any} */ { participant }) => said.push({ type: "gone", participant }),
    problem: (/** @type {any} */ { leg, reason }) => said.push({ type: "problem", leg, reason }),
    connected: (/** @type {any} */ { leg }) => said.push({ type: "connected", leg }),
    late: (/** @type {any} */ { leg }) => said.push({ type: "late", leg }),
    reach: () => undefined,
    probe: (/** @type {() => void} */ answered) => answered(),
    unencrypted: () => said.push({ type: "unencrypted" }),
  };
  const legs = new Legs(options, around);
  try {
    await act(legs, said, keys);
  } finally {
    legs.close();
  }
}

const offer = (/** @type {number} */ leg, sdp = `a${leg} v${leg} t${leg}`) => ({
  type: "offer",
  room: "room",
  leg,
  kind: /** @type {const} */ ("session"),
  sdp: offerOf(sdp),
});
/** The worker says that it has opened a frame of every receiver. */
function openAll() {
  const { transceivers } = /** @type {FakeConnection} */ (FakeConnection.latest);
  for (const { receiver } of transceivers) {
    /** @type {FakeWorker} */ (FakeWorker.latest).says({ opened: receiver.transformed?.options.id });
  }
}
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
      { type: "problem", leg: 1, reason: "failed" },
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
    openAll();
    assert.deepEqual(said.at(-1), { type: "stream", participant: "maya" });
    legs.handle({ type: "closed", room: "room", leg: 1 });
    assert.deepEqual(said.at(-1), { type: "gone", participant: "maya" });
  }));

/** @param {(page: {legs: Legs, said: any[], changes: any[], pass: (milliseconds: number, grows?: object) => Promise<void>}) => Promise<void>} act */
async function whileCounting(act) {
  mock.timers.enable({ apis: ["setInterval", "setTimeout"] });
  const time = { now: 0 };
  /** @type {any[]} */
  const changes = [];
  try {
    await withLegs(
      async (legs, said) => {
        legs.options.reach = ({ room, isReached }) => changes.push([room, isReached]);
        legs.handle(offer(1));
        await settled();
        const connection = /** @type {FakeConnection} */ (FakeConnection.latest);
        const pass = async (/** @type {number} */ milliseconds, grows = {}) => {
          for (const until = time.now + milliseconds; time.now < until; ) {
            time.now += 250;
            const { received, sent } = { received: 0, sent: 0, ...grows };
            connection.counts.received += received;
            connection.counts.sent += sent;
            mock.timers.tick(250);
            await settled();
          }
        };
        said.length = 0;
        await act({ legs, said, changes, pass });
      },
      { ...surroundings, now: () => time.now },
    );
  } finally {
    mock.timers.reset();
  }
}

test("a room is reached when the first packet has come by its leg, and not once that is closed", () =>
  whileCounting(async ({ legs, changes, pass }) => {
    assert.deepEqual(legs.reach("room"), { isReached: false, since: null });
    await pass(1000, { received: 40 });
    assert.equal(legs.reach("room").isReached, false);
    /** @type {FakeConnection} */ (FakeConnection.latest).become("connected");
    await settled();
    assert.equal(legs.reach("room").isReached, true);
    legs.handle({ type: "closed", room: "room", leg: 1 });
    assert.equal(legs.reach("room").isReached, false);
    assert.deepEqual(changes, [
      ["room", true],
      ["room", false],
    ]);
  }));

test("a leg that media leaves by is named to the server", () =>
  whileCounting(async ({ said, pass }) => {
    /** @type {FakeConnection} */ (FakeConnection.latest).become("connected");
    await pass(2000, { received: 40, sent: 10 });
    assert.deepEqual(said[1], { type: "sending", room: "room", leg: 1 });
  }));

test("a leg by which nothing comes any more is reported and stays until the server closes it", () =>
  whileCounting(async ({ legs, said, pass }) => {
    /** @type {FakeConnection} */ (FakeConnection.latest).become("connected");
    await pass(2000, { received: 40 });
    said.length = 0;
    await pass(5000);
    assert.deepEqual(said, [
      { type: "problem", leg: 1, reason: "silent" },
      { type: "renew", room: "room", leg: 1 },
    ]);
    assert.equal(legs.leg("room"), 1);
    legs.handle({ type: "closed", room: "room", leg: 1 });
    assert.equal(legs.leg("room"), 0);
  }));

test("a server that is there again is asked once more for another leg in the place of a silent one", () =>
  whileCounting(async ({ legs, said, pass }) => {
    /** @type {FakeConnection} */ (FakeConnection.latest).become("connected");
    await pass(2000, { received: 40 });
    await pass(3000);
    said.length = 0;
    legs.welcome("room", 1);
    await pass(500);
    assert.deepEqual(said.at(-1), { type: "renew", room: "room", leg: 1 });
  }));

test("since when nobody was heard is known of whom frames were opened on the session's leg", () =>
  withLegs(async (legs) => {
    legs.handle(offer(1, "a1 v1 t1 a2:maya v2:maya a3:ben v3:ben"));
    await settled();
    assert.equal(legs.heardFrom("room", "maya"), null);
    const [first] = /** @type {FakeConnection} */ (FakeConnection.latest).transceivers.filter(
      ({ mid }) => mid === "a2",
    );
    /** @type {FakeWorker} */ (FakeWorker.latest).says({ opened: first?.receiver.transformed?.options.id });
    const people = legs.legs.get("room 1")?.people;
    assert.ok(people);
    const opened = people.now();
    people.now = () => opened + 700;
    assert.ok((legs.heardFrom("room", "maya") ?? 0) >= 700);
    assert.equal(legs.heardFrom("room", "ben"), null);
    assert.equal(legs.heardFrom("elsewhere", "maya"), null);
    legs.handle({ type: "closed", room: "room", leg: 1 });
    assert.equal(legs.heardFrom("room", "maya"), null);
  }));

test("demand for a leg that is gone is nothing to do", () =>
  withLegs((legs) => {
    legs.handle({ type: "demand", room: "room", leg: 9, mids: ["v9"] });
    legs.handle({ type: "closed", room: "room", leg: 9 });
    assert.equal(legs.leg("room"), 0);
  }));

test("a dead worker is replaced, and each leg is reported and asked for once", () =>
  withLegs(async (legs, said) => {
    FakeTransform.held = false;
    legs.handle(offer(1, "a1 v1 t1 a2:maya v2:maya"));
    await settled();
    openAll();
    const dead = /** @type {FakeWorker} */ (FakeWorker.latest);
    said.length = 0;
    dead.fails();
    await settled();
    assert.deepEqual(said, [
      { type: "gone", participant: "maya" },
      { type: "problem", leg: 1, reason: "worker_failed" },
      { type: "renew", room: "room", leg: 1 },
    ]);
    FakeTransform.held = true;
    legs.handle(offer(2));
    assert.notEqual(FakeWorker.latest, dead);
    await settled();
    assert.deepEqual(said.at(-1), { type: "answer", room: "room", leg: 2, sdp: "v=0\r\n" });
  }));

test("workers that fail one after the other are tried with longer and longer rests", async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  try {
    await withLegs((legs, said) => {
      const renewals = () => said.filter(({ type }) => type === "renew").length;
      for (const leg of [1, 2, 3]) {
        legs.handle(offer(leg));
        /** @type {FakeWorker} */ (FakeWorker.latest).fails();
      }
      assert.equal(renewals(), 1);
      mock.timers.tick(2000);
      assert.equal(renewals(), 2);
      mock.timers.tick(2000);
      assert.equal(renewals(), 3);
    });
  } finally {
    mock.timers.reset();
  }
});

test("after a rest no leg is asked for where the server has offered one meanwhile", async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"] });
  try {
    await withLegs((legs, said) => {
      for (const leg of [1, 2]) {
        legs.handle(offer(leg));
        /** @type {FakeWorker} */ (FakeWorker.latest).fails();
      }
      legs.handle(offer(3));
      mock.timers.tick(5000);
      assert.equal(said.filter(({ type }) => type === "renew").length, 1);
    });
  } finally {
    mock.timers.reset();
  }
});

test("a session's connection is reported when it is late and when it has come about, a preview's only then", async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  try {
    await withLegs((legs, said) => {
      legs.handle({ ...offer(1), kind: "preview" });
      legs.handle(offer(2));
      mock.timers.tick(8000);
      assert.deepEqual(said, [{ type: "late", leg: 2 }]);
      /** @type {FakeConnection} */ (FakeConnection.latest).become("connected");
      assert.deepEqual(said.at(-1), { type: "connected", leg: 2 });
    });
  } finally {
    mock.timers.reset();
  }
});

test("a picture that comes takes the place of the one that has stopped within a quarter of a second", async () => {
  mock.timers.enable({ apis: ["setTimeout", "setInterval"] });
  try {
    await withLegs(async (legs) => {
      legs.handle(offer(1, "a1 v1 t1 a2:maya v2:maya t2:maya"));
      await settled();
      const { transceivers } = /** @type {FakeConnection} */ (FakeConnection.latest);
      const small = transceivers.find((each) => each.mid === "t2")?.receiver;
      Object.assign(/** @type {object} */ (small), { timestamp: 2 });
      mock.timers.tick(250);
      const media = legs.legs.get("room 1")?.people.people.get("maya")?.media;
      assert.equal(media?.getVideoTracks()[0], small?.track);
    });
  } finally {
    mock.timers.reset();
  }
});

test("every sender follows the keys", () =>
  withLegs(async (legs, _, keys) => {
    legs.handle(offer(1));
    legs.handle({ type: "demand", room: "room", leg: 1, mids: ["v1"] });
    await settled();
    keys.clear();
    await settled();
    assert.deepEqual(events.filter((event) => event.startsWith("active sender v1")).slice(-2), [
      "active sender v1 true",
      "active sender v1 false",
    ]);
  }));

test("legs that are closed are told of no more keys", async () => {
  /** @type {MediaKeys[]} */
  const all = [];
  await withLegs((_, __, keys) => void all.push(keys));
  assert.equal(all[0]?.listeners.size, 0);
});

test("a browser that sends what was not sealed has its tracks stopped, and may go on to see and hear", () =>
  withLegs(async (legs, said) => {
    const track = Object.assign(new FakeTrack("video"), { stop: () => events.push("stop") });
    legs.setTrack("video", /** @type {any} */ (track));
    legs.handle(offer(1));
    await settled();
    legs.legs.get("room 1")?.foundUnsealed();
    assert.ok(events.includes("stop"));
    assert.deepEqual(legs.tracks, { audio: null, video: null });
    assert.deepEqual(said.slice(1), [
      { type: "unencrypted" },
      { type: "problem", leg: 1, reason: "unencrypted" },
      { type: "renew", room: "room", leg: 1 },
    ]);
  }));
