import assert from "node:assert/strict";
import { test } from "node:test";

import { gatheringOf, visitPeople } from "../../static/js/visit_people.js";
import { Page, ROOM } from "./client_page.js";
import { view } from "./fake_page.js";
import { identifier } from "./sealed_end.js";

/** @import { Room } from "../../static/js/room.js" */

const NONE = { isLost: () => false, isOut: () => false };
const RUIZ = identifier("ruiz");
const ANA = identifier("ana");

async function inSession() {
  const page = await new Page().waits();
  page.stands("admitted");
  page.shows([view("ana", "held")]);
  const devices = { microphone: "off", camera: "off" };
  await page.hears({
    kind: "roster",
    people: [
      { participant: RUIZ, name: "Dr Ruiz", role: "clinician", devices },
      { participant: ANA, name: "Ana", role: "guest", devices: { microphone: "missing", camera: "missing" } },
    ],
  });
  return page;
}

const roomOf = (/** @type {Page} */ page) => /** @type {Room} */ (page.visit.room);

test("the clinician stands first, then the others by the names that the clinician's page gives them", async () => {
  const page = await inSession();
  const people = visitPeople(page.visit, roomOf(page), NONE);
  assert.deepEqual(
    people.map(({ participant, name }) => [participant, name]),
    [
      [RUIZ, "Dr Ruiz"],
      [ANA, "Ana"],
    ],
  );
});

test("frames are looked for of everybody who is in and sends, and the clinician alone phones", async () => {
  const page = await inSession();
  assert.deepEqual(gatheringOf(page.visit, false), {
    room: ROOM,
    isConnected: true,
    isBlocked: false,
    isSilent: false,
    others: [
      { participant: RUIZ, connected: true, isIn: true, sends: true, phones: true },
      { participant: ANA, connected: true, isIn: false, sends: false, phones: false },
    ],
  });
});

test("a clinician who is not there is missed, and outside of a session nobody is", async () => {
  const page = await inSession();
  page.shows([], { host: null, gone: ["ruiz", "ana"] });
  assert.deepEqual(gatheringOf(page.visit, false)?.others.map(({ connected, phones }) => [connected, phones]), [[false, true]]);
  page.stands("waiting");
  assert.equal(gatheringOf(page.visit, false), null);
});
