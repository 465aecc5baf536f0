// Two tabs of one browser and two more devices, all used at once; and what must be true in the end.

import { isDeepStrictEqual } from "node:util";

import { ApiError } from "../../static/js/api.js";
import { apply, emptyVault } from "../../static/js/vault.js";
import { FakeClock } from "./fake_clock.js";
import { FakeNetwork } from "./fake_network.js";
import { fakeStorage } from "./fake_storage.js";
import { FakeVaultServer } from "./fake_vault_server.js";
import { seededRandom } from "./seeded_random.js";
import { FakeTabs, person, vaultPage } from "./vault_page.js";

/** @import { VaultSync } from "../../static/js/vault_sync.js" */

const FIELDS = /** @type {const} */ (["label", "codeWord"]);
const ACTIONS = 14;

/** How much WebCrypto's threads have still to do: the fake clock waits for them. */
let busy = 0;
const WATCHED = /** @type {const} */ (["digest", "encrypt", "decrypt", "importKey"]);
for (const name of WATCHED) {
  const work = /** @type {(...given: any[]) => Promise<any>} */ (crypto.subtle[name]).bind(crypto.subtle);
  Object.defineProperty(crypto.subtle, name, {
    value: async (/** @type {any[]} */ ...given) => {
      busy += 1;
      try {
        return await work(...given);
      } finally {
        busy -= 1;
      }
    },
  });
}

async function quiet() {
  do await new Promise((resolve) => setImmediate(resolve));
  while (busy > 0);
}

export class VaultPractice {
  /**
   * @param {number} seed
   * @param {typeof apply} rules  how pages apply changes
   */
  constructor(seed, rules) {
    this.random = seededRandom(seed);
    this.clock = new FakeClock();
    this.rules = rules;
    this.seed = seed;
    /** @type {{sync: VaultSync, failures: Error[]}[]} */
    this.pages = [];
    /** @type {FakeNetwork[]} */
    this.networks = [];
    /** Who was added and not removed by anybody. @type {Set<string>} */
    this.expected = new Set(["first", "second"]);
    /** @type {Set<string>} */
    this.removed = new Set();
    /**
     * Every change of a field: what it wrote over what.
     *
     * @type {{id: string, field: string, from: string, to: string}[]}
     */
    this.edits = [];
    this.waiting = 0;
    /** @type {unknown[]} */
    this.surprises = [];
  }

  async open() {
    this.server = await FakeVaultServer.begin(apply(emptyVault(), [person("first"), person("second")]));
    const [tabs, laptop] = [new FakeTabs(), fakeStorage()];
    const browsers = [
      { storage: laptop, tabs: tabs.tab() },
      { storage: laptop, tabs: tabs.tab() },
      {},
      {},
    ];
    for (const [place, browser] of browsers.entries()) {
      const network = new FakeNetwork(this.server, this.clock, seededRandom(31 * this.seed + place));
      const workings = { apply: this.rules, random: seededRandom(37 * this.seed + place) };
      const page = vaultPage(this.server, { ...browser, clock: this.clock, workings, api: network.api() });
      this.networks.push(network);
      this.pages.push(page);
      network.reliable = true;
      this.#wait(page.sync.load());
    }
    await this.#settle();
    for (const network of this.networks) network.reliable = false;
  }

  /** Whatever chance brings, with more or less time between. */
  async work() {
    for (let action = 0; action < ACTIONS; action += 1) {
      this.#act(this.#one(this.pages).sync, `new ${action}`);
      const until = this.clock.now() + this.random() ** 2 * 200;
      while (await this.#step(until));
    }
  }

  /** The network is good again, and every page looks until all have said everything. */
  async finish() {
    for (const network of this.networks) network.reliable = true;
    await this.#settle();
    for (let round = 0; round < 2; round += 1) {
      for (const { sync } of this.pages) this.#wait(sync.refresh());
      await this.#settle();
    }
    for (const { sync } of this.pages) {
      this.#wait(sync.refresh());
      await this.#settle();
    }
    return this.#faults();
  }

  /**
   * @param {VaultSync} sync
   * @param {string} name
   */
  #act(sync, name) {
    const { entries } = sync.content;
    const ids = Object.keys(entries);
    const chance = this.random();
    if (chance < 0.2 || ids.length === 0) {
      this.expected.add(name);
      this.#wait(sync.change([person(name)]));
    } else if (chance < 0.75) {
      const id = this.#one(ids);
      const field = this.#one(FIELDS);
      const from = String(/** @type {any} */ (entries[id])[field]);
      this.edits.push({ id, field, from, to: name });
      this.#wait(sync.change([{ op: "put", id, fields: { [field]: name } }]));
    } else if (chance < 0.85) {
      const id = this.#one(ids);
      this.expected.delete(id);
      this.removed.add(id);
      this.#wait(sync.change([{ op: "remove", id, at: this.clock.now() / 1000 }]));
    } else {
      this.#wait(sync.refresh());
    }
  }

  /** What is wrong now that all is said, in words. */
  async #faults() {
    const { pages, surprises } = this;
    const vaults = pages.map(({ sync }) => sync.content);
    const kept = await this.server?.open();
    const final = /** @type {Record<string, any>} */ (vaults[0]?.entries ?? {});
    const faults = [...surprises, ...pages.flatMap(({ failures }) => failures)].map(String);
    if (!pages.every(({ sync }) => sync.isSaved())) faults.push("a change was never saved");
    if (!vaults.every((vault) => isDeepStrictEqual(vault, kept))) faults.push("pages do not agree");
    for (const id of this.expected) if (!Object.hasOwn(final, id)) faults.push(`${id} is lost`);
    for (const id of this.removed) if (Object.hasOwn(final, id)) faults.push(`${id} came back`);
    for (const { id, field, from, to } of this.edits)
      if (final[id]?.[field] === from) faults.push(`"${to}" was written over "${from}", which is there again`);
    return faults;
  }

  /** @param {Promise<void>} saving */
  #wait(saving) {
    this.waiting += 1;
    void saving
      .catch((error) => {
        if (!(error instanceof ApiError)) this.surprises.push(error);
      })
      .finally(() => (this.waiting -= 1));
  }

  /** Until nobody waits for anything. */
  async #settle() {
    await quiet();
    while (await this.#step(Infinity));
    if (this.waiting > 0) this.surprises.push("somebody waits for ever");
  }

  /**
   * The next thing happens, unless it is after that time.
   *
   * @param {number} until
   */
  async #step(until) {
    await quiet();
    const next = Math.min(...this.clock.timers.map(({ at }) => at));
    if (next === Infinity || next > until) return false;
    this.clock.pass(next - this.clock.now());
    await quiet();
    return true;
  }

  /**
   * @template T
   * @param {readonly T[]} choices
   * @returns {T}
   */
  #one(choices) {
    return /** @type {T} */ (choices[Math.floor(this.random() * choices.length)]);
  }
}
