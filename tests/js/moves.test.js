import assert from "node:assert/strict";
import { test } from "node:test";

import { Moves, speaksFor } from "../../static/js/moves.js";
import { person } from "./hosted_page.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */
/** @import { ListedSeat } from "../../static/js/seat_list.js" */

/** @param {string} id @param {Standing} standing @param {Partial<ParticipantView>} [more] */
const seen = (id, standing, more) => ({ ...person(id, standing, { invitation: "link", ...more }), seen: 0 });


/** @typedef {Pick<ListedSeat, "invitation"|"standing">} Listed */

/** @param {Record<string, Listed>} [seats]  by this page's own list */
function begin(seats = {}) {
  const page = { isSent: true, sent: 0, moved: /** @type {string[]} */ ([]), disowned: /** @type {string[]} */ ([]) };
  /** Both by the server's word: Maya in session, and her other device. */
  const people = /** @type {Record<string, ReturnType<typeof seen>>} */ ({
    maya: seen("maya", "admitted"),
    phone: seen("phone", "waiting", { other_device: true }),
  });
  const send = () => {
    if (page.isSent) page.sent += 1;
    return page.isSent;
  };
  const moves = new Moves({
    person: (id) => people[id] ?? null,
    seat: (id) => seats[id] ?? null,
    send,
    moved: (from) => void page.moved.push(from),
    disowns: (from) => void page.disowned.push(from),
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

const WAITS = Object.freeze({ invitation: "link", standing: "waiting" });
const IS_IN = Object.freeze({ invitation: "link", standing: "admitted" });

test("whom this page has let in speaks for whoever has come by the same link, by its own list", () => {
  const { page, moves } = begin({ maya: IS_IN, phone: WAITS });
  moves.heard("maya", { kind: "move", participant: "phone" });
  moves.heard("maya", { kind: "not_me", participant: "phone" });
  assert.deepEqual([page.sent, page.disowned], [1, ["maya"]]);
});

test("the server's word alone makes nobody speak for a link, nor be spoken for", () => {
  /** @type {Record<string, Listed>[]} */
  const lists = [
    { maya: WAITS, phone: WAITS },
    { maya: { ...IS_IN, standing: "held" }, phone: WAITS },
    { phone: WAITS },
    { maya: IS_IN },
    { maya: IS_IN, phone: { ...WAITS, invitation: "another link" } },
  ];
  for (const seats of lists) {
    const { page, moves } = begin(seats);
    moves.heard("maya", { kind: "move", participant: "phone" });
    moves.heard("maya", { kind: "not_me", participant: "phone" });
    assert.deepEqual([page.sent, page.disowned, moves.disowned.size], [0, [], 0]);
  }
});
