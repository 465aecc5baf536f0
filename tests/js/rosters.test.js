import assert from "node:assert/strict";
import { test } from "node:test";

import { HostedPage, person } from "./hosted_page.js";

test("whoever waits is told nothing of anybody", () => {
  const page = new HostedPage();
  const told = page.arrives("maya", "Maya");
  page.arrives("ben", "Ben");
  assert.deepEqual(told, []);
});

test("the admitted are told who is in session, again only when that changes", () => {
  const page = new HostedPage();
  const told = page.arrives("maya", "Maya");
  page.arrives("ben", "Ben");
  page.change(person("maya", "admitted"));
  page.change(person("maya", "admitted"));
  assert.deepEqual(
    told.map(({ people }) => people.map((/** @type {any} */ { name }) => name)),
    [["Dr Ruiz"]],
  );
  page.change(person("ben", "admitted"));
  assert.deepEqual(
    told.at(-1).people.map((/** @type {any} */ { name }) => name),
    ["Dr Ruiz", "Ben"],
  );
  assert.deepEqual(told.at(-1).people[0].devices, { microphone: "on", camera: "off" });
});

test("a device that is switched off is told to the others", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  const told = page.arrives("ben", "Ben");
  page.change(person("maya", "admitted"), person("ben", "admitted"));
  page.clients.get("maya")?.channel.send({ kind: "devices", microphone: "off", camera: "on" });
  page.carry();
  assert.deepEqual(told.at(-1).people.find((/** @type {any} */ { name }) => name === "Maya").devices, {
    microphone: "off",
    camera: "on",
  });
});

test("a client whose page was loaded again is told everything again", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.change(person("maya", "admitted"));
  const { channel, told } = page.page("maya", "Maya");
  channel.setConnected(true);
  page.carry();
  assert.equal(told.length, 1);
});

test("devices that are switched to and fro are told to the others once", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  const told = page.arrives("ben", "Ben");
  page.change(person("maya", "admitted"), person("ben", "admitted"));
  const before = told.length;
  for (const camera of ["off", "on", "off"])
    page.clients.get("maya")?.channel.send({ kind: "devices", microphone: "on", camera });
  page.carry();
  assert.equal(told.length, before + 1);
});

test("a device that is switched without end costs five rosters a second at most, however many read", () => {
  for (const readers of [1, 2, 8]) {
    const page = new HostedPage();
    const ids = Array.from({ length: readers + 1 }, (_, number) => `person ${number}`);
    for (const id of ids) page.arrives(id, id);
    page.change(...ids.map((id) => person(id, "admitted")));
    page.clock.pass(5000);
    page.carry();
    let told = 0;
    for (let time = 0; time < 50; time += 1) {
      const devices = { microphone: "on", camera: time % 2 === 0 ? "off" : "on" };
      page.room.checkIns.take("person 0", /** @type {any} */ ({ kind: "devices", ...devices }), true);
      page.room.tellRoster();
      page.clock.pass(200);
      for (const message of page.sent.splice(0)) {
        if (message.type !== "sealed") continue;
        const client = page.clients.get(message.to);
        const before = client?.told.length ?? 0;
        client?.channel.receive(message.body);
        told += (client?.told.length ?? 0) - before;
      }
    }
    assert.ok(told <= 50 + readers, `${told} to ${readers}`);
    assert.ok(told >= 25, `${told} to ${readers}`);
  }
});
