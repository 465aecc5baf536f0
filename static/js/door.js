// The door of the practice: the people of Today and the links that are given to them, once the vault is open.

import { AuditHead } from "./audit_head.js";
import { longDayText, timeText } from "./day_time.js";
import { comesNext, expected, inOrder, linkName, ownerOf } from "./people.js";
import { wordsOf } from "./person_words.js";
import { Practice } from "./practice.js";
import { Modal } from "./views/modal.js";
import { People } from "./views/people.js";
import { PeopleDialogs } from "./views/people_dialogs.js";

/** @import { AuditHead as AuditAnswer } from "./api.js" */
/** @import { Remembered } from "./audit_head.js" */
/** @import { Known, Link, Window } from "./people.js" */
/** @import { Sync } from "./ledger.js" */
/** @import { LinkFacts } from "./person_words.js" */
/** @import { LinkApi } from "./registry.js" */
/** @import { VaultContent } from "./vault.js" */
/** @import { Outlets } from "./views/link_panel.js" */
/** @import { Note } from "./views/notes.js" */

/** The id of the note about it. */
const CLOSING = "closing-text";

export class Door {
  /**
   * @param {object} page
   * @param {LinkApi & {auditHead: (number: number) => Promise<AuditAnswer>}} page.api
   * @param {string} page.origin
   * @param {Window} page.window
   * @param {number|null} page.closing  seconds: when the account ends
   * @param {() => number} page.now     seconds
   * @param {Outlets} page.outlets
   * @param {(error: unknown) => void} page.trouble
   * @param {() => void} page.draw
   */
  constructor({ api, origin, window, closing, now, outlets, trouble, draw }) {
    this.window = window;
    this.closing = closing;
    this.now = now;
    this.outlets = outlets;
    this.redraw = draw;
    /** What was done last that has to be known, and for whom. */
    this.said = { person: "", text: "" };
    /** Whom an earlier copy has brought back. */
    this.broughtBack = "";
    this.audit = new AuditHead((number) => api.auditHead(number), now);
    this.practice = new Practice({
      api,
      origin,
      now,
      trouble,
      changed: draw,
      along: () => this.audit.along(),
    });
    this.people = new People(this.#cardActs());
    this.modal = new Modal(() => this.people.heading);
    this.dialogs = new PeopleDialogs({ modal: this.modal, acts: this.#dialogActs(), window, outlets });
  }

  /** @param {Sync} sync */
  async open(sync) {
    await this.practice.ledger.open(sync);
    await this.#checkAudit();
  }

  /** Nothing of the vault stays here, nor in the page. */
  close() {
    this.modal.close();
    this.practice.ledger.close();
    this.audit.forget();
    this.said = { person: "", text: "" };
    this.broughtBack = "";
    this.people.forget();
  }

  /** Draw the region "People". */
  draw() {
    const { practice, closing } = this;
    const now = this.now();
    const around = {
      now,
      window: this.window,
      server: practice.ledger.registry.states,
      problem: (/** @type {string} */ id) => practice.problem(id),
    };
    const words = inOrder(practice.people, now).map((person) => wordsOf(person, around));
    this.people.update(words, {
      said: this.said,
      closing: closing === null ? "" : CLOSING,
    });
    this.dialogs.update();
  }

  /** What is said while nobody waits. */
  emptyText() {
    const next = expected(this.practice.people, this.now());
    if (next === null) return "Nobody is waiting. Whoever opens their link appears here.";
    const { person, at } = next;
    const verb = at < this.now() ? "was" : "is";
    return `Nobody is waiting. ${person.label} ${verb} expected at ${timeText(at)}.`;
  }

  /** @returns {Note[]} */
  notes() {
    const { ledger } = this.practice;
    const retry = { action: "Try again", press: () => void ledger.reconcile() };
    /** @type {Note[]} */
    const notes = [];
    if (this.closing !== null) notes.push({ text: closingText(this.closing), id: CLOSING });
    if (this.audit.missing !== null) {
      const press = () => void ledger.write(this.audit.accept());
      notes.push({ text: rewrittenText(this.audit.missing), action: "I know of this", press });
    }
    if (!ledger.isSaved() && ledger.saving === 0) {
      notes.push({
        text: `Your last change is not saved yet: only this page has it. ${ledger.refusal}`,
        ...retry,
      });
    }
    const untold = [...new Set(ledger.registry.untold.values())];
    if (untold.length > 0) {
      const whose = untold.map((label) => `${label}'s link`).join(", ");
      notes.push({
        text: `The server does not know yet that this is over: ${whose}. ${ledger.refusal}`,
        ...retry,
      });
    }
    if (this.broughtBack !== "") notes.push({ text: this.broughtBack });
    return notes;
  }

  /**
   * @param {VaultContent} earlier
   * @returns {Promise<number>}  how many came back
   */
  async bringBack(earlier) {
    const labels = await this.practice.bringBack(earlier);
    if (labels.length > 0) this.broughtBack = `Brought back: ${labels.join(", ")}. Give them a new link.`;
    this.redraw();
    return labels.length;
  }

  /** The server may not answer, and asked it is again with the next page. */
  async #checkAudit() {
    const { content } = this.practice;
    if (content === null) return;
    const isFirst = await this.practice.ledger.attempt(() => this.audit.check(content));
    if (isFirst) await this.practice.ledger.write([]);
  }

  #cardActs() {
    return {
      newSession: () => this.dialogs.newSession(),
      copy: (/** @type {Known} */ person, /** @type {Link} */ link) => void this.#copy(person, link),
      replace: (/** @type {Known} */ person) => this.dialogs.replace(person),
      remove: (/** @type {Known} */ person) => this.dialogs.remove(person),
      showLink: (/** @type {Known} */ _person, /** @type {Link} */ link) => this.dialogs.showLink(link.id),
      addGuest: (/** @type {Known} */ person) => this.dialogs.addGuest(person),
      edit: (/** @type {Known} */ person) => this.dialogs.edit(person),
      removeLink: (/** @type {Known} */ person, /** @type {Link} */ link) =>
        this.dialogs.removeLink(person, link),
      retry: () => void this.practice.ledger.reconcile(),
    };
  }

  #dialogActs() {
    const { practice } = this;
    return {
      now: this.now,
      describe: (/** @type {string} */ id) => this.#describe(id),
      people: () => practice.people,
      problem: practice.problem.bind(practice),
      retry: practice.ledger.reconcile.bind(practice.ledger),
      addPerson: practice.addPerson.bind(practice),
      addGuest: practice.addGuest.bind(practice),
      replace: practice.replace.bind(practice),
      edit: practice.edit.bind(practice),
      remove: practice.remove.bind(practice),
      removeLink: practice.removeLink.bind(practice),
    };
  }

  /** @param {string} id @returns {LinkFacts|null} */
  #describe(id) {
    const owner = ownerOf(this.practice.people, id);
    if (owner === null) return null;
    const { person, link } = owner;
    const next = comesNext({ ...person, link }, this.now());
    return {
      id,
      name: linkName(person, link),
      text: this.practice.linkText(link),
      role: link.role,
      start: next?.start ?? null,
      weekly: next?.weekly ?? false,
    };
  }

  /**
   * @param {Known} person
   * @param {Link} link
   */
  async #copy(person, link) {
    this.said = { person: "", text: "" };
    this.redraw();
    if (await this.outlets.copy(this.practice.linkText(link))) {
      this.said = { person: person.id, text: `${linkName(person, link)} copied` };
      return this.redraw();
    }
    this.dialogs.showLink(link.id, { refused: true });
  }
}

/** @param {Remembered} missing */
function rewrittenText({ number, at }) {
  return (
    "The server's audit log is not the one this account saw before: " +
    `row ${number}, remembered on ${longDayText(at)}, is not in it any more. The log was replaced or cut since then, ` +
    "which telehealth audit verify alone cannot show. Ask whoever runs the server what happened."
  );
}

/** @param {number} closing */
function closingText(closing) {
  return `This account is being closed. Links you gave work until ${longDayText(closing)}; new ones cannot be made.`;
}
