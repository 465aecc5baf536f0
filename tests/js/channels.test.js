import assert from "node:assert/strict";
import { test } from "node:test";

import { seal } from "../../static/js/sealed.js";
import { HostedPage, person } from "./hosted_page.js";

test("what cannot be read changes nothing", () => {
  const page = new HostedPage();
  page.change(person("maya", "waiting"));
  page.room.received({ type: "sealed", room: "room", sender: "maya", body: "AA" });
  page.room.received({ type: "sealed", room: "room", sender: "stranger", body: "AA" });
  assert.equal(page.room.cards.size, 0);
});

test("a flood from one page is dropped and does not cost the others a word", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.arrives("mallory", "Mallory");
  page.clock.pass(10_000);
  const mallory = page.clients.get("mallory")?.channel;
  assert.ok(mallory);
  const flood = () => {
    mallory.setConnected(false);
    mallory.setConnected(true);
  };
  for (let knock = 0; knock < 500; knock += 1) flood();
  assert.equal(page.sent.length, 20);
  page.sent = [];
  page.clock.pass(1000);
  for (let knock = 0; knock < 500; knock += 1) flood();
  assert.equal(page.sent.length, 5);
  page.clients.get("maya")?.channel.send({ kind: "devices", microphone: "off", camera: "on" });
  assert.equal(page.room.cards.get("maya")?.devices.microphone, "off");
});

/** Eight devices wait by one link, and none of them acknowledges what it was told. */
function eightDevices() {
  const page = new HostedPage();
  const ids = Array.from({ length: 8 }, (_, number) => `device ${number}`);
  for (const id of ids) page.arrives(id, id, {}, { invitation: "link" });
  for (const id of ids) page.room.note(id, "Five more minutes");
  page.clock.pass(60_000);
  page.sent = [];
  /** @param {string} id @param {string} channel */
  const opens = (id, channel) => {
    const body = seal({ kind: "open", channel });
    page.room.received({ type: "sealed", room: "room", sender: id, body });
  };
  return { page, ids, opens };
}

test("eight channels of one link that open without end make the page send no more than the server lets it", () => {
  for (const isNew of [false, true]) {
    const { page, ids, opens } = eightDevices();
    for (let time = 0; time < 50; time += 1) {
      for (const id of ids) {
        const known = page.clients.get(id)?.channel.own ?? "";
        opens(id, isNew ? String(time).padStart(22, "n") : known);
      }
      page.clock.pass(200);
    }
    assert.ok(page.sent.length <= 104, `${page.sent.length} messages`);
    assert.ok(page.sent.length >= 40, `${page.sent.length} messages`);
  }
});

test("whoever was not answered in a flood is answered after it, by saying it again", () => {
  const { page, ids, opens } = eightDevices();
  for (const id of ids) for (let time = 0; time < 20; time += 1) opens(id, "n".repeat(22));
  page.clients.get("device 0")?.channel.setConnected(false);
  const told = page.arrives("maya", "Maya");
  for (let time = 0; time < 50; time += 1) page.carry();
  assert.equal(page.room.name("maya"), "Maya");
  page.room.note("maya", "Five more minutes");
  page.carry();
  assert.deepEqual(told, [{ kind: "note", text: "Five more minutes" }]);
});

test("acknowledgements are taken in a flood: what they speak for need not be said again", () => {
  const { page, ids, opens } = eightDevices();
  page.arrives("maya", "Maya");
  page.clock.pass(10_000);
  page.carry();
  page.room.note("maya", "Five more minutes");
  for (const id of ids) for (let time = 0; time < 20; time += 1) opens(id, "n".repeat(22));
  page.carry();
  assert.deepEqual(page.room.channels.channels.get("maya")?.unacknowledged, []);
});
