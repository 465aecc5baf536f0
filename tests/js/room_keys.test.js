import assert from "node:assert/strict";
import { test } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { RoomKeys } from "../../static/js/room_keys.js";
import { SeatList } from "../../static/js/seat_list.js";
import { FakeClock } from "./fake_clock.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";
import { FakeMediaKeys, loadOf } from "./keyed_session.js";

/** @import { Standing } from "../../static/js/messages.js" */

const WORDS = [1, 2, 3, 4];

async function begin() {
  /** @type {any} */
  const shelf = new FakeSealedShelf().place;
  const seats = new SeatList("room", { shelf, clock: new FakeClock() });
  await seats.open(new Uint8Array(32));
  /** @type {Record<string, any>} */
  const people = {};
  const page = {
    told: /** @type {[string, any][]} */ ([]),
    intruded: /** @type {[string, string][]} */ ([]),
    displaced: /** @type {string[]} */ ([]),
    watched: /** @type {Map<string, any>} */ (new Map()),
  };
  const epochs = new FakeMediaKeys();
  const keys = new RoomKeys(
    {
      seats,
      media: { watch: (id, key) => void page.watched.set(id, key) },
      epochs,
      load: loadOf(9),
      own: () => "host",
      person: (id) => people[id] ?? null,
      tell: (to, content) => void page.told.push([to, content]),
      displaced: (id) => void page.displaced.push(id),
      intruded: (id, how) => void page.intruded.push([id, how]),
    },
    new FakeClock(),
  );
  /** @param {string} id @param {Standing} standing */
  const says = (id, standing) => {
    people[id] = { id, standing, invitation: `link of ${id}` };
    keys.follow(people);
  };
  /** @param {string} id @param {number} load @param {boolean} [fresh] @param {string} [invitation] */
  const opens = (id, load, fresh = true, invitation = `link of ${id}`) => {
    const words = fresh ? WORDS : null;
    keys.opened(id, { invitation, fresh, load: loadOf(load), words, displaced: !fresh });
    keys.follow(people);
  };
  const toldOf = (/** @type {string} */ kind) =>
    page.told.flatMap(([to, content]) => (content.kind === kind ? [to] : []));
  const admit = (/** @type {string} */ participant) => {
    keys.asks({ type: "admit", room: "room", participant, method: "voice" });
    says(participant, "admitted");
  };
  return { keys, seats, page, epochs, says, opens, admit, toldOf };
}

test("whoever opens a channel with the link is given a seat, and no key", async () => {
  const { says, opens, page, toldOf, epochs } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  assert.deepEqual(toldOf("seat"), ["maya"]);
  assert.equal(page.told[0]?.[1].r.length, 43);
  assert.deepEqual([toldOf("epoch"), epochs.held.size], [[], 0]);
});

test("being admitted is being given the key", async () => {
  const { says, opens, admit, toldOf, page } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  admit("maya");
  assert.deepEqual(toldOf("epoch"), ["maya"]);
  const epoch = page.told.find(([, { kind }]) => kind === "epoch")?.[1];
  assert.deepEqual(epoch.members, [
    { participant: "host", sender: 0, load: encodeBase64url(loadOf(9)) },
    { participant: "maya", sender: 1, load: encodeBase64url(loadOf(1)) },
  ]);
});

test("whom the server lets in by itself gets no key, whichever page they opened a channel from", async () => {
  const { says, opens, toldOf, page } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  says("maya", "admitted");
  says("ben", "admitted");
  opens("ben", 2);
  assert.deepEqual(toldOf("epoch"), []);
  assert.deepEqual(page.intruded, [
    ["maya", "intruded"],
    ["ben", "unlisted"],
  ]);
});

test("a channel opened with the link alone under an admitted participant's id is a new seat", async () => {
  const { says, opens, admit, toldOf, page, seats } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  admit("maya");
  opens("maya", 2);
  assert.deepEqual(toldOf("epoch"), ["maya"]);
  assert.equal(seats.get("maya")?.standing, "waiting");
  assert.deepEqual(page.intruded, [["maya", "returned"]]);
});

test("an admission is for the channel that was there when it was clicked, and for no later one", async () => {
  const { keys, says, opens, toldOf, page } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  keys.asks({ type: "admit", room: "room", participant: "maya", method: "voice" });
  opens("maya", 2);
  says("maya", "admitted");
  assert.deepEqual(toldOf("epoch"), []);
  assert.deepEqual(page.intruded, [["maya", "intruded"]]);
});

test("whoever resumes their seat has the same words and a new key", async () => {
  const { keys, says, opens, admit, toldOf, page } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  admit("maya");
  opens("maya", 2, false);
  assert.deepEqual(toldOf("epoch"), ["maya", "maya"]);
  assert.deepEqual([keys.words("maya"), page.intruded, page.displaced], [WORDS, [], ["maya"]]);
});

test("whoever is held has their key changed under them, and gets the next when they are back", async () => {
  const { keys, says, opens, admit, toldOf, epochs } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  admit("maya");
  says("ben", "waiting");
  opens("ben", 2);
  admit("ben");
  const before = toldOf("epoch").length;
  keys.asks({ type: "hold", room: "room", participant: "ben" });
  keys.follow(/** @type {any} */ ({ maya: { id: "maya", standing: "admitted" }, ben: { id: "ben", standing: "admitted" } }));
  assert.deepEqual(toldOf("epoch").slice(before), ["maya"]);
  assert.ok(epochs.held.size > 0);
});

test("a preview's key is known while somebody waits, and goes with the decision", async () => {
  const { keys, says, opens, page, admit } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  keys.heard("maya", { kind: "preview_key", secret: encodeBase64url(new Uint8Array(32).fill(5)) });
  assert.deepEqual(page.watched.get("maya")?.load, loadOf(1));
  admit("maya");
  assert.equal(page.watched.get("maya"), null);
});

test("a preview's key of somebody who does not wait opens nothing", async () => {
  const { keys, says, opens, page, admit } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  admit("maya");
  keys.heard("maya", { kind: "preview_key", secret: encodeBase64url(new Uint8Array(32)) });
  assert.equal(page.watched.size, 0);
});

test("after a decline somebody who comes again by the same channel has another seat", async () => {
  const { keys, says, opens, toldOf, page } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  keys.asks({ type: "decline", room: "room", participant: "maya" });
  says("maya", "declined");
  says("maya", "waiting");
  assert.deepEqual(toldOf("seat"), ["maya", "maya"]);
  assert.notEqual(page.told[0]?.[1].r, page.told[1]?.[1].r);
});

test("a page that hosts no more holds nothing", async () => {
  const { keys, says, opens, admit, epochs } = await begin();
  says("maya", "waiting");
  opens("maya", 1);
  admit("maya");
  keys.close();
  assert.deepEqual([epochs.sends, epochs.held.size], [null, 0]);
});

test("a preview's key is that of one channel: another one in its place, fresh or not, shows nothing by it", async () => {
  for (const fresh of [true, false]) {
    const { keys, says, opens, page } = await begin();
    says("maya", "waiting");
    opens("maya", 1);
    keys.heard("maya", { kind: "preview_key", secret: encodeBase64url(new Uint8Array(32).fill(5)) });
    opens("maya", 2, fresh);
    assert.deepEqual([page.watched.get("maya"), keys.previews.size], [null, 0]);
  }
});

test("a seat is of the link that somebody has proved to hold, whatever the server calls them by", async () => {
  const { says, opens, seats } = await begin();
  says("maya", "waiting");
  opens("maya", 1, true, "link of eve");
  assert.equal(seats.get("maya")?.invitation, "link of eve");
});

test("whoever comes back has the same seat, whoever comes anew another, and nobody has one without a channel", async () => {
  const { keys, says, opens } = await begin();
  says("maya", "waiting");
  assert.equal(keys.seatOf("maya"), null);
  opens("maya", 1);
  const seat = keys.seatOf("maya");
  assert.ok(seat);
  opens("maya", 2, false);
  assert.equal(keys.seatOf("maya"), seat);
  opens("maya", 3);
  assert.ok(keys.seatOf("maya"));
  assert.notEqual(keys.seatOf("maya"), seat);
  keys.forget("maya");
  assert.equal(keys.seatOf("maya"), null);
});
