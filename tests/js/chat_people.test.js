import assert from "node:assert/strict";
import { test } from "node:test";

import { chatPeople } from "../../static/js/chat_people.js";
import { view } from "./fake_page.js";

/** @import { Standing } from "../../static/js/messages.js" */

/** @param {string} you @param {Record<string, Standing>} standings @returns {any} */
const room = (you, standings) => ({
  you,
  host: "ruiz",
  people: Object.fromEntries(Object.entries(standings).map(([id, standing]) => [id, view(id, standing)])),
});
const names = (/** @type {{participant: string}[]} */ people) => people.map(({ participant }) => participant);

test("a client chats with the page that hosts and with whoever is admitted", () => {
  const people = chatPeople(
    room("maya", { ruiz: "host", desk: "watching", maya: "admitted", ben: "admitted", ana: "held", phone: "waiting" }),
    true,
  );
  assert.deepEqual(names(people), ["ruiz", "ben"]);
});

test("the host chats with whom it has admitted itself", () => {
  const people = chatPeople(room("ruiz", { ruiz: "host", maya: "admitted", eve: "admitted" }), true, ({ id }) => id === "maya");
  assert.deepEqual(names(people), ["maya"]);
});

test("a page that is not connected reaches nobody", () => {
  const given = room("maya", { ruiz: "host", maya: "admitted" });
  assert.deepEqual(chatPeople(given, true), [{ participant: "ruiz", connected: true }]);
  assert.deepEqual(chatPeople(given, false), [{ participant: "ruiz", connected: false }]);
  assert.deepEqual(chatPeople(null, true), []);
});
