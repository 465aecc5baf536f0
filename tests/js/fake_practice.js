// A practice without a server: a vault that is kept or not, and a list of links, with everything noted in order.

import { ApiError } from "../../static/js/api.js";
import { randomId } from "../../static/js/base64url.js";
import { Practice } from "../../static/js/practice.js";
import { apply, emptyVault } from "../../static/js/vault.js";

/** @import { Known, Link } from "../../static/js/people.js" */
/** @import { Entry, Operation, VaultContent } from "../../static/js/vault.js" */

export const AWAY = "The server does not answer.";
const away = () => new ApiError(0, "unreachable", AWAY);

/** Now, in all these tests: a Wednesday, 13:05 on this machine's clocks. */
export const NOW = new Date(2026, 10, 25, 13, 5).getTime() / 1000;

/** A moment of that day. @param {string} time @param {number} [day] */
export function at(time, day = 25) {
  const [hour, minute] = time.split(":").map(Number);
  return new Date(2026, 10, day, Number(hour), Number(minute)).getTime() / 1000;
}

/** The server: a vault and a list of links, each of which can be away. */
export class FakeServer {
  constructor() {
    /** @type {VaultContent} */
    this.vault = apply(emptyVault(), [
      { op: "put", id: "room", fields: { kind: "room", publicKey: "K".repeat(43), privateKey: "secret" } },
    ]);
    /** @type {Map<string, any>} */
    this.links = new Map();
    /** What happened, in order. @type {string[]} */
    this.log = [];
    this.keepsVault = true;
    this.keepsLinks = true;
    /** What it refuses new links with. @type {ApiError|null} */
    this.refusal = null;
    this.head = { number: 0, hash: "" };
    /** @type {Map<number, string>} */
    this.rows = new Map();
  }

  /** @param {string} what @param {boolean} [works] */
  #asked(what, works = this.keepsLinks) {
    if (!works) throw away();
    this.log.push(what);
  }

  async invitations() {
    this.#asked("list");
    return [...this.links].map(([id, { state, code_word = false }]) => ({ id, state, code_word }));
  }

  /** @param {any} link */
  async addInvitation(link) {
    if (this.refusal !== null) throw this.refusal;
    this.#asked(`add ${link.role}`);
    this.links.set(link.id, { ...link, state: "open" });
    const before = this.links.get(link.replaces);
    if (before !== undefined) before.state = "over";
  }

  /** @param {string} id @param {{code_word: boolean}} change */
  async changeInvitation(id, { code_word }) {
    this.#asked(code_word ? "ask" : "ask no more");
    this.#link(id).code_word = code_word;
  }

  /** @param {string} id */
  async removeInvitation(id) {
    this.#asked("end");
    this.#link(id).state = "over";
  }

  /** @param {string} id */
  #link(id) {
    const link = this.links.get(id);
    if (link === undefined) throw new ApiError(404, "unknown", "There is no such link.");
    return link;
  }

  /** @param {number} number */
  async auditHead(number) {
    if (!this.keepsLinks) throw away();
    return { head: this.head, known: this.rows.get(number) ?? null };
  }

  /** The states of all links. */
  get states() {
    return [...this.links.values()].map(({ state }) => state);
  }
}

/** As much of a VaultSync as the page takes. */
export class FakeSync {
  /** @param {FakeServer} server */
  constructor(server) {
    this.server = server;
    this.base = server.vault;
    this.dataKey = new Uint8Array(32);
    /** @type {Operation[]} */
    this.pending = [];
    this.accepted = false;
    /** What loading is refused with. @type {Error|null} */
    this.refusal = null;
  }

  get content() {
    return apply(this.base, this.pending);
  }

  isSaved() {
    return this.pending.length === 0;
  }

  /** @param {readonly Operation[]} operations */
  async change(operations) {
    this.pending.push(...operations);
    await this.#save();
  }

  async load() {
    if (this.refusal !== null) throw this.refusal;
    if (!this.server.keepsVault) throw away();
    this.base = this.server.vault;
  }

  async refresh() {
    await this.load();
    this.server.log.push("refresh");
    if (!this.isSaved()) await this.#save();
  }

  async acceptOlder() {
    this.accepted = true;
    this.refusal = null;
    await this.load();
  }

  async #save() {
    await Promise.resolve();
    if (!this.server.keepsVault) throw away();
    this.server.log.push("save");
    this.server.vault = apply(this.server.vault, this.pending);
    this.base = this.server.vault;
    this.pending = [];
  }
}

/**
 * A practice that is open.
 *
 * @param {{server?: FakeServer, along?: () => Operation[]}} [means]
 */
export async function openPractice({ server = new FakeServer(), along = () => [] } = {}) {
  const sync = new FakeSync(server);
  /** @type {unknown[]} */
  const troubles = [];
  const practice = new Practice({
    api: server,
    origin: "https://practice.example",
    now: () => NOW,
    changed: () => undefined,
    trouble: (error) => troubles.push(error),
    along,
  });
  await practice.ledger.open(sync);
  server.log.length = 0;
  return { practice, sync, server, troubles };
}

/** The one person of this label. @param {{people: readonly Known[]}} practice @param {string} label @returns {Known & {link: Link}} */
export function personOf({ people }, label) {
  const person = people.find((each) => each.label === label);
  if (person?.link == null) throw new Error(`no ${label} with a link`);
  return /** @type {Known & {link: Link}} */ (person);
}

export const MAYA = Object.freeze({ label: "Maya", codeWord: "heron", usual: null, appointment: null });
export const BEN = Object.freeze({ label: "Ben", codeWord: "", usual: null, appointment: null });

/**
 * A vault with these people, each with an own link.
 *
 * @param {Record<string, object>} people  by label: what is different of each
 * @param {(label: string) => string} [linkOf]  its id
 * @returns {VaultContent}
 */
export function vaultOf(people, linkOf = (label) => `link of ${label}`) {
  const operations = Object.entries(people).flatMap(([label, fields]) => {
    const id = `id of ${label}`;
    const person = {
      kind: "person",
      room: "room",
      label,
      codeWord: "",
      usual: null,
      last: null,
      made: 1,
      ...fields,
    };
    return [put(id, person), linkFor(id, { id: linkOf(label) })];
  });
  return apply(emptyVault(), operations);
}

/**
 * @param {string} person
 * @param {object} [fields]
 */
export function linkFor(person, fields = {}) {
  const { id = randomId(), ...rest } = /** @type {{id?: string}} */ (fields);
  const link = {
    kind: "invitation",
    person,
    room: "room",
    secret: "S".repeat(22),
    role: "client",
    label: "",
    appointment: null,
    made: 1,
    pending: false,
    replaces: null,
  };
  return put(id, { ...link, ...rest });
}

/** @param {string} id @param {object} fields @returns {Operation} */
export function put(id, fields) {
  return { op: "put", id, fields: /** @type {Partial<Entry>} */ (fields) };
}
