// The client's receipt: what they agreed to, with whom, by which name; and the buttons that save and print it.

process.env.TZ = "Europe/Berlin";

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { consentReceipt } from "../../static/js/consent_receipt.js";
import { receiptText } from "../../static/js/receipt.js";
import { ConsentReceipt } from "../../static/js/views/consent_receipt.js";
import { Ended } from "../../static/js/views/ended.js";
import { fake, find, installDocument } from "./fake_document.js";

/** @import { Agreed } from "../../static/js/consent_record.js" */

beforeEach(() => void installDocument());

const BEGAN = Date.UTC(2026, 10, 25, 13, 2) / 1000;
const SITE = { name: "Riverside", consent: { version: "2", text: "to a session by video.\nIt is not recorded." } };

/** @param {Partial<Agreed>} [change] @returns {Agreed} */
const newAgreed = (change = {}) => ({
  clinician: "Dr Ruiz",
  name: "Maya Q.",
  part: "",
  consent: { version: "2", date: "2026-11-25", child: "" },
  at: BEGAN - 300,
  sessions: [{ from: BEGAN, to: BEGAN + 3000 }],
  ...change,
});

/** @param {Partial<Agreed>} [change] */
const textOf = (change) => receiptText(consentReceipt(newAgreed(change), SITE, BEGAN + 3060), "\n");

test("it says with whom, to which text, by which name, when and for whom", () => {
  assert.deepEqual(textOf().split("\n"), [
    "Consent receipt",
    "",
    "Practice: Riverside",
    "Clinician: Dr Ruiz",
    "What you agreed to:",
    "  I agree: to a session by video.",
    "  It is not recorded.",
    "Version of that text: 2",
    "Typed name: Maya Q.",
    "Signed on: 25 November 2026",
    "For: Yourself",
    "Session: Wednesday, 25 November 2026, 14:02–14:52",
    "Times are those of: Europe/Berlin (UTC+01:00)",
    "",
    "Made on this device on Wednesday, 25 November 2026, 14:53. The server keeps no copy.",
    "",
  ]);
});

test("for a child it names the child, and a guest by what they are", () => {
  const text = textOf({ part: "Interpreter", consent: { version: "2", date: "2026-11-25", child: "Leo" } });
  assert.match(text, /^For: Leo, as parent or guardian$/m);
  assert.match(text, /^In the session as: Interpreter$/m);
});

test("another text than the one that was agreed to is never given out as it", () => {
  const text = textOf({ consent: { version: "1", date: "2026-11-25", child: "" } });
  assert.doesNotMatch(text, /by video/);
  assert.match(text, /What you agreed to: This page does not have the text of that version/);
});

test("who was never admitted has a consent, and no session", () => {
  assert.match(textOf({ sessions: [] }), /^Session: None on this page$/m);
});

/** The page after a session, and what was saved and printed. @param {Agreed|null} agreed */
function open(agreed) {
  /** @type {[string, string][]} */
  const saved = [];
  /** @type {string[]} */
  const printed = [];
  const record = { agreed };
  const outlets = {
    save: (/** @type {string} */ name, /** @type {string} */ text) => void saved.push([name, text]),
    print: (/** @type {import("../../static/js/receipt.js").Receipt} */ { title }) => void printed.push(title),
  };
  const view = new ConsentReceipt({ record, site: SITE, now: () => BEGAN + 3060, outlets });
  document.body.append(view.element);
  view.update();
  return { view, record, saved, printed, element: fake(view.element) };
}

test("one click saves it, under a name that names nobody, and the words say what to think of", () => {
  const { saved, element } = open(newAgreed());
  find(element, "button", "Save my consent receipt").click();
  assert.equal(saved[0]?.[0], "receipt-2026-11-25-1402.txt");
  assert.match(saved[0]?.[1] ?? "", /Typed name: Maya Q\.\r\n/);
  assert.match(element.textContent, /Saved as receipt-2026-11-25-1402\.txt.*On a computer that others use/);
});

test("it can be printed instead", () => {
  const { printed, element } = open(newAgreed());
  find(element, "button", "Print my consent receipt").click();
  assert.deepEqual(printed, ["Consent receipt"]);
});

test("without a check-in on this page it is not offered, nor after a quick exit", () => {
  assert.equal(open(null).element.hidden, true);
  const { view, record, saved, element } = open(newAgreed());
  record.agreed = null;
  find(element, "button", "Save my consent receipt").click();
  view.update();
  assert.deepEqual([element.hidden, saved], [true, []]);
});

test("it stands on the page that says that the session has ended", () => {
  const { view, record } = open(null);
  const ended = new Ended({ rejoin: () => undefined, receipt: view });
  record.agreed = newAgreed();
  ended.update(
    /** @type {any} */ ({
      room: { ended: "ended", clinician: "Dr Ruiz", reopened: false },
      checkingIn: false,
      refusal: "",
      correspondence: { host: { letter: null } },
    }),
  );
  assert.ok(fake(ended.element).contains(fake(view.element)));
  assert.equal(fake(view.element).hidden, false);
});
