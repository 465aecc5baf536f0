// What all receipts have in common: their text, and a file name that names nobody.

process.env.TZ = "Europe/Berlin";

import assert from "node:assert/strict";
import { test } from "node:test";

import { part, receiptFile, receiptText, row, signedOn, zoneText } from "../../static/js/receipt.js";

const AT = Date.UTC(2026, 10, 25, 13, 2) / 1000;

test("what belongs to a person is set in below their name, and nothing stands where nothing was said", () => {
  const receipt = {
    title: "Receipt",
    parts: [
      part("", [row("Practice", ""), row("Began", "14:02")]),
      part("Present: ", [row("Role", "Client")], "Maya"),
    ],
    note: "The end.",
  };
  assert.equal(receiptText(receipt, "|"), "Receipt||Began: 14:02||Present: Maya|  Role: Client||The end.|");
});

test("a text of several lines stays one thing", () => {
  const receipt = { title: "R", parts: [part("", [row("Text", "One.\n\nTwo.")])], note: "N" };
  assert.equal(receiptText(receipt, "|"), "R||Text:|  One.||  Two.||N|");
});

test("a file begins each line as every editor understands it", () => {
  assert.equal(receiptText({ title: "R", parts: [], note: "N" }), "R\r\n\r\nN\r\n");
});

test("the file is named by day and time alone", () => {
  assert.equal(receiptFile("session-receipt", AT), "session-receipt-2026-11-25-1402.txt");
});

test("the time zone stands with its distance from UTC", () => {
  assert.equal(zoneText(AT, AT + 3600), "Europe/Berlin (UTC+01:00)");
});

test("a day is written out, and what is none is left as it is", () => {
  assert.equal(signedOn("2026-11-25"), "25 November 2026");
  for (const none of ["2026-13-01", "yesterday"]) assert.equal(signedOn(none), none);
});
