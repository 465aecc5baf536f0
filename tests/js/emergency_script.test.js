import assert from "node:assert/strict";
import { test } from "node:test";

import { scriptText } from "../../static/js/views/emergency_script.js";
import { factsOf } from "./fake_emergency.js";

test("a dispatcher is told who calls, who needs help, where, and a number there", () => {
  assert.equal(
    scriptText(factsOf("Maya", { name: "Maya Quintela", place: "Rua Augusta 1, Lisbon", callback: "+351 210" })),
    "I am a therapist. My client Maya Quintela is at Rua Augusta 1, Lisbon, Portugal and needs help now. " +
      "The number there is +351\u00a0210.",
  );
});

test("a child is named with the parent, and a guest with their part", () => {
  const child = factsOf("Maya", { consent: { version: "1", date: "", child: "Tom" } });
  assert.match(scriptText(child), /My client Tom, a child with Maya, is at/);
  const guest = scriptText(factsOf("Ana", { part: "Interpreter" }));
  assert.match(guest, /Somebody in my session, Ana \(Interpreter\), is at/);
});

test("what was not said is said to be unknown, and no number is made up", () => {
  assert.equal(
    scriptText(factsOf("Maya", { name: "", country: "", place: "", callback: "" })),
    "I am a therapist. My client Maya needs help now. I do not know where they are now.",
  );
  assert.match(scriptText(factsOf("Maya", { place: "" })), /is in Portugal and needs/);
});
