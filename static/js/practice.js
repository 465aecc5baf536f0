// People and links of a practice, changed as the clinician says.

import { randomId } from "./base64url.js";
import { linkText, newInvitation } from "./invitation.js";
import { Ledger } from "./ledger.js";
import { put, remove } from "./operation.js";
import { allLinks, firstRoom, missingFrom, ownerOf } from "./people.js";
import { problemText } from "./person_words.js";
import { withForerunners } from "./registry.js";

/** @import { LedgerPage } from "./ledger.js" */
/** @import { Method } from "./messages.js" */
/** @import { Known, Link, Owner, PersonFields } from "./people.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

const CLIENT = Object.freeze({ role: /** @type {const} */ ("client"), label: "" });

export class Practice {
  /** @param {LedgerPage & {origin: string}} page */
  constructor({ origin, ...page }) {
    this.ledger = new Ledger(page);
    this.origin = origin;
    this.now = page.now;
    this.changed = page.changed;
    /** Links on their way. @type {Set<string>} */
    this.underway = new Set();
  }

  get content() {
    return this.ledger.content;
  }

  get people() {
    return this.ledger.people;
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
    const { ledger } = this;
    return problemText(owner, { isSaved: ledger.isSaved(), refusal: ledger.refusal });
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
   * Another code word is another question: what was tried before is forgotten, and the server asks for one or not.
   *
   * @param {Known} person
   * @param {PersonFields} fields
   */
  edit({ id, codeWord, link, further }, fields) {
    const { ledger } = this;
    const own = codeWord === fields.codeWord ? [] : [...(link === null ? [] : [link]), ...further];
    return ledger.turns.take(async () => {
      const saved = await ledger.change([put(id, fields), ...own.flatMap(forgetMisses)]);
      if (!saved || (codeWord === "") === (fields.codeWord === "")) return;
      for (const each of own) if (!each.pending) await ledger.tellCodeWord(each);
    });
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
   * Somebody was let in by this link: a client's last session is now, and whatever was tried as code word before is
   * forgotten.
   *
   * @param {string|null|undefined} invitation
   * @param {Method|null} method
   */
  admitted(invitation, method) {
    return this.#writeOfClient(invitation, ({ person, link }) => [
      put(person.id, { last: { at: this.now(), method } }),
      ...forgetMisses(link),
    ]);
  }

  /**
   * Who somebody in session is was found out: of their last session the method is another.
   *
   * @param {string|null|undefined} invitation
   * @param {Method} method
   */
  confirmed(invitation, method) {
    return this.#writeOfClient(invitation, ({ person: { id, last } }) => [
      put(id, { last: { at: last?.at ?? this.now(), method } }),
    ]);
  }

  /** A link was ended: nobody new comes by it, whatever the server says. @param {string} invitation */
  refused(invitation) {
    return this.ledger.revise(invitation, ({ link }) => [put(link.id, { refused: true })]);
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
   * Nothing of guests is written down.
   *
   * @param {string|null|undefined} invitation
   * @param {(owner: Owner) => Operation[]} operations
   */
  #writeOfClient(invitation, operations) {
    const { ledger } = this;
    return ledger.turns.take(async () => {
      const owner = ownerOf(this.people, invitation);
      if (owner?.link.role === "client") await ledger.change(operations(owner));
    });
  }

  /**
   * @param {Operation[]} before
   * @param {ReturnType<typeof newInvitation>} link
   * @param {{others: string[], whose: string}} [voids]  further links that end by it
   */
  #add(before, { id, fields }, { others, whose } = { others: [], whose: "" }) {
    const { ledger } = this;
    return ledger.turns.take(async () => {
      this.underway.add(id);
      const saved = await ledger.change([...before, put(id, fields)]);
      if (saved && (await ledger.register(id)))
        for (const other of others) await ledger.tellEnd(other, whose);
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
    const { ledger } = this;
    return ledger.turns.take(async () => {
      const ids = links.map(({ id }) => id);
      const saved = await ledger.change([...entries, ...ids].map((id) => remove(id, this.now())));
      for (const id of ids) await ledger.tellEnd(id, whose, saved);
    });
  }
}

/** @param {Link} link @returns {Operation[]} */
function forgetMisses({ id, misses = [] }) {
  return misses.length === 0 ? [] : [put(id, { misses: [] })];
}
