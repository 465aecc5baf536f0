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

const WHOLE = {
  kind: "card",
  name: "Maya Quist",
  part: "",
  country: "ES",
  place: "Home, Calle Mayor 3, Toledo",
  callback: "+34 600 000 000",
  contact: { name: "Ana", phone: "+34 600 000 001", relation: "Sister" },
  privacy: "not_alone",
  company: "My son",
  consent: { version: "1", date: "2026-11-25", child: "Leo" },
  codeWord: "lighthouse",
  device: "Phone (Android)",
  devices: DEVICES,
};

test("a card comes back as it was said", () => {
  assert.deepEqual(readContent(structuredClone(WHOLE)), WHOLE);
});

test("every text of a card is one line that turns nothing, and bounded", () => {
  const [wild, lines] = ["\u202E<b>x\u0000", `\n${"y".repeat(900)}`];
  const card = {
    ...WHOLE,
    name: wild,
    part: lines,
    place: lines,
    callback: lines,
    contact: { name: lines, phone: lines, relation: wild },
    company: lines,
    consent: { version: lines, date: "2026-11-25", child: lines },
    codeWord: lines,
    device: lines,
    extra: "x",
  };
  const read = /** @type {any} */ (readContent(card));
  assert.deepEqual(Object.keys(read).sort(), Object.keys(WHOLE).sort());
  assert.equal(read.name, "<b>x");
  assert.deepEqual(
    [read.part, read.place, read.callback, read.company, read.codeWord, read.device].map((t) => t.length),
    [40, 160, 40, 120, 80, 40],
  );
  assert.deepEqual(Object.values(read.contact), ["y".repeat(80), "y".repeat(40), "<b>x"]);
  assert.deepEqual([read.consent.version.length, read.consent.child.length], [40, 80]);
});

test("what is not as it should be on a card was not said", () => {
  const { name, devices } = WHOLE;
  const bare = { kind: "card", name, consent: { version: "1" }, devices };
  const unsaid = {
    part: "",
    country: "",
    place: "",
    callback: "",
    contact: { name: "", phone: "", relation: "" },
    privacy: "",
    company: "",
    consent: { version: "1", date: "", child: "" },
    codeWord: "",
    device: "",
  };
  assert.deepEqual(readContent(bare), { ...bare, ...unsaid });
  const wrong = {
    part: 3,
    country: "ZZ",
    place: ["x"],
    contact: "Ana",
    privacy: "constructor",
    company: {},
    consent: { version: "1", date: "tomorrow", child: 3 },
    codeWord: null,
    device: true,
  };
  assert.deepEqual(readContent({ ...bare, ...wrong }), { ...bare, ...unsaid });
});

test("what pages say besides the card is read and clean", () => {
  for (const content of [
    { kind: "code_word", word: "lighthouse" },
    { kind: "code_word", word: "" },
    { kind: "code_word_answer", matched: false, left: 2 },
    { kind: "note", text: "Five more minutes" },
    { kind: "listening", on: true },
    { kind: "ask_place" },
    { kind: "place", country: "", place: "In the car" },
    { kind: "move", participant: "AAAAAAAAAAAAAAAAAAAAAA" },
    { kind: "not_me", participant: "AAAAAAAAAAAAAAAAAAAAAA" },
  ])
    assert.deepEqual(readContent({ ...content, extra: 1 }), content);
  assert.deepEqual(readContent({ kind: "note", text: `\u202E${"z".repeat(999)}` }), {
    kind: "note",
    text: "z".repeat(300),
  });
  assert.deepEqual(readContent({ kind: "place", country: "XX", place: "Here" }), {
    kind: "place",
    country: "",
    place: "Here",
  });
});

test("device states and rosters are read", () => {
  assert.deepEqual(readContent({ kind: "devices", ...DEVICES }), { kind: "devices", ...DEVICES });
  const person = { participant: "p", name: "Ben", role: "guest", devices: DEVICES };
  assert.deepEqual(readContent({ kind: "roster", people: [person] }), { kind: "roster", people: [person] });
});

test("what is missing may have been taken away, and only what is missing; what another page says beside that is nothing", () => {
  const states = { microphone: "missing", camera: "off" };
  const read = (/** @type {unknown} */ interrupted) => readContent({ kind: "devices", ...states, interrupted });
  const taken = { kind: "devices", ...states, interrupted: ["microphone"] };
  assert.deepEqual(read(["microphone"]), taken);
  assert.deepEqual(read(["camera", "microphone", "microphone", "door", 3, null]), taken);
  for (const nothing of [undefined, [], ["camera"], "microphone", { 0: "microphone" }])
    assert.deepEqual(read(nothing), { kind: "devices", ...states });
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
    { kind: "card", name: "Maya", consent: null, devices: DEVICES },
    { kind: "card", name: "Maya", consent: { version: "1" }, devices: null },
    { kind: "constructor" },
    { kind: ["card"] },
    { kind: "code_word" },
    { kind: "code_word", word: 3 },
    { kind: "code_word_answer", matched: "yes", left: 1 },
    { kind: "code_word_answer", matched: true, left: -1 },
    { kind: "code_word_answer", matched: true, left: 0.5 },
    { kind: "code_word_answer", matched: true, left: 1e9 },
    { kind: "note", text: "" },
    { kind: "note", text: "\u200B" },
    { kind: "listening" },
    { kind: "place", country: "ES", place: "" },
    { kind: "place", country: "ES" },
    { kind: "move", participant: "<b>" },
    { kind: "move", participant: "x".repeat(41) },
    { kind: "not_me" },
    { kind: "devices", microphone: "on", camera: "exploded" },
    { kind: "roster" },
    { kind: "roster", people: [null] },
    { kind: "roster", people: [{ ...person, role: "god" }] },
    { kind: "roster", people: [{ ...person, participant: "x".repeat(99) }] },
    { kind: "roster", people: Array(17).fill(person) },
  ];
  for (const other of others) assert.equal(readContent(other), null, JSON.stringify(other));
});

test("a consent's version has nothing in it that the server would take for an attack", () => {
  const consent = { version: "spring\u200c\u200d\u2060\u202e-2026\u0007" };
  const read = readContent({ kind: "card", name: "Maya", consent, devices: DEVICES });
  assert.equal(read?.kind === "card" && read.consent.version, "spring-2026");
});
