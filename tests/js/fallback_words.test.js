import assert from "node:assert/strict";
import { test } from "node:test";

import { timeText } from "../../static/js/day_time.js";
import { clientPlan, clinicianPlan } from "../../static/js/fallback_words.js";

const AT = Date.UTC(2026, 10, 25, 14, 32) / 1000;
const TIME = timeText(AT);
const WAITS = { at: AT, left: 60, isDue: false, isPast: false };
const DUE = { at: AT, left: 0, isDue: true, isPast: false };
const PAST = { ...DUE, isPast: true };
const MAYA = { name: "Maya", number: "+34 600 000 000" };
const BEN = { name: "Ben", number: "+64 9 555 0100" };
const STAY = "Keep this page open: it goes on by itself.";

test("the clinician reads whom to phone, and when", () => {
  const plan = clinicianPlan(WAITS, { isOwn: false, calls: [MAYA] });
  assert.deepEqual(plan, {
    text: `If Maya is not back by ${TIME}, phone them:`,
    calls: [MAYA],
    at: AT,
    counts: true,
  });
  const text = (/** @type {typeof WAITS} */ fallback, isOwn = false, calls = [MAYA]) =>
    clinicianPlan(fallback, { isOwn, calls })?.text;
  assert.equal(text(WAITS, true), `If you are not back by ${TIME}, phone Maya:`);
  assert.equal(text(WAITS, false, [MAYA, BEN]), `If Maya and Ben are not back by ${TIME}, phone them:`);
  assert.equal(text(DUE), `It is ${TIME}. Phone Maya:`);
  assert.equal(text(PAST), `It is past ${TIME}. Phone Maya:`);
  assert.equal(clinicianPlan(null, { isOwn: false, calls: [] }), null);
});

test("a number that was not given, or is not here, is said, and the page is to stay open", () => {
  const none = clinicianPlan(WAITS, { isOwn: false, calls: [{ name: "Maya", number: "" }] });
  assert.deepEqual([none?.text, none?.calls, none?.counts], [`Maya has given no number. ${STAY}`, [], false]);
  const unknown = clinicianPlan(DUE, { isOwn: false, calls: [{ name: "Ben", number: null }] });
  assert.equal(unknown?.text, `Ben’s number is not on this page. ${STAY}`);
  const both = clinicianPlan(WAITS, { isOwn: false, calls: [{ name: "Ben", number: "" }, MAYA] });
  assert.equal(both?.text, `Ben has given no number. ${STAY} If Maya is not back by ${TIME}, phone them:`);
  assert.deepEqual([both?.calls, both?.counts], [[MAYA], true]);
});

test("in an emergency no time runs down, and when it has come none does", () => {
  assert.equal(clinicianPlan(WAITS, { isOwn: false, calls: [MAYA], timersMuted: true })?.counts, false);
  assert.equal(clinicianPlan(DUE, { isOwn: false, calls: [MAYA] })?.counts, false);
});

test("the client reads who will phone them, on which number, and when", () => {
  const plan = (/** @type {typeof WAITS|null} */ fallback, /** @type {string|null} */ callback = MAYA.number) =>
    clientPlan(fallback, { clinician: "Dr Ruiz", callback });
  assert.equal(plan(null), null);
  assert.equal(plan(WAITS)?.text, `If we are not back by ${TIME}, Dr Ruiz will phone you on ${MAYA.number}.`);
  assert.deepEqual([plan(WAITS)?.counts, plan(DUE)?.counts], [true, false]);
  assert.equal(plan(WAITS, null)?.text, `If we are not back by ${TIME}, Dr Ruiz will phone you.`);
  assert.equal(plan(DUE)?.text, `Dr Ruiz will phone you now. ${STAY}`);
  for (const fallback of [WAITS, DUE]) {
    const none = plan(fallback, "");
    assert.deepEqual([none?.text, none?.counts], [`Dr Ruiz has no number to phone you on. ${STAY}`, false]);
  }
});
