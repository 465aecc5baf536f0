import assert from "node:assert/strict";
import { test } from "node:test";

import { LONGEST_TEXT, cleanText } from "../../static/js/chat_text.js";

test("breaks between lines stay, whatever a system makes of them", () => {
  assert.equal(cleanText("one\r\ntwo\rthree\n\nfour\u2028five"), "one\ntwo\nthree\n\nfour\nfive");
});

test("nothing that hides or turns other text is left, and no empty lines around it", () => {
  assert.equal(cleanText("\n \n\u202eevil\u202c\u0000 one\u200b\n\u2066two\u2069\n\n"), "evil one\ntwo");
  assert.equal(cleanText("e" + "\u0301".repeat(40)).length, 5, "marks that reach into other lines");
});

test("what cannot be seen is nothing", () => {
  for (const text of ["", " \n\t\n ", "\u200b\u2800\ufeff", "\ud800"]) assert.equal(cleanText(text), "");
});

test("after twenty breaks the text goes on in one line", () => {
  const text = Array.from({ length: 40 }, (_, line) => `${line}`).join("\n");
  const lines = cleanText(text).split("\n");
  assert.equal(lines.length, 21);
  assert.equal(lines.at(-1), Array.from({ length: 20 }, (_, line) => `${20 + line}`).join(" "));
});

test("it is cut after two thousand characters, and no character is halved", () => {
  assert.equal(cleanText("a".repeat(3000)).length, LONGEST_TEXT);
  const cut = cleanText("🌱".repeat(2500));
  assert.equal(cut, "🌱".repeat(LONGEST_TEXT));
});

test("markup stays what was written", () => {
  assert.equal(cleanText("<b onclick=x>&amp;</b> https://example.org"), "<b onclick=x>&amp;</b> https://example.org");
});

test("clean text is not changed by being cleaned again", () => {
  for (const text of ["a\nb", "x".repeat(2500), "שלום\nhello", `${"word ".repeat(600)}\nend`])
    assert.equal(cleanText(cleanText(text)), cleanText(text));
});
