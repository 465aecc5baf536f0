import assert from "node:assert/strict";
import { test } from "node:test";

import { BEN, HostedPage, MAYA, person } from "./hosted_page.js";
import { identifier } from "./sealed_end.js";

test("whoever waits is told nothing of anybody", async () => {
  const page = await new HostedPage().opens();
  const told = await page.arrives(MAYA, "Maya");
  await page.arrives(BEN, "Ben");
  assert.deepEqual(told, []);
});

test("the admitted are told who is in session, again only when that changes", async () => {
  const page = await new HostedPage().opens();
  const told = await page.arrives(MAYA, "Maya");
  await page.arrives(BEN, "Ben");
  await page.change(person(MAYA, "admitted"));
  await page.change(person(MAYA, "admitted"));
  assert.deepEqual(
    told.map(({ people }) => people.map((/** @type {any} */ { name }) => name)),
    [["Dr Ruiz"]],
  );
  await page.change(person(BEN, "admitted"));
  assert.deepEqual(
    told.at(-1).people.map((/** @type {any} */ { name }) => name),
    ["Dr Ruiz", "Ben"],
  );
  assert.deepEqual(told.at(-1).people[0].devices, { microphone: "on", camera: "off" });
});

test("a device that is switched off is told to the others", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  const told = await page.arrives(BEN, "Ben");
  await page.change(person(MAYA, "admitted"), person(BEN, "admitted"));
  page.clients.get(MAYA)?.send({ kind: "devices", microphone: "off", camera: "on" });
  await page.carry();
  assert.deepEqual(told.at(-1).people.find((/** @type {any} */ { name }) => name === "Maya").devices, {
    microphone: "off",
    camera: "on",
  });
});

test("a client whose page was loaded again is told everything again", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.change(person(MAYA, "admitted"));
  const client = page.page(MAYA, "Maya");
  client.setConnected(true);
  await page.carry();
  assert.equal(client.told.length, 1);
});

test("devices that are switched to and fro are told to the others once", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  const told = await page.arrives(BEN, "Ben");
  await page.change(person(MAYA, "admitted"), person(BEN, "admitted"));
  const before = told.length;
  for (const camera of ["off", "on", "off"])
    page.clients.get(MAYA)?.send({ kind: "devices", microphone: "on", camera });
  await page.carry();
  assert.equal(told.length, before + 1);
});

test("a device that is switched without end costs five rosters a second at most, however many read", async () => {
  for (const readers of [1, 2, 8]) {
    const page = await new HostedPage().opens();
    const ids = Array.from({ length: readers + 1 }, (_, number) => identifier(`person ${number}`));
    for (const id of ids) await page.arrives(id, id);
    await page.change(...ids.map((id) => person(id, "admitted")));
    page.clock.pass(5000);
    await page.carry();
    let told = 0;
    for (let time = 0; time < 50; time += 1) {
      const devices = { microphone: "on", camera: time % 2 === 0 ? "off" : "on" };
      page.room.checkIns.take(identifier("person 0"), /** @type {any} */ ({ kind: "devices", ...devices }), true);
      page.room.tellRoster();
      page.clock.pass(200);
      await page.quiet();
      for (const message of page.sent.splice(0)) {
        if (message.type !== "sealed") continue;
        const client = page.clients.get(message.to);
        const before = client?.told.length ?? 0;
        await client?.receive(message.body);
        told += (client?.told.length ?? 0) - before;
      }
    }
    assert.ok(told <= 50 + readers, `${told} to ${readers}`);
    assert.ok(told >= 25, `${told} to ${readers}`);
  }
});
