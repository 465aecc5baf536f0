// Vault and server, told one after the other what was changed: nothing is lost when either does not answer.

import { ApiError } from "./api.js";
import { put } from "./operation.js";
import { asksCodeWord, linksOf, ownerOf, peopleOf } from "./people.js";
import { Registry, settle } from "./registry.js";
import { Turns } from "./turns.js";

/** @import { Known, Link, Owner } from "./people.js" */
/** @import { LinkApi } from "./registry.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

/**
 * @typedef {object} Sync  what of vault_sync.js is needed here
 * @property {VaultContent} content
 * @property {(operations: Operation[]) => Promise<void>} change
 * @property {() => Promise<void>} refresh
 * @property {() => boolean} isSaved
 *
 * @typedef {object} LedgerPage
 * @property {LinkApi} api
 * @property {() => number} now                  seconds
 * @property {() => void} changed
 * @property {(error: unknown) => void} trouble  the vault cannot be used, or a fault of ours
 * @property {() => Operation[]} [along]         what is worth writing when something is written anyway
 */

const SIGNED_OUT = 401;
const NOBODY = "Somebody";

export class Ledger {
  /** @param {LedgerPage} page */
  constructor({ api, now, changed, trouble, along = () => [] }) {
    this.registry = new Registry(api);
    this.now = now;
    this.along = along;
    this.changed = changed;
    this.trouble = trouble;
    /** @type {Sync|null} */
    this.sync = null;
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
    return this.turns.take(() => this.change(operations));
  }

  /**
   * Write what follows from what the vault says of a link by then: it is read first, for another device may have
   * written meanwhile.
   *
   * @param {string} invitation
   * @param {(owner: Owner) => Operation[]} follows
   * @returns {Promise<boolean>}  whether the server has it, and all that was written before
   */
  revise(invitation, follows) {
    return this.turns.take(async () => {
      const { sync } = this;
      const isRead = sync !== null && (await this.attempt(() => sync.refresh().then(() => true)));
      const owner = isRead ? ownerOf(this.people, invitation) : null;
      if (owner === null) return false;
      const operations = follows(owner);
      return operations.length === 0 ? this.isSaved() : this.change(operations);
    });
  }

  async #reconcile() {
    const { sync, registry } = this;
    if (sync === null) return false;
    const listed = await this.attempt(async () => {
      // In this order: whatever stands on the server's list was in the vault before.
      const served = await registry.list();
      await sync.refresh();
      return served;
    });
    if (listed === null || this.sync !== sync || !sync.isSaved()) return false;
    registry.learn(listed);
    this.changed();
    const { operations, missing, gone, differing } = settle(sync.content, listed, this.now());
    if (operations.length > 0 && !(await this.change(operations))) return true;
    for (const { id } of missing) await this.register(id);
    for (const id of gone) await this.tellEnd(id, registry.untold.get(id) ?? NOBODY);
    for (const link of differing) await this.tellCodeWord(link);
    return true;
  }

  /**
   * Within a turn.
   *
   * @param {string} id
   * @returns {Promise<boolean>}  whether the server was told of the link
   */
  async register(id) {
    const link = this.content && linksOf(this.content).find((each) => each.id === id);
    if (!link) return false;
    const owner = ownerOf(this.people, id);
    const asks = owner !== null && asksCodeWord(owner);
    if (!(await this.attempt(() => this.registry.add(link, asks).then(() => true)))) return false;
    await this.change([put(id, { pending: false })]);
    // Another device has removed it meanwhile, when the server did not have it yet.
    const { content } = this;
    if (content !== null && !Object.hasOwn(content.entries, id))
      await this.tellEnd(id, owner?.person.label ?? NOBODY);
    return true;
  }

  /**
   * Within a turn: whether the check-in asks for a code word, as the vault says. `reconcile` tells it again.
   *
   * @param {Link} link
   */
  async tellCodeWord({ id }) {
    const owner = ownerOf(this.people, id);
    if (owner !== null) await this.attempt(() => this.registry.change(id, asksCodeWord(owner)));
  }

  /**
   * Within a turn.
   *
   * @param {string} id
   * @param {string} whose
   * @param {boolean} [saved]  the vault goes first
   */
  async tellEnd(id, whose, saved = true) {
    const done = saved && (await this.attempt(() => this.registry.end(id).then(() => true)));
    if (!done) this.registry.untold.set(id, whose);
  }

  /**
   * Within a turn.
   *
   * @param {Operation[]} operations
   * @returns {Promise<boolean>}  whether the server has it
   */
  async change(operations) {
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
