import assert from "node:assert/strict";
import { test } from "node:test";

import { sessionPeople } from "../../static/js/session_people.js";
import { HostedPage, person } from "./hosted_page.js";

test("whoever is in session is listed with what can be done about them", () => {
  const page = new HostedPage();
  page.arrives("maya", "Maya");
  page.change(person("maya", "admitted", { method: "later" }), person("ann", "waiting"));
  page.change(person("ben", "held", { connected: false, method: "voice" }));
  const { attendees, tiles } = sessionPeople(page.room, {
    name: ({ id }) => `name of ${id}`,
    mayInvite: ({ invitation }) => invitation === "link of maya",
  });
  const [maya, ben] = ["maya", "ben"].map((id) => ({ participant: id, name: `name of ${id}` }));
  assert.deepEqual(attendees, [
    { ...maya, held: false, connected: true, unconfirmed: true, mayInvite: true },
    { ...ben, held: true, connected: false, unconfirmed: false, mayInvite: false },
  ]);
  assert.deepEqual(
    tiles.map(({ participant, mark }) => [participant, mark]),
    [
      ["maya", "Identity not yet confirmed"],
      ["ben", ""],
    ],
  );
});
