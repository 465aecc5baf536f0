import assert from "node:assert/strict";
import { test } from "node:test";

import { restartText } from "../../static/js/views/restart_notice.js";

const STOPS_AT = new Date(2026, 0, 5, 9, 5).getTime();

test("nothing is said while no restart is announced, or before a page has arrived", () => {
  assert.equal(restartText(undefined, "session"), "");
  assert.equal(restartText(STOPS_AT, "none"), "");
});

test("people in session are told that it goes on, and until when at the latest", () => {
  assert.match(restartText(STOPS_AT, "session"), /after this session, at 09:05 at the latest/u);
});

test("whoever waits is told that their place is kept", () => {
  assert.match(restartText(STOPS_AT, "waiting"), /Your place in the waiting room is kept/u);
});

test("whoever has not begun is told that no session begins before", () => {
  assert.match(restartText(STOPS_AT, "arriving"), /New sessions can begin after that/u);
});
