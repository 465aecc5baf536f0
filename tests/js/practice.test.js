import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { apply } from "../../static/js/vault.js";
import {
  AWAY,
  BEN,
  FakeServer,
  MAYA,
  NOW,
  linkFor,
  openPractice,
  personOf,
  put,
  vaultOf,
} from "./fake_practice.js";

test("a new person is in the vault before the server hears of the link, and then waits for nothing more", async () => {
  const { practice, server } = await openPractice();
  const id = await practice.addPerson(MAYA);
  assert.deepEqual(server.log, ["save", "add client", "save"]);
  const maya = personOf(practice, "Maya");
  assert.deepEqual([maya.link.id, maya.link.pending, maya.codeWord, maya.room], [id, false, "heron", "room"]);
  assert.equal(practice.problem(id), "");
  const { id: _id, state: _state, admission_hash, ...told } = server.links.get(id);
  assert.match(admission_hash, /^[\w-]{43}$/);
  const facts = { role: "client", appointment: null, code_word: true, replaces: null };
  assert.deepEqual(told, { room: "room", case: maya.id, ...facts });
});

test("neither label nor code word nor secret is in what the server is told", async () => {
  const { practice, server } = await openPractice();
  const id = await practice.addPerson(MAYA);
  const guest = await practice.addGuest(personOf(practice, "Maya"), {
    label: "Interpreter",
    appointment: null,
  });
  const told = JSON.stringify([...server.links.values()]);
  const { secret } = personOf(practice, "Maya").link;
  for (const word of ["Maya", "heron", "Interpreter", secret]) assert.ok(!told.includes(word), word);
  assert.ok(told.includes(id) && told.includes(guest));
});

test("a link is the origin's, with its secret and the room's key from the vault", async () => {
  const { practice } = await openPractice();
  const id = await practice.addPerson(MAYA);
  const { link } = personOf(practice, "Maya");
  assert.equal(
    practice.linkText(link),
    `https://practice.example/join/${id}#1.${link.secret}.${"K".repeat(43)}`,
  );
});

test("a person whom the vault does not take yet is here all the same, and the server hears nothing of them", async () => {
  const { practice, server } = await openPractice();
  server.keepsVault = false;
  const id = await practice.addPerson(MAYA);
  assert.deepEqual(server.log, []);
  assert.equal(practice.ledger.isSaved(), false);
  assert.equal(practice.problem(id), `Maya's link is not saved yet: only this page has it. ${AWAY}`);
  server.keepsVault = true;
  await practice.ledger.reconcile();
  assert.deepEqual([practice.problem(id), server.states], ["", ["open"]]);
});

test("a link that the server does not take yet says so, and is told to it later", async () => {
  const { practice, server } = await openPractice();
  server.keepsLinks = false;
  const id = await practice.addPerson(MAYA);
  assert.equal(practice.problem(id), `Maya's link is not yet known to the server. ${AWAY}`);
  server.keepsLinks = true;
  await practice.ledger.reconcile();
  assert.equal(practice.problem(id), "");
  assert.equal(server.links.get(id)?.state, "open");
});

test("a server that refuses new links says why", async () => {
  const { practice, server } = await openPractice();
  server.refusal = new ApiError(403, "account_closing", "New ones cannot be made.");
  assert.match(practice.problem(await practice.addPerson(MAYA)), /New ones cannot be made\.$/);
});

test("replacing a link removes the old one and adds the new one in one change, then ends it at the server", async () => {
  const { practice, server } = await openPractice();
  const before = await practice.addPerson(MAYA);
  server.log.length = 0;
  const after = await practice.replace(personOf(practice, "Maya"), NOW);
  assert.deepEqual(server.log, ["save", "add client", "save"]);
  assert.equal(server.links.get(before).state, "over");
  assert.equal(server.links.get(after).appointment, NOW);
  assert.equal(Object.hasOwn(server.vault.tombstones, before), true);
  assert.deepEqual([personOf(practice, "Maya").link.id, personOf(practice, "Maya").further], [after, []]);
});

test("a link that could not be replaced at the server yet still works there, and the page says so", async () => {
  const { practice, server } = await openPractice();
  await practice.addPerson(MAYA);
  server.keepsLinks = false;
  const after = await practice.replace(personOf(practice, "Maya"), null);
  assert.match(practice.problem(after), /Until it is, the one before still works\./);
});

test("a link replaced twice while the server is away leaves none of its forerunners alive", async () => {
  const { practice, server } = await openPractice();
  const first = await practice.addPerson(MAYA);
  server.keepsLinks = false;
  await practice.replace(personOf(practice, "Maya"), null);
  server.keepsLinks = true;
  const third = await practice.replace(personOf(practice, "Maya"), null);
  assert.equal(server.links.get(first).state, "over");
  assert.equal(server.links.get(third).state, "open");
  assert.equal(practice.ledger.registry.untold.size, 0);
});

test("removing somebody ends their link and their guests' links", async () => {
  const { practice, server } = await openPractice();
  await practice.addPerson(MAYA);
  await practice.addGuest(personOf(practice, "Maya"), { label: "Interpreter", appointment: null });
  server.log.length = 0;
  await practice.remove(personOf(practice, "Maya"));
  assert.deepEqual(server.log, ["save", "end", "end"]);
  assert.deepEqual([practice.people, server.states], [[], ["over", "over"]]);
});

test("an ended link of which the server does not know it is remembered until it does", async () => {
  const { practice, server } = await openPractice();
  await practice.addPerson(MAYA);
  server.keepsLinks = false;
  await practice.remove(personOf(practice, "Maya"));
  assert.deepEqual([...practice.ledger.registry.untold.values()], ["Maya"]);
  server.keepsLinks = true;
  await practice.ledger.reconcile();
  assert.deepEqual([server.states, practice.ledger.registry.untold.size], [["over"], 0]);
});

test("a guest's link goes and leaves the person's own", async () => {
  const { practice, server } = await openPractice();
  const own = await practice.addPerson(MAYA);
  const guest = await practice.addGuest(personOf(practice, "Maya"), {
    label: "Interpreter",
    appointment: null,
  });
  const maya = personOf(practice, "Maya");
  await practice.removeLink(maya, /** @type {any} */ (maya.guests[0]));
  assert.deepEqual([server.links.get(own).state, server.links.get(guest).state], ["open", "over"]);
  assert.deepEqual(personOf(practice, "Maya").guests, []);
});

test("what is edited is written, and nothing else of the person changes", async () => {
  const { practice, server } = await openPractice();
  await practice.addPerson(MAYA);
  const before = personOf(practice, "Maya");
  await practice.edit(before, { label: "M.", codeWord: "", usual: { day: 1, time: "14:00" } });
  assert.deepEqual(personOf(practice, "M."), {
    ...before,
    label: "M.",
    codeWord: "",
    usual: { day: 1, time: "14:00" },
  });
  assert.equal(server.links.size, 1);
});

test("a client who is let in has had a session, with its method; a guest has had none", async () => {
  const { practice } = await openPractice();
  const own = await practice.addPerson(MAYA);
  const guest = await practice.addGuest(personOf(practice, "Maya"), {
    label: "Interpreter",
    appointment: null,
  });
  await practice.admitted(guest, "photo_id");
  await practice.admitted("a stranger's", "photo_id");
  assert.equal(personOf(practice, "Maya").last, null);
  await practice.admitted(own, "photo_id");
  assert.deepEqual(personOf(practice, "Maya").last, { at: NOW, method: "photo_id" });
});

test("who is confirmed in the session keeps its time, and has another method", async () => {
  const { practice } = await openPractice();
  const own = await practice.addPerson(MAYA);
  await Promise.all([practice.admitted(own, "later"), practice.confirmed(own, "photo_id")]);
  assert.deepEqual(personOf(practice, "Maya").last, { at: NOW, method: "photo_id" });
  practice.now = () => NOW + 300;
  await practice.confirmed(own, "voice");
  assert.deepEqual(personOf(practice, "Maya").last, { at: NOW, method: "voice" });
});

test("being let in forgets what was said instead of the code word", async () => {
  const { practice, server } = await openPractice();
  const own = await practice.addPerson(MAYA);
  await practice.ledger.write([put(own, { misses: [{ participant: "maya", word: "herring" }] })]);
  await practice.admitted(own, "recognised");
  assert.deepEqual(server.vault.entries[own] && personOf(practice, "Maya").link.misses, []);
});

test("a guest's link asks for no code word", async () => {
  const { practice, server } = await openPractice();
  await practice.addPerson(MAYA);
  const guest = await practice.addGuest(personOf(practice, "Maya"), { label: "Partner", appointment: null });
  assert.equal(server.links.get(guest).code_word, false);
});

test("a code word that is set or taken away is told to the server, and one that is changed is its own affair", async () => {
  const { practice, server } = await openPractice();
  const own = await practice.addPerson(BEN);
  server.log.length = 0;
  for (const codeWord of ["heron", "herring", ""])
    await practice.edit(personOf(practice, "Ben"), { label: "Ben", codeWord, usual: null });
  assert.deepEqual(server.log, ["save", "ask", "save", "save", "ask no more"]);
  assert.equal(server.links.get(own).code_word, false);
});

test("another code word forgets what was said instead of the one before", async () => {
  const { practice } = await openPractice();
  const own = await practice.addPerson(MAYA);
  await practice.ledger.write([put(own, { misses: [{ participant: "maya", word: "herring" }] })]);
  await practice.edit(personOf(practice, "Maya"), { label: "M.", codeWord: "heron", usual: null });
  assert.equal(personOf(practice, "M.").link.misses?.length, 1);
  await practice.edit(personOf(practice, "M."), { label: "M.", codeWord: "egret", usual: null });
  assert.deepEqual(personOf(practice, "M.").link.misses, []);
});

test("a code word of which the server could not be told is told to it later", async () => {
  const { practice, server } = await openPractice();
  const own = await practice.addPerson(BEN);
  server.keepsLinks = false;
  await practice.edit(personOf(practice, "Ben"), { label: "Ben", codeWord: "heron", usual: null });
  assert.equal(server.links.get(own).code_word, false);
  server.keepsLinks = true;
  await practice.ledger.reconcile();
  assert.equal(server.links.get(own).code_word, true);
});

test("people of an earlier copy come back once, as new ones with new links", async () => {
  const { practice, server } = await openPractice();
  await practice.addPerson(BEN);
  const earlier = apply(vaultOf({ Maya: { codeWord: "heron" } }), [linkFor("id of Maya", { role: "guest" })]);
  assert.deepEqual(await practice.bringBack(earlier), ["Maya"]);
  const maya = personOf(practice, "Maya");
  assert.notEqual(maya.id, "id of Maya");
  assert.notEqual(maya.link.id, "link of Maya");
  assert.deepEqual([maya.codeWord, maya.guests, server.links.get(maya.link.id).state], ["heron", [], "open"]);
  assert.deepEqual(await practice.bringBack(earlier), []);
});

test("what is worth writing anyway goes with the next change, and not by itself", async () => {
  let notes = [put("audit", { kind: "audit", number: 7, hash: "h" })];
  const { practice, server } = await openPractice({ along: () => notes.splice(0) });
  assert.deepEqual(server.log, []);
  await practice.addPerson(MAYA);
  assert.equal(server.vault.entries.audit?.kind, "audit");
});

test("a sign-in that is over is no trouble of the vault's, and is told to the page", async () => {
  const { practice, server, troubles } = await openPractice();
  const over = new ApiError(401, "sign_in_needed", "Please sign in.");
  server.refusal = over;
  const id = await practice.addPerson(MAYA);
  assert.deepEqual(troubles, [over]);
  assert.match(practice.problem(id), /not yet known to the server/);
});

test("what is asked at once is done one after the other", async () => {
  const { practice, server } = await openPractice();
  await Promise.all([practice.addPerson(MAYA), practice.addPerson(BEN), practice.ledger.reconcile()]);
  assert.deepEqual(server.log, [
    "save",
    "add client",
    "save",
    "save",
    "add client",
    "save",
    "list",
    "refresh",
  ]);
});

test("a practice that was closed has nobody, and what comes too late changes nothing", async () => {
  const server = new FakeServer();
  const { practice } = await openPractice({ server });
  const adding = practice.addPerson(MAYA);
  practice.ledger.close();
  await adding;
  assert.deepEqual([practice.people, practice.content, server.links.size], [[], null, 0]);
});

test("a link that another device removes while the server is told of it ends there", async () => {
  const { practice, server } = await openPractice();
  const add = server.addInvitation.bind(server);
  server.addInvitation = async (link) => {
    await add(link);
    server.vault = apply(server.vault, [{ op: "remove", id: link.id, at: NOW }]);
  };
  const id = await practice.addPerson(MAYA);
  assert.equal(server.links.get(id).state, "over");
  assert.equal(practice.content && Object.hasOwn(practice.content.entries, id), false);
});
