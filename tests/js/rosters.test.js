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
