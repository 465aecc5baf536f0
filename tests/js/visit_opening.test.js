import assert from "node:assert/strict";
import { test } from "node:test";

import { openings } from "../../static/js/visit_opening.js";
import { FakeLegs } from "./fake_page.js";

/** @param {{token?: string, proof?: object|null, room?: object|null}} given @returns {any} */
function visit({ token, proof = null, room = null }) {
  const legs = new FakeLegs();
  legs.open = 7;
  return { seat: { read: () => (token === undefined ? null : { token }) }, proof, room, media: { legs } };
}

const PROOF = { link: { invitation: "maya", secret: new Uint8Array(16), roomKey: "key" }, admission: "admission" };

test("a page with a seat comes back to it, with the connection that it still has", () => {
  assert.deepEqual(openings(visit({ token: "token", proof: PROOF })), [{ type: "take_seat", seat: "token", leg: 0 }]);
  const known = visit({ token: "token", room: { id: "room" } });
  assert.deepEqual(openings(known), [{ type: "take_seat", seat: "token", leg: 7 }]);
});

test("without a seat the link is shown, for a new place each time", () => {
  const [one, other] = [openings(visit({ proof: PROOF }))[0], openings(visit({ proof: PROOF }))[0]];
  assert.ok(one?.type === "hello" && other?.type === "hello");
  assert.deepEqual([one.invitation, one.admission], ["maya", "admission"]);
  assert.notEqual(one.participant, other.participant);
});

test("with neither there is nothing to say", () => {
  assert.deepEqual(openings(visit({})), []);
});
