import assert from "node:assert/strict";
import { test } from "node:test";

import { OtherDevice } from "../../static/js/other_device.js";
import { view } from "./fake_page.js";

/** @import { Standing } from "../../static/js/messages.js" */

/** @param {Record<string, Standing>} standings @param {boolean} [hostIsHere] @returns {any} */
function room(standings, hostIsHere = true) {
  const people = Object.entries(standings).map(([id, standing]) => [id, view(id, standing)]);
  const host = { ...view("ruiz", "host"), connected: hostIsHere };
  return { you: "maya", host: "ruiz", people: { ruiz: host, ...Object.fromEntries(people) } };
}

test("nobody is asked about while nobody waits, nor by who is not in session", () => {
  const device = new OtherDevice();
  assert.equal(device.question(room({ maya: "admitted", partner: "admitted" })), null);
  assert.equal(device.question(room({ maya: "held", phone: "waiting" })), null);
  assert.equal(device.question(room({ maya: "waiting" })), null);
});

test("who waits is asked about, and after the answer it stays for as long as they wait", () => {
  const device = new OtherDevice();
  const waits = room({ maya: "admitted", phone: "waiting" });
  assert.deepEqual(device.question(waits), { participant: "phone", answer: null });
  device.say("phone", "not_me");
  device.follow(waits);
  assert.deepEqual(device.question(waits), { participant: "phone", answer: "not_me" });
  device.follow(room({ maya: "admitted" }));
  assert.deepEqual(device.question(waits), { participant: "phone", answer: null });
});

test("of several the one without an answer comes first", () => {
  const device = new OtherDevice();
  const waits = room({ maya: "admitted", phone: "waiting", tablet: "waiting" });
  device.say("phone", "not_me");
  assert.deepEqual(device.question(waits), { participant: "tablet", answer: null });
  device.say("tablet", "move");
  assert.deepEqual(device.question(waits), { participant: "tablet", answer: "move" });
});

test("without the clinician's page there is nobody to answer to", () => {
  assert.equal(new OtherDevice().question(room({ maya: "admitted", phone: "waiting" }, false)), null);
});
