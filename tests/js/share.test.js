import assert from "node:assert/strict";
import { test } from "node:test";

import { mailDraft, shareData, smsDraft } from "../../static/js/share.js";

const WORDS =
  "Here is the link for our appointment. Open it in Chrome, Edge, Firefox or Safari a few minutes before";
const LINK = `https://sessions.example.org/join/${"i".repeat(21)}_#1.${"s".repeat(22)}.${"k".repeat(42)}-`;

/** The fields of an address, as the program that opens it reads them. @param {string} address */
const fieldsOf = (address) =>
  Object.fromEntries(
    address
      .slice(address.indexOf("?") + 1)
      .split("&")
      .filter((field) => field !== "")
      .map((field) => field.split("=").map(decodeURIComponent)),
  );

test("a mail draft goes to nobody yet, and has the whole link on a line of its own", () => {
  const draft = mailDraft(LINK);
  assert.match(draft, /^mailto:\?/);
  const { subject, body } = fieldsOf(draft);
  assert.equal(subject, "Our appointment");
  assert.deepEqual(body.split("\r\n"), [
    `${WORDS}:`,
    "",
    LINK,
    "",
  ]);
});

test("an SMS draft goes to nobody yet, and ends with the whole link", () => {
  const draft = smsDraft(LINK);
  assert.match(draft, /^sms:\?&body=/);
  const { body } = fieldsOf(draft);
  assert.equal(body, `${WORDS}: ${LINK}`);
});

test("nothing in a draft is cut where a program looks for the end of the address", () => {
  for (const draft of [mailDraft(LINK), smsDraft(LINK)]) {
    assert.doesNotMatch(draft, /[#\s+]/);
    assert.equal(new URL(draft).hash, "");
  }
});

test("the share sheet gets the link beside the words, its fragment with it", () => {
  const { title, text, url } = shareData(LINK);
  assert.equal(title, "Our appointment");
  assert.equal(text, `${WORDS}.`);
  assert.equal(url, LINK);
});

test("no words but the link's own tell what kind of appointment it is", () => {
  const { title, text } = shareData(LINK);
  const words = [mailDraft(LINK), smsDraft(LINK), `${title} ${text}`].map((each) =>
    decodeURIComponent(each).replace(LINK, "").toLowerCase(),
  );
  const revealing = /session|therap|health|clinic|practice|doctor|video|patient|client/;
  for (const each of words) assert.doesNotMatch(each, revealing);
});
