import assert from "node:assert/strict";
import { test } from "node:test";

import {
  comesAs,
  comesNext,
  differs,
  dueToday,
  expected,
  inOrder,
  linkName,
  linkState,
  missingFrom,
  ownerOf,
  peopleOf,
  search,
} from "../../static/js/people.js";
import { apply } from "../../static/js/vault.js";
import { NOW, at, linkFor, put, vaultOf } from "./fake_practice.js";

const WEDNESDAY = 3;
const labels = (/** @type {readonly {label: string}[]} */ people) => people.map(({ label }) => label);

test("people come by label, each with the newest of their own links, and their guests", () => {
  const content = apply(vaultOf({ Maya: {}, Ben: {} }), [
    linkFor("id of Maya", { id: "newer", made: 9 }),
    linkFor("id of Maya", { id: "guest", role: "guest", label: "Interpreter", made: 12 }),
  ]);
  const [ben, maya] = peopleOf(content);
  assert.deepEqual([ben?.label, maya?.label], ["Ben", "Maya"]);
  assert.equal(maya?.link?.id, "newer");
  assert.deepEqual(
    maya?.further.map(({ id }) => id),
    ["link of Maya"],
  );
  assert.deepEqual(
    maya?.guests.map(({ id }) => id),
    ["guest"],
  );
});

test("what a newer page keeps beside them is nobody", () => {
  const content = apply(vaultOf({ Maya: {} }), [put("odd", { kind: "pigeon" })]);
  assert.deepEqual(labels(peopleOf(content)), ["Maya"]);
});

test("a link has one owner, and one whose person was removed has none", () => {
  const content = apply(vaultOf({ Maya: {}, Ben: {} }), [{ op: "remove", id: "id of Ben", at: NOW }]);
  assert.equal(ownerOf(peopleOf(content), "link of Maya")?.person.label, "Maya");
  assert.equal(ownerOf(peopleOf(content), "link of Ben"), null);
  assert.equal(ownerOf(peopleOf(content), null), null);
});

test("a guest is named with whom they come", () => {
  const content = apply(vaultOf({ Maya: {} }), [
    linkFor("id of Maya", { id: "guest", role: "guest", label: "Interpreter" }),
  ]);
  const owner = ownerOf(peopleOf(content), "guest");
  assert.ok(owner);
  assert.equal(comesAs(owner.person, owner.link), "Interpreter (with Maya)");
  assert.equal(linkName(owner.person, owner.link), "Interpreter's link for Maya");
});

test("a name that was typed in other letters or with other spaces is the same name", () => {
  assert.equal(differs("Maya Ruiz", "maya  ruiz"), false);
  assert.equal(differs("Maya", "Mayra"), true);
  assert.equal(differs("Maya", ""), false, "nothing was typed yet");
});

/** @param {object} fields @param {Partial<Parameters<typeof linkState>[1]>} [about] */
function stateOf(fields, about = {}) {
  const content = apply(vaultOf({ Maya: {} }), [put("link of Maya", fields)]);
  const link = /** @type {any} */ (peopleOf(content)[0]?.link);
  return linkState(link, { now: NOW, window: { opens: 1800, closes: 14400 }, server: null, ...about });
}

test("a link is early, open and over by the clock, between two looks at the server", () => {
  assert.equal(stateOf({ appointment: NOW + 1801 }), "early");
  assert.equal(stateOf({ appointment: NOW + 1800 }), "open");
  assert.equal(stateOf({ appointment: NOW - 14399 }), "open");
  assert.equal(stateOf({ appointment: NOW - 14400 }), "over");
  assert.equal(stateOf({}), "open");
});

test("a link that the server ended, or does not have any more, is over; one on its way is pending", () => {
  assert.equal(stateOf({}, { server: new Map([["link of Maya", "over"]]) }), "over");
  assert.equal(stateOf({}, { server: new Map() }), "over");
  assert.equal(stateOf({ pending: true }, { server: new Map() }), "pending");
});

/** @param {Record<string, object>} people */
const known = (people) => peopleOf(vaultOf(people));

test("whoever comes today stands first, by their time", () => {
  const people = known({
    Ann: {},
    Ben: { usual: { day: WEDNESDAY, time: "16:00" } },
    Cleo: { usual: { day: 1, time: "09:00" } },
    Maya: { usual: { day: WEDNESDAY, time: "14:00" } },
  });
  assert.deepEqual(labels(inOrder(people, NOW)), ["Maya", "Ben", "Ann", "Cleo"]);
});

test("an appointment of today comes before the usual time", () => {
  const [maya] = peopleOf(
    apply(vaultOf({ Maya: { usual: { day: WEDNESDAY, time: "14:00" } } }), [
      put("link of Maya", { appointment: at("15:30") }),
    ]),
  );
  assert.ok(maya);
  assert.equal(dueToday(maya, NOW), at("15:30"));
  assert.deepEqual(comesNext(maya, NOW), { start: at("15:30"), weekly: false });
});

test("expected is who comes next today and was not here yet, for half an hour after their time", () => {
  const people = known({
    Ben: { usual: { day: WEDNESDAY, time: "16:00" } },
    Maya: { usual: { day: WEDNESDAY, time: "14:00" } },
  });
  assert.equal(expected(people, NOW)?.person.label, "Maya");
  assert.equal(expected(people, at("14:30"))?.person.label, "Maya");
  assert.equal(expected(people, at("14:31"))?.person.label, "Ben");
  assert.equal(expected(people, at("16:31")), null);
  const seen = people.map((person) => ({ ...person, last: { at: at("10:00"), method: null } }));
  assert.equal(expected(seen, NOW), null);
});

test("a search finds labels of people and of their guests, in any letters", () => {
  const content = apply(vaultOf({ Maya: {}, Ben: {} }), [
    linkFor("id of Ben", { role: "guest", label: "Interpreter" }),
  ]);
  assert.deepEqual(labels(search(peopleOf(content), " MAY")), ["Maya"]);
  assert.deepEqual(labels(search(peopleOf(content), "inter")), ["Ben"]);
  assert.deepEqual(labels(search(peopleOf(content), "")), ["Ben", "Maya"]);
});

test("missing from today is whom an earlier copy has, once", () => {
  const today = apply(vaultOf({ Ben: {} }), []);
  const earlier = vaultOf({ Maya: {}, Ben: {} });
  assert.deepEqual(labels(missingFrom(today, earlier)), ["Maya"]);
  const back = apply(today, [put("anew", { kind: "person", label: "Maya", was: "id of Maya" })]);
  assert.deepEqual(missingFrom(back, earlier), []);
});
