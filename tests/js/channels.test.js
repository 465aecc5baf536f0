import assert from "node:assert/strict";
import { test } from "node:test";

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
