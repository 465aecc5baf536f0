import assert from "node:assert/strict";
import { test } from "node:test";

import { cleanName, readContent } from "../../static/js/card.js";

const DEVICES = { microphone: "on", camera: "off" };

test("a name is one line, without anything that turns or hides other text", () => {
  assert.equal(cleanName("  Maya \n Lindqvist\t"), "Maya Lindqvist");
  assert.equal(cleanName("Ben\u202Egnp.exe"), "Bengnp.exe");
  assert.equal(cleanName("A\u2066b\u2069\u200Fc\u0000\uFEFF"), "Abc");
  assert.equal(cleanName("\u200B \u2060"), "");
});

test("what nobody can see is no name", () => {
  for (const name of [
    "\u3164",
    "\u2800",
    "\u115F",
    "\u034F",
    "\u00AD",
    "\u200D",
    "\u0301",
    " \uFE0F\u180E",
    "\uE000",
    "\uD800",
  ])
    assert.equal(cleanName(name), "", JSON.stringify(name));
  assert.equal(cleanName("Ma\u00ADya\u3164"), "Maya");
  assert.equal(cleanName("Be\u200Dn\u200C \u200DLee"), "Be\u200Dn Lee");
});

test("marks that are heaped on a letter do not reach into other lines", () => {
  assert.equal(cleanName(`M${"\u0316".repeat(40)}aya`), `M${"\u0316".repeat(4)}aya`);
  assert.equal(cleanName("\u0316".repeat(40)), "");
});

test("names of every script stay as they are, at most 80 characters", () => {
  for (const name of [
    "Zoë Ångström",
    "王小明",
    "أمينة",
    "נועה",
    "O’Neill-Søren",
    "علی\u200cرضا",
    "श्री\u200dमान",
    "Nguyễn",
  ])
    assert.equal(cleanName(name), name.normalize("NFC"));
  assert.equal([...cleanName("🌱".repeat(200))].length, 80);
});

test("a card is read with a clean name", () => {
  const card = {
    kind: "card",
    name: " Maya\u202E ",
    consent: { version: "1" },
    devices: DEVICES,
    extra: "<b>",
  };
  assert.deepEqual(readContent(card), {
    kind: "card",
    name: "Maya",
    consent: { version: "1" },
    devices: DEVICES,
  });
});

test("device states and rosters are read", () => {
  assert.deepEqual(readContent({ kind: "devices", ...DEVICES }), { kind: "devices", ...DEVICES });
  const person = { participant: "p", name: "Ben", role: "guest", devices: DEVICES };
  assert.deepEqual(readContent({ kind: "roster", people: [person] }), { kind: "roster", people: [person] });
});

test("anything else that another page may send is nothing", () => {
  const person = { participant: "p", name: "Ben", role: "guest", devices: DEVICES };
  const others = [
    null,
    undefined,
    3,
    "card",
    [],
    {},
    { kind: "surprise" },
    { kind: "card" },
    { kind: "card", name: "", consent: { version: "1" }, devices: DEVICES },
    { kind: "card", name: "Maya", consent: {}, devices: DEVICES },
    { kind: "card", name: 3, consent: { version: "1" }, devices: DEVICES },
    { kind: "devices", microphone: "on", camera: "exploded" },
    { kind: "roster" },
    { kind: "roster", people: [null] },
    { kind: "roster", people: [{ ...person, role: "god" }] },
    { kind: "roster", people: Array(17).fill(person) },
  ];
  for (const other of others) assert.equal(readContent(other), null, JSON.stringify(other));
});
