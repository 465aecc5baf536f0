import assert from "node:assert/strict";
import { test } from "node:test";

import { peopleOf } from "../../static/js/people.js";
import { Recognition } from "../../static/js/recognition.js";
import { apply } from "../../static/js/vault.js";
import { FakeClock } from "./fake_clock.js";
import { linkFor, vaultOf } from "./fake_practice.js";

function recognise() {
  const clock = new FakeClock();
  const state = {
    isOpen: true,
    content: vaultOf({ Maya: { codeWord: "heron" } }),
    refreshes: 0,
    works: true,
  };
  const recognition = new Recognition(
    {
      isOpen: () => state.isOpen,
      people: () => peopleOf(state.content),
      refresh: async () => {
        state.refreshes += 1;
        return state.works;
      },
      draw: () => undefined,
    },
    clock,
  );
  return { recognition, state, clock };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test("whoever comes by a link of the vault is known by its label, with the code word to ask for", () => {
  const { recognition, state } = recognise();
  assert.deepEqual(recognition.of("link of Maya"), { state: "known", label: "Maya", codeWord: "heron" });
  assert.equal(state.refreshes, 0);
});

test("a guest is known with whom they come, and is not asked for the client's code word", () => {
  const { recognition, state } = recognise();
  state.content = apply(state.content, [
    linkFor("id of Maya", { id: "guest", role: "guest", label: "Interpreter" }),
  ]);
  assert.deepEqual(recognition.of("guest"), {
    state: "known",
    label: "Interpreter (with Maya)",
    codeWord: "",
  });
});

test("a link that the vault does not have is looked up once, and is not one of theirs then", async () => {
  const { recognition, state } = recognise();
  assert.equal(recognition.of("stranger").state, "looking");
  assert.equal(recognition.of("stranger").state, "looking");
  await settled();
  assert.deepEqual([recognition.of("stranger").state, state.refreshes], ["unknown", 1]);
});

test("a link that another device has just made is known when the vault was read again", async () => {
  const { recognition, state } = recognise();
  recognition.of("new");
  state.content = apply(state.content, [linkFor("id of Maya", { id: "new" })]);
  await settled();
  assert.equal(recognition.of("new").label, "Maya");
});

test("while the vault cannot be read nobody is called a stranger, and it is tried again later", async () => {
  const { recognition, state, clock } = recognise();
  state.works = false;
  recognition.of("stranger");
  await settled();
  assert.deepEqual([recognition.of("stranger").state, state.refreshes], ["looking", 1]);
  state.works = true;
  clock.pass(10_000);
  recognition.of("stranger");
  await settled();
  assert.equal(recognition.of("stranger").state, "unknown");
});

test("while it is locked nobody is anybody", () => {
  const { recognition, state } = recognise();
  state.isOpen = false;
  assert.deepEqual(recognition.of("link of Maya"), { state: "locked", label: "", codeWord: "" });
  assert.equal(state.refreshes, 0);
});

test("a name is the label, with what was typed when that is another", () => {
  const { recognition } = recognise();
  assert.equal(recognition.nameOf("link of Maya", "maya"), "Maya");
  assert.equal(recognition.nameOf("link of Maya", "Lisa"), "Maya (Lisa)");
  assert.equal(recognition.nameOf("stranger", "Lisa"), "Lisa");
  assert.equal(recognition.nameOf("link of Maya", ""), "Maya");
});

test("somebody else who shares a client's link is not called by the client's label alone", () => {
  const { recognition } = recognise();
  assert.deepEqual(recognition.of("link of Maya", "guest"), {
    state: "known",
    label: "Guest by Maya's link",
    codeWord: "",
  });
  assert.equal(recognition.nameOf("link of Maya", "Maya", "guest"), "Guest by Maya's link (Maya)");
  assert.equal(recognition.nameOf("link of Maya", "Maya", "client"), "Maya");
});
