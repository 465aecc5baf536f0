// What has come of a decision is what the server says of it.

import assert from "node:assert/strict";
import { test } from "node:test";

import { view } from "./fake_page.js";
import { Practice } from "./practice_page.js";

test("who is let in is told with how they were known", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.stands("maya", "admitted", "room", { method: "photo_id" });
  assert.deepEqual(practice.admitted, [["link of maya", "photo_id"]]);
});

test("a guest who shares a client's link has not been here as the client", async () => {
  const practice = await new Practice().opens();
  const invitation = "link of maya";
  practice.stands("partner", "waiting", "room", { invitation });
  practice.stands("partner", "admitted", "room", { invitation, role: "guest", method: "voice" });
  assert.deepEqual(practice.admitted, []);
});

test("who was let in unconfirmed is told once they are found out", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.stands("maya", "admitted", "room", { method: "later" });
  practice.stands("maya", "held", "room", { method: "later" });
  assert.deepEqual(practice.confirmed, []);
  practice.stands("maya", "held", "room", { method: "voice" });
  practice.stands("maya", "admitted", "room", { method: "voice" });
  assert.deepEqual(practice.confirmed, [["link of maya", "voice"]]);
});

test("nothing is concluded from a welcome: it happened before", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "admitted", "room", { method: "later" });
  practice.welcome("room", { ...view("maya", "admitted"), .../** @type {object} */ ({ method: "voice" }) });
  assert.deepEqual([practice.admitted, practice.confirmed], [[], []]);
});

test("a page that only watches concludes nothing: the one that hosts does", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  const people = [{ ...view("maya", "admitted"), invitation: "link of maya", method: "voice" }];
  const version = (practice.versions.room ?? 0) + 1;
  practice.says({ type: "changed", room: "room", version, host: "another page", people });
  assert.deepEqual(practice.admitted, []);
});

test("a link that was refused is over once whoever came by it is gone", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.acts();
  practice.desk.refuse({ type: "refuse", room: "room", participant: "maya", spare: false });
  assert.deepEqual(practice.acts(), [{ type: "refuse", room: "room", participant: "maya", spare: false }]);
  assert.equal(practice.linksEnded, 0);
  practice.changes("room", { gone: ["maya"] });
  practice.stands("ben", "waiting");
  practice.changes("room", { gone: ["ben"] });
  assert.equal(practice.linksEnded, 1);
});

test("a refusal that could not be sent ends nothing", async () => {
  const practice = await new Practice().opens();
  practice.stands("maya", "waiting");
  practice.loses();
  practice.desk.refuse({ type: "refuse", room: "room", participant: "maya", spare: true });
  assert.equal(practice.desk.message, "Not sent: no connection");
  assert.equal(practice.desk.outcomes.refused.size, 0);
});
