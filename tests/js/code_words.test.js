import assert from "node:assert/strict";
import { test } from "node:test";

import { CodeWords, plainWord } from "../../static/js/code_words.js";
import { peopleOf } from "../../static/js/people.js";
import { FakeClock } from "./fake_clock.js";
import { FakeServer, linkFor, openPractice, vaultOf } from "./fake_practice.js";

/** @import { Answer, Saying } from "../../static/js/code_words.js" */

const LINK = "link of Maya";

/** A server that has Maya, whose code word is "heron". */
function newServer() {
  const server = new FakeServer();
  server.vault = vaultOf({ Maya: { codeWord: "heron" }, Ben: {} });
  for (const id of [LINK, "link of Ben"]) server.links.set(id, { role: "client", state: "open" });
  return server;
}

/** The page of a clinician who hosts, and what clients tell it. @param {FakeServer} [server] */
async function host(server = newServer()) {
  const { practice } = await openPractice({ server });
  const clock = new FakeClock();
  /** @type {Map<string, Saying>} */
  const sayings = new Map();
  /** @type {[string, Answer][]} */
  const answers = [];
  const { ledger } = practice;
  /** @type {CodeWords} */
  const words = new CodeWords(
    {
      people: () => ledger.people,
      revise: ledger.revise.bind(ledger),
      answer: ({ participant }, answer) => void answers.push([participant, answer]),
      draw: () => words.follow([...sayings.values()]),
    },
    clock,
  );
  const settled = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  const page = {
    ...{ practice, server, clock, answers, words, sayings, settled },
    /** @param {string} word @param {string} [participant] @param {string} [invitation] @param {object} [arrival] */
    async hears(word, participant = "maya", invitation = LINK, arrival = undefined) {
      page.says(word, participant, invitation, arrival);
      await settled();
    },
    /**
     * It is not compared yet.
     *
     * @param {string} word
     * @param {string} [participant]
     * @param {string} [invitation]
     * @param {object} [arrival]
     */
    says(word, participant = "maya", invitation = LINK, arrival = undefined) {
      const said = { word, ...(arrival && { arrival }) };
      sayings.set(participant, { participant, invitation, waits: true, said });
      words.follow([...sayings.values()]);
    },
    /** @param {string} [participant] */
    state(participant = "maya") {
      const { invitation = LINK, said = null } = sayings.get(participant) ?? {};
      const { state, misses } = words.of(participant, invitation, said);
      return `${state} ${misses}`;
    },
    misses: () => peopleOf(server.vault).find(({ label }) => label === "Maya")?.link?.misses ?? [],
  };
  return page;
}

test("a word is compared without regard to case, width and white space", () => {
  assert.equal(plainWord(" Blue  Heron "), plainWord("blueheron"));
  assert.equal(plainWord("ＨＥＲＯＮ"), "heron");
  assert.equal(plainWord("Straße"), plainWord("STRASSE"));
  assert.equal(plainWord("re\u0301sume\u0301"), plainWord("RÉSUMÉ"));
  assert.notEqual(plainWord("heron"), plainWord("herons"));
});

test("who has agreed on none is asked for none, and neither is a guest nor a stranger", async () => {
  const page = await host();
  await page.practice.ledger.write([linkFor("id of Maya", { id: "guest", role: "guest" })]);
  for (const link of ["link of Ben", "guest", "a stranger's", null])
    assert.equal(page.words.of("maya", link, { word: "heron" }).state, "none");
  await page.hears("heron", "ben", "link of Ben");
  assert.deepEqual(page.answers, []);
});

test("until it is said it is there for the clinician to ask for", async () => {
  const page = await host();
  assert.deepEqual(page.words.of("maya", LINK, null), { state: "unsaid", word: "heron", misses: 0 });
});

test("the right word matches, and nothing is written down", async () => {
  const page = await host();
  await page.hears("HERON ");
  assert.deepEqual([page.state(), page.answers], ["matched 0", [["maya", { matched: true, left: 3 }]]]);
  assert.ok(!page.server.log.includes("save"));
});

test("a miss is in the vault before it is answered", async () => {
  const page = await host();
  page.server.keepsVault = false;
  await page.hears("herring");
  assert.match(page.state(), /^checking/);
  assert.deepEqual([page.answers, page.misses()], [[], []]);
  page.server.keepsVault = true;
  page.clock.pass(10_000);
  await page.settled();
  assert.deepEqual(page.misses(), [{ participant: "maya", word: "herring" }]);
  assert.deepEqual([page.state(), page.answers], ["missed 1", [["maya", { matched: false, left: 2 }]]]);
});

test("the right word is answered neither while the vault cannot be read: another device may have counted", async () => {
  const page = await host();
  page.server.keepsVault = false;
  await page.hears("heron");
  assert.deepEqual([page.state(), page.answers], ["checking 0", []]);
});

test("a miss that was written but not answered is not counted again", async () => {
  const page = await host();
  const change = page.practice.ledger.sync?.change.bind(page.practice.ledger.sync);
  let isFirst = true;
  /** @type {any} */ (page.practice.ledger.sync).change = async (/** @type {any} */ operations) => {
    page.server.keepsVault = !isFirst;
    isFirst = false;
    await change?.(operations);
  };
  await page.hears("herring");
  assert.equal(page.state(), "checking 1");
  page.server.keepsVault = true;
  page.clock.pass(10_000);
  await page.settled();
  assert.deepEqual([page.state(), page.misses().length], ["missed 1", 1]);
});

test("the same word of the same participant is no new try, but is answered again", async () => {
  const page = await host();
  for (const word of ["herring", "Herring", " herring"]) await page.hears(word);
  assert.deepEqual([page.state(), page.misses().length], ["missed 1", 1]);
  assert.deepEqual(
    page.answers.map(([, { left }]) => left),
    [2, 2, 2],
  );
});

test("tries are counted by link, from all its devices and over a reload of the page that hosts", async () => {
  const server = newServer();
  const first = await host(server);
  await first.hears("herring");
  await first.hears("herring", "phone");
  const second = await host(server);
  await second.hears("herring");
  assert.equal(second.state(), "missed 2", "said before the reload, it was counted before");
  await second.hears("hero", "phone");
  assert.deepEqual([second.state("phone"), second.answers.at(-1)?.[1].left], ["missed 3", 0]);
});

test("what another device of the clinician's has counted meanwhile counts here", async () => {
  const server = newServer();
  const [one, other] = [await host(server), await host(server)];
  await one.hears("herring");
  await one.hears("hero");
  await other.hears("harrow", "phone");
  assert.deepEqual([other.state("phone"), one.misses().length], ["missed 3", 3]);
});

test("after three misses the right word matches no more, from no device, and nothing more is written", async () => {
  const page = await host();
  for (const word of ["herring", "hero", "harrow"]) await page.hears(word);
  page.server.log.length = 0;
  await page.hears("heron");
  await page.hears("heron", "phone");
  assert.deepEqual([page.state(), page.state("phone")], ["missed 3", "missed 3"]);
  assert.deepEqual(page.answers.at(-1), ["phone", { matched: false, left: 0 }]);
  assert.deepEqual(page.server.log, []);
});

test("a match forgets the misses before, and nothing that is said after it counts", async () => {
  const page = await host();
  for (const word of ["herring", "heron", "hero"]) await page.hears(word);
  assert.deepEqual([page.state(), page.misses()], ["matched 0", []]);
  assert.deepEqual(page.answers.at(-1), ["maya", { matched: true, left: 3 }]);
});

test("whoever was let in by a click is known: what they said before counts no more", async () => {
  const page = await host();
  await page.hears("herring");
  await page.practice.admitted(LINK, "recognised");
  assert.deepEqual([page.state(), page.misses()], ["unsaid 0", []]);
  page.words.follow([...page.sayings.values()]);
  await page.settled();
  assert.deepEqual(page.misses(), []);
});

test("another code word is compared anew", async () => {
  const page = await host();
  await page.hears("heron");
  const [, maya] = page.practice.people;
  assert.ok(maya);
  await page.practice.edit(maya, { label: "Maya", codeWord: "egret", usual: null });
  assert.equal(page.state(), "unsaid 0", "what was said before costs no try");
  await page.hears("heron");
  assert.equal(page.state(), "missed 1");
});

test("what was said before the clinician agreed on just that matches, without a second answer", async () => {
  const page = await host();
  await page.hears("egret");
  const [, maya] = page.practice.people;
  assert.ok(maya);
  await page.practice.edit(maya, { label: "Maya", codeWord: "egret", usual: null });
  page.words.follow([...page.sayings.values()]);
  await page.settled();
  assert.deepEqual([page.state(), page.misses(), page.answers.length], ["matched 0", [], 1]);
});

test("nobody is compared who does not wait", async () => {
  const page = await host();
  page.sayings.set("maya", { participant: "maya", invitation: LINK, waits: false, said: { word: "herring" } });
  page.words.follow([...page.sayings.values()]);
  await page.settled();
  assert.deepEqual([page.answers, page.misses()], [[], []]);
});

test("what was compared is forgotten with a lock, and is no new try after it", async () => {
  const page = await host();
  await page.hears("herring");
  page.words.forget();
  await page.hears("herring");
  assert.deepEqual([page.state(), page.misses().length], ["missed 1", 1]);
});

test("after a lock what was said is compared again, without a word to the client and without a try", async () => {
  for (const [word, state, misses] of /** @type {const} */ ([
    ["heron", "matched 0", 0],
    ["herring", "missed 1", 1],
  ])) {
    const page = await host();
    await page.hears(word);
    page.words.forget();
    page.words.follow([...page.sayings.values()]);
    await page.settled();
    assert.deepEqual([page.state(), page.misses().length, page.answers.length], [state, misses, 1]);
  }
});

test("whoever was let in before a lock is charged nothing after it for what they said before", async () => {
  const page = await host();
  await page.hears("herring");
  await page.practice.admitted(LINK, "recognised");
  page.words.forget();
  page.words.follow([...page.sayings.values()]);
  await page.settled();
  assert.deepEqual([page.state(), page.misses()], ["unsaid 0", []]);
});

test("that no tries are left is said once to each, whatever they say after it", async () => {
  const page = await host();
  for (const word of ["herring", "hero", "harrow"]) await page.hears(word);
  const before = page.answers.length;
  for (const word of ["one", "two", "harrow", "heron"]) {
    await page.hears(word);
    await page.hears(word, "phone");
  }
  assert.deepEqual(page.answers.slice(before), [["phone", { matched: false, left: 0 }]]);
});

test("a page that was locked while a word was compared answers it when it is open again", async () => {
  const page = await host();
  const { ledger } = page.practice;
  const { sync } = ledger;
  page.sayings.set("maya", { participant: "maya", invitation: LINK, waits: true, said: { word: "heron" } });
  page.words.follow([...page.sayings.values()]);
  ledger.close();
  await page.settled();
  assert.deepEqual([page.answers, page.state()], [[], "none 0"]);
  await ledger.open(/** @type {any} */ (sync));
  page.clock.pass(10_000);
  await page.settled();
  assert.deepEqual(page.answers, [["maya", { matched: true, left: 3 }]]);
});

test("a word that matched is not that of whoever has come anew in the same place", async () => {
  const page = await host();
  await page.hears("heron", "maya", LINK, { first: true });
  assert.equal(page.state(), "matched 0");
  await page.hears("herring", "maya", LINK, { first: false });
  assert.equal(page.state(), "missed 1");
  assert.deepEqual(page.answers.at(-1), ["maya", { matched: false, left: 2 }]);
});

test("what was still being compared when somebody else came in the same place is not what they have said", async () => {
  const page = await host();
  page.says("heron", "maya", LINK, { first: true });
  page.says("herring", "maya", LINK, { first: false });
  assert.equal(page.state(), "checking 0");
  await page.settled();
  assert.equal(page.state(), "missed 1");
  assert.deepEqual(page.answers, [["maya", { matched: false, left: 2 }]]);
});

test("whoever says the word again and has not come anew stays matched", async () => {
  const page = await host();
  const arrival = {};
  await page.hears("heron", "maya", LINK, arrival);
  await page.hears("herring", "maya", LINK, arrival);
  assert.deepEqual([page.state(), page.misses()], ["matched 0", []]);
});
