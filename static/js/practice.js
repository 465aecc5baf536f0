// People and links, changed: the vault first, then the server, and nothing lost when either does not answer.

import { ApiError } from "./api.js";
import { randomId } from "./base64url.js";
import { linkText, newInvitation } from "./invitation.js";
import { put, remove } from "./operation.js";
import { allLinks, firstRoom, linksOf, missingFrom, ownerOf, peopleOf } from "./people.js";
import { problemText } from "./person_words.js";
import { Registry, settle, withForerunners } from "./registry.js";
import { Turns } from "./turns.js";

/** @import { Known, Link, PersonFields } from "./people.js" */
/** @import { LinkApi } from "./registry.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

/**
 * @typedef {object} Sync  what of vault_sync.js is needed here
 * @property {VaultContent} content
 * @property {(operations: Operation[]) => Promise<void>} change
 * @property {() => Promise<void>} refresh
 * @property {() => boolean} isSaved
 */

const SIGNED_OUT = 401;

export class Practice {
  /**
   * @param {object} page
   * @param {LinkApi} page.api
   * @param {string} page.origin
   * @param {() => number} page.now                  seconds
   * @param {() => void} page.changed
   * @param {(error: unknown) => void} page.trouble  the vault cannot be used, or a fault of ours
   * @param {() => Operation[]} [page.along]         what is worth writing when something is written anyway
   */
  constructor({ api, origin, now, changed, trouble, along = () => [] }) {
    this.registry = new Registry(api);
    this.origin = origin;
    this.now = now;
    this.along = along;
    this.changed = changed;
    this.trouble = trouble;
    /** @type {Sync|null} */
    this.sync = null;
    /** Links on their way. @type {Set<string>} */
    this.underway = new Set();
    this.saving = 0;
    /** Why the vault or the server did not take what was changed last, in words. */
    this.refusal = "";
    this.turns = new Turns();
  }

  /** @param {Sync} sync */
  async open(sync) {
    this.sync = sync;
    await this.reconcile();
  }

  /** Nothing of the vault stays here. */
  close() {
    this.sync = null;
    this.refusal = "";
    this.registry.forget();
  }

  /** @returns {VaultContent|null} */
  get content() {
    return this.sync?.content ?? null;
  }

  /** @returns {readonly Known[]} */
  get people() {
    return this.content === null ? [] : peopleOf(this.content);
  }

  isSaved() {
    return this.sync?.isSaved() ?? true;
  }

  /** The text to hand out. @param {Link} link */
  linkText(link) {
    const room = this.content?.entries[link.room];
    return linkText(this.origin, link, room?.kind === "room" ? room.publicKey : "");
  }

  /**
   * Why a link must not be handed out yet, or empty. Nothing of it is lost: `reconcile` goes on where it stopped.
   *
   * @param {string} invitation
   * @returns {string}
   */
  problem(invitation) {
    const entry = this.content?.entries[invitation];
    if (entry?.kind !== "invitation" || !entry.pending || this.underway.has(invitation)) return "";
    const owner = ownerOf(this.people, invitation);
    if (owner === null) return "";
    return problemText(owner, { isSaved: this.isSaved(), refusal: this.refusal });
  }

  /**
   * @param {PersonFields & {appointment: number|null}} about
   * @returns {Promise<string>}  the new link's id, whether or not the server has it yet
   */
  addPerson({ label, codeWord, usual, appointment }) {
    const [person, room, made] = [randomId(), firstRoom(this.content), this.now()];
    const link = newInvitation({ ...CLIENT, person, room, appointment, replaces: null, made });
    return this.#add([put(person, { kind: "person", room, label, codeWord, usual, last: null, made })], link);
  }

  /**
   * @param {Known} person
   * @param {PersonFields} fields
   */
  edit(person, fields) {
    return this.write([put(person.id, fields)]);
  }

  /**
   * A new link for the same person; those they had are void.
   *
   * @param {Known} person
   * @param {number|null} appointment
   * @returns {Promise<string>}
   */
  replace({ id: person, room, label, link, further }, appointment) {
    const made = this.now();
    const before = [...(link === null ? [] : [link]), ...further];
    const [replaces = null, ...others] = withForerunners(before);
    const successor = newInvitation({ ...CLIENT, person, room, appointment, replaces, made });
    const removals = before.map(({ id }) => remove(id, made));
    return this.#add(removals, successor, { others, whose: label });
  }

  /**
   * @param {Known} person
   * @param {{label: string, appointment: number|null}} about
   * @returns {Promise<string>}
   */
  addGuest({ id: person, room }, { label, appointment }) {
    const about = { person, room, label, appointment, made: this.now() };
    return this.#add([], newInvitation({ ...about, role: "guest", replaces: null }));
  }

  /** @param {Known} person */
  remove(person) {
    return this.#end([person.id], allLinks(person), person.label);
  }

  /**
   * @param {Known} person
   * @param {Link} link  a guest's, or one of the client's that is not wanted any more
   */
  removeLink(person, link) {
    return this.#end([], [link], person.label);
  }

  /**
   * Somebody was let in by this link: a client's last session is now.
   *
   * @param {string|null|undefined} invitation
   */
  async admitted(invitation) {
    const owner = ownerOf(this.people, invitation);
    if (owner?.link.role !== "client") return;
    await this.write([put(owner.person.id, { last: { at: this.now(), method: null } })]);
  }

  /**
   * People of an earlier copy who are missing today come back with new ids and new links: what was
   * removed stays removed.
   *
   * @param {VaultContent} earlier
   * @returns {Promise<string[]>}  whom it brought back, by label
   */
  async bringBack(earlier) {
    const missing = this.content === null ? [] : missingFrom(this.content, earlier);
    for (const { id, label, codeWord, usual, last } of missing) {
      const [person, room, made] = [randomId(), firstRoom(this.content), this.now()];
      const fields = { kind: "person", room, label, codeWord, usual, last, made, was: id };
      const link = newInvitation({ ...CLIENT, person, room, appointment: null, replaces: null, made });
      await this.#add([put(person, fields)], link);
    }
    return missing.map(({ label }) => label);
  }

  /**
   * What the vault has and the server lacks is told to it, and what the vault has given up ends there.
   *
   * @returns {Promise<boolean>}  whether the vault could be read
   */
  reconcile() {
    return this.turns.take(() => this.#reconcile());
  }

  /**
   * @param {Operation[]} operations
   * @returns {Promise<boolean>}  whether the server has it
   */
  write(operations) {
    return this.turns.take(() => this.#change(operations));
  }

  async #reconcile() {
    const { sync, registry } = this;
    if (sync === null) return false;
    const states = await this.attempt(async () => {
      // In this order: whatever stands on the server's list was in the vault before.
      const listed = await registry.list();
      await sync.refresh();
      return listed;
    });
    if (states === null || this.sync !== sync || !sync.isSaved()) return false;
    registry.learn(states);
    const { operations, missing, gone } = settle(sync.content, states, this.now());
    if (operations.length > 0 && !(await this.#change(operations))) return true;
    for (const { id } of missing) await this.#register(id);
    for (const id of gone) await this.#tellEnd(id, registry.untold.get(id) ?? "Somebody");
    return true;
  }

  /**
   * @param {Operation[]} before
   * @param {ReturnType<typeof newInvitation>} link
   * @param {{others: string[], whose: string}} [voids]  further links that end by it
   */
  #add(before, { id, fields }, { others, whose } = { others: [], whose: "" }) {
    return this.turns.take(async () => {
      this.underway.add(id);
      const saved = await this.#change([...before, put(id, fields)]);
      if (saved && (await this.#register(id))) for (const other of others) await this.#tellEnd(other, whose);
      this.underway.delete(id);
      this.changed();
      return id;
    });
  }

  /**
   * @param {string[]} entries
   * @param {Link[]} links
   * @param {string} whose
   */
  #end(entries, links, whose) {
    return this.turns.take(async () => {
      const ids = links.map(({ id }) => id);
      const saved = await this.#change([...entries, ...ids].map((id) => remove(id, this.now())));
      for (const id of ids) await this.#tellEnd(id, whose, saved);
    });
  }

  /** @param {string} id @returns {Promise<boolean>}  whether the server was told of the link */
  async #register(id) {
    const link = this.content && linksOf(this.content).find((each) => each.id === id);
    if (!link) return false;
    const whose = ownerOf(this.people, id)?.person.label ?? "Somebody";
    if (!(await this.attempt(() => this.registry.add(link).then(() => true)))) return false;
    await this.#change([put(id, { pending: false })]);
    // Another device has removed it meanwhile, when the server did not have it yet.
    const { content } = this;
    if (content !== null && !Object.hasOwn(content.entries, id)) await this.#tellEnd(id, whose);
    return true;
  }

  /** @param {string} id @param {string} whose @param {boolean} [saved]  the vault goes first */
  async #tellEnd(id, whose, saved = true) {
    const done = saved && (await this.attempt(() => this.registry.end(id).then(() => true)));
    if (!done) this.registry.untold.set(id, whose);
  }

  /** @param {Operation[]} operations @returns {Promise<boolean>}  whether the server has it */
  async #change(operations) {
    const { sync } = this;
    if (sync === null) return false;
    this.saving += 1;
    const saved = await this.attempt(() => sync.change([...operations, ...this.along()]).then(() => true));
    this.saving -= 1;
    this.changed();
    return saved === true;
  }

  /**
   * @template Value
   * @param {() => Promise<Value>} task
   * @returns {Promise<Value|null>}  null when it could not be done now; `refusal` says why
   */
  async attempt(task) {
    try {
      const value = await task();
      this.refusal = "";
      return value;
    } catch (error) {
      if (error instanceof ApiError && error.status !== SIGNED_OUT) this.refusal = error.message;
      else this.trouble(error);
      return null;
    } finally {
      this.changed();
    }
  }
}

const CLIENT = Object.freeze({ role: /** @type {const} */ ("client"), label: "" });
