import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Frames } from "../../static/js/frames.js";
import { Leg } from "../../static/js/leg.js";
import { MediaKeys } from "../../static/js/media_keys.js";
import { FakeConnection, FakeTrack, FakeTransform, FakeWorker, events, install } from "./fake_connection.js";
import { offerOf } from "./offers.js";

beforeEach(install);

/** @type {Leg[]} */
const legs = [];
afterEach(() => {
  for (const leg of legs.splice(0)) leg.close();
});

/** @param {Partial<ConstructorParameters<typeof Leg>[0]>} options */
function open(options = {}) {
  /** @type {any[]} */
  const said = [];
  const keys = new MediaKeys({ exhausted: () => said.push(["exhausted"]) });
  keys.preview({ secret: new Uint8Array(32), load: new Uint8Array(16) });
  const leg = new Leg({
    room: "room",
    number: 1,
    kind: "session",
    frames: new Frames("frame_worker.js", keys, (fault) => said.push(["fault", fault])),
    keys,
    answer: (sdp) => said.push(["answer", sdp]),
    broken: (reason) => said.push(["broken", reason]),
    connected: () => said.push(["connected"]),
    late: () => said.push(["late"]),
    unencrypted: () => said.push(["unencrypted"]),
    seen: ({ participant }) => said.push(["seen", participant]),
    unseen: (participant) => said.push(["unseen", participant]),
    ...options,
  });
  legs.push(leg);
  const connection = /** @type {FakeConnection} */ (FakeConnection.latest);
  const worker = /** @type {FakeWorker} */ (FakeWorker.latest);
  return { leg, said, connection, worker, keys };
}

/**
 * The worker says that it has opened the first frame of a section.
 *
 * @param {ReturnType<typeof open>} of
 * @param {string} mid
 */
function opens({ connection, worker }, mid) {
  const transceiver = connection.transceivers.find((each) => each.mid === mid);
  worker.says({ opened: transceiver?.receiver.transformed?.options.id });
}

/** @param {any} track */
const asTrack = (track) => /** @type {MediaStreamTrack} */ (track);

test("Chromium is told to send nothing from a sender without a transform", () => {
  const { connection } = open();
  assert.equal(/** @type {any} */ (connection.options).encodedInsertableStreams, true);
});

test("every sender has its transform before anything else is awaited", async () => {
  const { leg } = open();
  await leg.offered(offerOf("a1 v1 t1"));
  const attached = events.filter((event) => event.startsWith("transform sender"));
  assert.deepEqual(attached, ["transform sender a1", "transform sender v1", "transform sender t1"]);
  assert.ok(events.indexOf("transform sender t1") < events.indexOf("answer"));
});

test("a received track has its transform in the task of its event", async () => {
  const { leg } = open();
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya"));
  assert.ok(events.indexOf("transform receiver v2") < events.indexOf("remote"));
});

test("nobody is shown before a frame of theirs was opened, and then at once with whatever else comes", async () => {
  const page = open();
  const seen = () => page.said.filter(([what]) => what === "seen");
  await page.leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya a3:ben"));
  assert.deepEqual(seen(), []);
  opens(page, "v2");
  opens(page, "a2");
  assert.deepEqual(seen(), [["seen", "maya"]]);
  await page.leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya a3:ben t2:maya"));
  assert.deepEqual(seen(), [
    ["seen", "maya"],
    ["seen", "maya"],
  ]);
});

test("a received track is bound to the person it is offered as, and to what kind of leg this is", async () => {
  const { leg, connection } = open({ kind: "preview" });
  await leg.offered(offerOf("a1 v2:maya"));
  const options = connection.transceivers[1]?.receiver.transformed?.options;
  assert.deepEqual(options, { id: 1, role: "receive", sort: "video", kind: "preview", participant: "maya" });
});

test("the answer carries no address", async () => {
  const { leg, said } = open();
  await leg.offered(offerOf("a1 v1 t1"));
  assert.deepEqual(said, [["answer", "v=0\r\n"]]);
});

test("no track goes on a sender before the worker holds its transform", async () => {
  FakeTransform.held = false;
  const { leg } = open();
  leg.setTrack("video", asTrack(new FakeTrack("video")));
  leg.offered(offerOf("v1"));
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(!events.includes("track sender v1"));
  /** @type {FakeWorker} */ (FakeWorker.latest).holds(1);
  await leg.work;
  assert.ok(events.includes("track sender v1"));
});

test("a sender is active only while somebody receives it", async () => {
  const { leg } = open();
  await leg.offered(offerOf("a1 v1 t1"));
  await leg.setDemand(["a1", "v1"]);
  await leg.setDemand([]);
  assert.deepEqual(
    events.filter((event) => event.startsWith("active sender v1")),
    ["active sender v1 false", "active sender v1 true", "active sender v1 false"],
  );
});

test("a sender is active only while there is a key", async () => {
  const { leg, keys } = open();
  await leg.offered(offerOf("a1 v1 t1"));
  await leg.setDemand(["v1"]);
  keys.preview(null);
  await leg.apply();
  keys.preview({ secret: new Uint8Array(32), load: new Uint8Array(16) });
  await leg.apply();
  assert.deepEqual(
    events.filter((event) => event.startsWith("active sender v1")),
    ["false", "true", "false", "true"].map((active) => `active sender v1 ${active}`),
  );
});

test("in a group the main picture is at most 540 lines and the thumbnail 180", async () => {
  const { leg, connection } = open();
  await leg.setTrack("video", asTrack(new FakeTrack("video", 720)));
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya a3:ben v3:ben"));
  const scale = (/** @type {string} */ mid) =>
    connection.transceivers.find((each) => each.mid === mid)?.sender.parameters.encodings[0]
      ?.scaleResolutionDownBy;
  assert.equal(scale("v1"), 720 / 540);
  assert.equal(scale("t1"), 4);
});

test("a person whose sections are stopped is gone", async () => {
  const page = open();
  await page.leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya a3:ben v3:ben"));
  opens(page, "a2");
  await page.leg.offered(offerOf("a1 v1 t1"));
  assert.deepEqual(page.said.at(-1), ["unseen", "maya"]);
  assert.ok(!page.said.some(([, who]) => who === "ben"));
});

test("of two pictures of a person, the one whose frames are the latest is shown", async () => {
  const { leg, connection } = open();
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya t2:maya"));
  const [main, small] = ["v2", "t2"].map(
    (mid) => connection.transceivers.find((each) => each.mid === mid)?.receiver,
  );
  const shown = () => leg.people.people.get("maya")?.media.getVideoTracks()[0];
  assert.equal(shown(), main?.track);
  Object.assign(/** @type {object} */ (small), { timestamp: 2 });
  leg.look();
  assert.equal(shown(), small?.track);
  Object.assign(/** @type {object} */ (main), { timestamp: 3 });
  leg.look();
  assert.equal(shown(), main?.track);
});

test("when a group is a pair again, the main picture is shown whichever was before", async () => {
  const { leg, connection } = open();
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya t2:maya"));
  const small = connection.transceivers.find((each) => each.mid === "t2")?.receiver;
  Object.assign(/** @type {object} */ (small), { timestamp: 2 });
  leg.look();
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya"));
  const main = connection.transceivers.find((each) => each.mid === "v2")?.receiver;
  assert.deepEqual(leg.people.people.get("maya")?.media.getVideoTracks(), [main?.track]);
});

test("a person who has a new leg is shown by its tracks, and not gone", async () => {
  const page = open();
  const { leg, said, connection } = page;
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya t2:maya"));
  opens(page, "v2");
  await leg.offered(offerOf("a1 v1 t1 a7:maya v7:maya"));
  const main = connection.transceivers.find((each) => each.mid === "v7")?.receiver;
  assert.deepEqual(leg.people.people.get("maya")?.media.getVideoTracks(), [main?.track]);
  assert.ok(!said.some(([what]) => what === "unseen"));
});

test("a preview leg sends nothing, whatever tracks there are", async () => {
  const { leg } = open({ kind: "preview" });
  await leg.setTrack("video", asTrack(new FakeTrack("video")));
  await leg.offered(offerOf("a1 a2:maya v2:maya"));
  assert.ok(!events.some((event) => event.startsWith("track") || event.startsWith("transform sender")));
});

test("a connection that fails, or an offer that cannot be taken, means a new leg", async () => {
  const { said, connection } = open();
  connection.become("failed");
  assert.deepEqual(said, [["broken", "failed"]]);
  const other = open();
  FakeConnection.isBroken = true;
  await other.leg.offered(offerOf("a1"));
  assert.deepEqual(other.said, [["broken", "TypeError"]]);
});

test("an offer that no relay of ours writes is not applied, and means a new leg", async () => {
  const { leg, said } = open();
  await leg.offered(offerOf("a1 v1 t1").replace("VP8/90000", "H264/90000"));
  assert.deepEqual(said, [["broken", "offer"]]);
  assert.deepEqual(events, []);
});

test("after it is closed a leg says that its people are gone, once, and does nothing more", async () => {
  const page = open();
  const { leg, said } = page;
  await leg.offered(offerOf("a1 v1 t1 a2:maya"));
  opens(page, "a2");
  leg.close();
  leg.close();
  assert.deepEqual(
    said.filter(([what]) => what === "unseen"),
    [["unseen", "maya"]],
  );
  events.length = 0;
  await leg.offered(offerOf("a1 v1 t1"));
  assert.deepEqual(events, []);
});

test("a leg asks for another one once, whatever fails in it, and not after it was closed", async () => {
  FakeTransform.held = false;
  const { leg, said, connection } = open();
  await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya"));
  leg.options.frames.fail("worker_failed");
  await new Promise((resolve) => setImmediate(resolve));
  connection.become("failed");
  assert.deepEqual(
    said.filter(([what]) => what === "broken"),
    [["broken", "transform"]],
  );
  const other = open();
  other.leg.offered(offerOf("a1 v1 t1"));
  other.leg.close();
  other.leg.options.frames.fail("worker_failed");
  await new Promise((resolve) => setImmediate(resolve));
  assert.ok(!other.said.some(([what]) => what === "broken"));
});

test("no track goes on a sender whose worker is dead", async () => {
  FakeTransform.held = false;
  const { leg } = open();
  leg.setTrack("video", asTrack(new FakeTrack("video")));
  leg.offered(offerOf("a1 v1 t1"));
  await new Promise((resolve) => setImmediate(resolve));
  leg.options.frames.fail("worker_failed");
  await leg.work;
  assert.ok(!events.some((event) => event.startsWith("track sender")));
});

test("a transform that ends is a fault while its person is there, and none once they are gone", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { leg, said, connection } = open();
    await leg.offered(offerOf("a1 v1 t1 a2:maya v2:maya"));
    const id = (/** @type {string} */ mid) =>
      connection.transceivers.find((each) => each.mid === mid)?.receiver.transformed?.options.id;
    const [gone, own] = [id("v2"), connection.transceivers[0]?.sender.transformed?.options.id];
    await leg.offered(offerOf("a1 v1 t1"));
    const worker = /** @type {FakeWorker} */ (FakeWorker.latest);
    worker.says({ ended: gone });
    mock.timers.tick(500);
    assert.ok(!said.some(([what]) => what === "fault"));
    worker.says({ ended: own });
    mock.timers.tick(500);
    assert.deepEqual(said.at(-1), ["fault", "transform_ended"]);
  } finally {
    mock.timers.reset();
  }
});

test("a connection that does not come about is late once, before the relay gives it up, and one that does is not", () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const slow = open();
    const quick = open();
    quick.connection.become("connected");
    mock.timers.tick(9000);
    assert.deepEqual(slow.said, [["late"]]);
    assert.deepEqual(quick.said, [["connected"]]);
  } finally {
    mock.timers.reset();
  }
});

/** @param {(page: ReturnType<typeof open>, pass: (milliseconds: number) => Promise<void>) => Promise<void>} act */
async function whileSending(act) {
  mock.timers.enable({ apis: ["setTimeout", "Date"] });
  let time = 0;
  const clock = mock.method(performance, "now", () => time);
  const page = open();
  const pass = async (/** @type {number} */ milliseconds) => {
    for (const until = time + milliseconds; time < until; time += 250) {
      page.leg.look();
      // Not settled before the worker has counted.
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    }
  };
  try {
    await page.leg.setTrack("video", asTrack(new FakeTrack("video")));
    await page.leg.offered(offerOf("a1 v1 t1"));
    await page.leg.setDemand(["v1"]);
    await act(page, pass);
  } finally {
    clock.mock.restore();
    mock.timers.reset();
  }
}

test("frames that leave beside the worker are noticed, said once, and mean a new leg", () =>
  whileSending(async ({ said, connection, worker }, pass) => {
    const sender = /** @type {any} */ (connection.transceivers[1]?.sender);
    worker.counts = [{ id: sender.transformed.options.id, seen: 4, passed: 4 }];
    sender.sent = 20;
    await pass(1000);
    assert.ok(!said.some(([what]) => what === "unencrypted"));
    said.length = 0;
    await pass(1000);
    assert.deepEqual(said, [["unencrypted"], ["broken", "unencrypted"]]);
  }));

test("frames that the worker had, whatever became of them, are nothing to notice", () =>
  whileSending(async ({ said, connection, worker }, pass) => {
    const sender = /** @type {any} */ (connection.transceivers[1]?.sender);
    worker.counts = [{ id: sender.transformed.options.id, seen: 100, passed: 0 }];
    sender.sent = 100;
    said.length = 0;
    await pass(3000);
    assert.deepEqual(said, []);
  }));

test("what comes and goes is counted from the connection on, and not after the end", async () => {
  const { leg, connection } = open();
  connection.counts = { received: 900, sent: 20 };
  assert.equal(await leg.counted(), null);
  connection.become("connected");
  connection.become("disconnected");
  assert.deepEqual(await leg.counted(), { received: 900, sent: 20 });
  const counting = leg.counted();
  leg.close();
  assert.equal(await counting, null);
});

test("a connection that cannot be counted is worth another", async () => {
  const { leg, said, connection } = open();
  connection.become("connected");
  connection.getStats = () => Promise.reject(new TypeError("no statistics"));
  assert.equal(await leg.counted(), null);
  assert.deepEqual(said.at(-1), ["broken", "TypeError"]);
});

test("a leg that is not wanted by anybody counts nothing", () =>
  whileSending(async ({ leg, worker }, pass) => {
    await leg.setDemand([]);
    worker.orders.length = 0;
    await pass(1000);
    assert.deepEqual(worker.orders, []);
  }));
