// Sessions that have ended, on Today: each with its receipt, the last one perhaps to be opened again.

import { dayText, isSameDay, timeText } from "../day_time.js";
import { waitedText } from "../duration.js";
import { arrange, element, keepFocus, nameOf, show } from "../element.js";
import { sessionEnd, sessionNames } from "../session_receipt.js";
import { button } from "./modal.js";
import { ReceiptDialog } from "./receipt.js";

/** @import { SessionFacts } from "../session_record.js" */
/** @import { SessionRecords } from "../session_records.js" */
/** @import { Outlets } from "./receipt.js" */

const REOPEN = "You can open it again for ten minutes: whoever was in it is told, and waits when they come back.";

export class Receipts {
  /**
   * @param {object} page
   * @param {Pick<SessionRecords, "ended"|"discard">} page.records
   * @param {string} page.practice   its name
   * @param {{room: () => string, press: () => void}} page.reopen  room: whose session can be opened again, or empty
   * @param {() => HTMLElement} page.refuge  where the focus goes when nothing is left to press
   * @param {() => number} [page.now]  seconds
   * @param {Outlets} [page.outlets]
   */
  constructor({ records, reopen, refuge, ...page }) {
    this.records = records;
    this.reopen = reopen;
    this.refuge = refuge;
    this.now = page.now ?? (() => Date.now() / 1000);
    this.dialog = new ReceiptDialog({ ...page, refuge, discard: (id) => records.discard(id) });
    this.drawn = "";
    /** One of the cards has *Reopen*. */
    this.offersReopen = false;
    this.latest = element("div", { class: "ended-sessions" });
    this.summary = element("summary", {});
    this.others = element("div", { class: "ended-sessions" });
    this.earlier = element("details", { class: "earlier-receipts" }, this.summary, this.others);
    this.element = element("div", { class: "receipts", hidden: true }, this.latest, this.earlier);
  }

  /** While the vault is open, and no session is on. */
  update() {
    const ended = this.records.ended();
    this.dialog.follow(ended);
    const reopens = ended.findIndex(({ room }) => room === this.reopen.room());
    this.offersReopen = reopens >= 0;
    // What can be opened again stands where it is seen.
    const first = Math.max(reopens, 0);
    const cards = ended.map((facts, index) => ({ facts, reopens: index === reopens }));
    const now = this.now();
    const drawn = JSON.stringify(cards.map(({ facts, reopens }) => [facts.id, textOf(facts, now), reopens]));
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    keepFocus(
      this.element,
      () => this.#draw(cards.slice(0, first + 1), cards.slice(first + 1)),
      () => this.element.querySelectorAll("button")[0] ?? this.refuge(),
    );
  }

  /** A session is on, or the page is another: its dialog goes. */
  closeDialog() {
    this.dialog.close();
  }

  /** The page is locked: no name stays. */
  close() {
    this.closeDialog();
    this.drawn = "";
    this.offersReopen = false;
    this.#draw([], []);
  }

  /**
   * @param {readonly {facts: SessionFacts, reopens: boolean}[]} latest
   * @param {readonly {facts: SessionFacts, reopens: boolean}[]} others
   */
  #draw(latest, others) {
    arrange(this.latest, latest.map((each) => this.#card(each)));
    arrange(this.others, others.map((each) => this.#card(each)));
    this.summary.textContent = `Earlier sessions with a receipt: ${others.length}`;
    show(this.earlier, others.length > 0);
    show(this.element, latest.length > 0);
  }

  /** @param {{facts: SessionFacts, reopens: boolean}} card */
  #card({ facts, reopens }) {
    const id = `ended-${facts.id}`;
    const save = button("Save receipt", () => this.#open(facts.id), "button small");
    save.setAttribute("aria-describedby", id);
    const text = element("p", { id }, nameOf(textOf(facts, this.now())));
    const again = reopens && button("Reopen", () => this.reopen.press(), "button small");
    return element(
      "div",
      { class: "notice ended-session" },
      element("div", {}, text, reopens && element("p", { class: "quiet" }, REOPEN)),
      element("div", { class: "ended-acts" }, save, again),
    );
  }

  /** As it is by now. @param {string} id */
  #open(id) {
    const facts = this.records.ended().find((each) => each.id === id);
    if (facts !== undefined) this.dialog.open(facts);
  }
}

/**
 * @param {SessionFacts} facts
 * @param {number} now
 * @returns {string}  "Session with Maya ended at 14:52 · 50 min"
 */
function textOf(facts, now) {
  const { at, isKnown } = sessionEnd(facts);
  const when = isSameDay(at, now) ? timeText(at) : `${timeText(at)} on ${dayText(at, now)}`;
  const names = sessionNames(facts).join(" and ");
  if (!isKnown) return `Session with ${names}: this page was closed at about ${when}`;
  return `Session with ${names} ended at ${when} · ${waitedText(at - facts.began)}`;
}
