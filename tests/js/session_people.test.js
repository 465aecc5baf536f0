import assert from "node:assert/strict";
import { test } from "node:test";

import { gatheringOf, sessionPeople } from "../../static/js/session_people.js";
import { BEN, HostedPage, MAYA, person } from "./hosted_page.js";
import { identifier } from "./sealed_end.js";

const lostOf = (/** @type {string} */ id) => `name of ${id}’s connection was lost, waiting`;

test("whoever is in session is listed with what can be done about them", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya");
  await page.arrives(BEN, "Ben");
  await page.change(person(MAYA, "admitted", { method: "later" }), person("ann", "waiting"));
  await page.change(person(BEN, "admitted", { method: "voice" }));
  await page.change(person(BEN, "held", { connected: false, method: "voice" }));
  const { attendees, tiles } = sessionPeople(page.room, {
    name: ({ id }) => `name of ${id}`,
    mayInvite: ({ invitation }) => invitation === identifier("link of maya"),
    losses: { isLost: (participant) => participant === MAYA, isOut: () => false },
  });
  const [maya, ben] = [MAYA, BEN].map((id) => ({ participant: id, name: `name of ${id}` }));
  assert.deepEqual(attendees, [
    { ...maya, held: false, lost: lostOf(MAYA), unconfirmed: true, mayInvite: true },
    { ...ben, held: true, lost: lostOf(BEN), unconfirmed: false, mayInvite: false },
  ]);
  assert.deepEqual(
    tiles.map(({ participant, mark, lost }) => [participant, mark, lost]),
    [
      [MAYA, "Identity not yet confirmed", lostOf(MAYA)],
      [BEN, "", lostOf(BEN)],
    ],
  );
});

test("of somebody in session frames are looked for, of somebody on hold none, and of whom no device is known none", async () => {
  const page = await new HostedPage().opens();
  await page.arrives(MAYA, "Maya", { devices: { microphone: "off", camera: "missing" } });
  await page.arrives(BEN, "Ben", { devices: { microphone: "missing", camera: "off" } });
  await page.change(person(MAYA, "admitted", { method: "voice" }));
  await page.change(person(BEN, "admitted", { method: "voice" }));
  await page.change(person(BEN, "held", { connected: false, method: "voice" }));
  assert.deepEqual(gatheringOf(page.room, true), {
    room: page.room.id,
    isConnected: true,
    isBlocked: true,
    isSilent: false,
    others: [
      { participant: MAYA, connected: true, isIn: true, sends: true, phones: true },
      { participant: BEN, connected: false, isIn: false, sends: false, phones: true },
    ],
  });
});
