import assert from "node:assert/strict";
import { test } from "node:test";

import { sessionPeople } from "../../static/js/session_people.js";
import { BEN, HostedPage, MAYA, person } from "./hosted_page.js";
import { identifier } from "./sealed_end.js";

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
  });
  const [maya, ben] = [MAYA, BEN].map((id) => ({ participant: id, name: `name of ${id}` }));
  assert.deepEqual(attendees, [
    { ...maya, held: false, connected: true, unconfirmed: true, mayInvite: true },
    { ...ben, held: true, connected: false, unconfirmed: false, mayInvite: false },
  ]);
  assert.deepEqual(
    tiles.map(({ participant, mark }) => [participant, mark]),
    [
      [MAYA, "Identity not yet confirmed"],
      [BEN, ""],
    ],
  );
});
