import assert from "node:assert/strict";
import { test } from "node:test";

import { Moves, speaksFor } from "../../static/js/moves.js";
import { person } from "./hosted_page.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

/** @param {string} id @param {Standing} standing @param {Partial<ParticipantView>} [more] */
const seen = (id, standing, more) => ({ ...person(id, standing, { invitation: "link", ...more }), seen: 0 });

function begin() {
  const page = { isSent: true, sent: 0, moved: /** @type {string[]} */ ([]) };
  const send = () => {
    if (page.isSent) page.sent += 1;
    return page.isSent;
  };
  const moves = new Moves({
    person: () => null,
    seat: () => null,
    send,
    moved: (from) => void page.moved.push(from),
    disowns: () => assert.fail("nobody has said so"),
  });
  return { page, moves };
}

test("it is news when the server has moved them, and once", () => {
  const { page, moves } = begin();
  moves.ask("maya", "phone");
  moves.follow({ phone: seen("phone", "waiting") });
  assert.deepEqual(page.moved, []);
  for (let time = 0; time < 2; time += 1) moves.follow({ phone: seen("phone", "admitted") });
  assert.deepEqual(page.moved, ["maya"]);
});

test("a device that has gone, or whose move was refused or not sent, is no news", () => {
  const { page, moves } = begin();
  moves.ask("maya", "phone");
  moves.follow({});
  moves.ask("maya", "phone");
  moves.refused();
  moves.follow({ phone: seen("phone", "admitted") });
  page.isSent = false;
  moves.ask("maya", "phone");
  moves.follow({ phone: seen("phone", "admitted") });
  assert.deepEqual([page.sent, page.moved], [2, []]);
});

test("somebody in session speaks for a connected other device of their link, in the same role", () => {
  const phone = seen("phone", "waiting", { other_device: true });
  assert.equal(speaksFor(seen("maya", "admitted"), phone), true);
  assert.equal(speaksFor(seen("maya", "admitted", { role: "guest" }), phone), false);
  assert.equal(speaksFor(seen("maya", "held"), phone), false);
  assert.equal(speaksFor(seen("maya", "admitted"), { ...phone, connected: false }), false);
  assert.equal(speaksFor(seen("maya", "admitted"), { ...phone, other_device: false }), false);
  assert.equal(speaksFor(seen("maya", "admitted"), null), false);
});
