// The dialog of one session's receipt: the text as it will be, and the ways to take it along.

import { copyText } from "../clipboard.js";
import { saveText } from "../download.js";
import { element, keepFocus, setText } from "../element.js";
import { receiptFile, receiptText } from "../receipt.js";
import { sessionReceipt } from "../session_receipt.js";
import { Modal, actions, button } from "./modal.js";
import { paper, print } from "./paper.js";

/** @import { Receipt } from "../receipt.js" */
/** @import { SessionFacts } from "../session_record.js" */

/**
 * @typedef {object} Outlets  what a test replaces
 * @property {(text: string) => Promise<boolean>} copy
 * @property {(name: string, text: string) => void} save
 * @property {(receipt: Receipt) => void} print
 */

const KEPT = "The server keeps no copy. Without it saved, it is gone in 12 hours or when you sign out.";
const COPIED = "Copied. Paste it where you keep your records. It stays on Today until you discard it.";
const REFUSED =
  "This browser did not let the page copy. Select the text and copy it yourself, or save it as a file.";
const GONE = "Done takes it off Today.";
const SURE = "It was not saved as a file from here. Once discarded it cannot be brought back.";

/** @type {Outlets} */
const BROWSER = Object.freeze({
  copy: copyText,
  save: saveText,
  print,
});

export class ReceiptDialog {
  /**
   * @param {object} page
   * @param {string} page.practice              its name
   * @param {(id: string) => void} page.discard
   * @param {() => HTMLElement} page.refuge     where the focus goes when what opened the dialog is gone
   * @param {() => number} [page.now]           seconds
   * @param {Outlets} [page.outlets]
   */
  constructor({ practice, discard, refuge, now = () => Date.now() / 1000, outlets = BROWSER }) {
    this.practice = practice;
    this.discard = discard;
    this.now = now;
    this.outlets = outlets;
    this.modal = new Modal(refuge);
    this.modal.element.addEventListener("close", () => this.#closed());
    /** Whose receipt is shown. @type {SessionFacts|null} */
    this.facts = null;
    this.isSaved = false;
    this.shown = element("section", { class: "receipt-shown", tabindex: "0", "aria-label": "Receipt" });
    this.said = element("p", { class: "said", role: "status" });
    this.labels = element("input", { type: "checkbox", id: "receipt-labels", onchange: () => this.#draw() });
    this.choice = element(
      "div",
      { class: "field check" },
      this.labels,
      element("label", { for: "receipt-labels" }, "Include my private label"),
    );
  }

  /** @param {SessionFacts} facts */
  open(facts) {
    this.facts = facts;
    this.isSaved = false;
    this.labels.checked = false;
    this.#show();
  }

  close() {
    this.modal.close();
  }

  /** The receipt that is shown is there still, or is not any more. @param {readonly SessionFacts[]} all */
  follow(all) {
    if (this.facts !== null && all.every(({ id }) => id !== this.facts?.id)) this.close();
  }

  #show() {
    if (this.facts === null) return;
    const hasLabel = Object.values(this.facts.people).some(({ label }) => label !== "");
    setText(this.said, "");
    this.#draw();
    this.modal.show(element("span", {}, "Receipt of the session"), [
      element("p", { class: "quiet" }, KEPT),
      ...(hasLabel ? [this.choice] : []),
      this.shown,
      this.said,
      actions(
        button("Save as file", () => this.#save(), "button primary"),
        button("Copy", () => void this.#copy()),
        button("Print", () => this.outlets.print(this.#receipt())),
        button("Done", () => this.#done()),
      ),
      button("Discard receipt", () => this.#askDiscard(), "link-button"),
    ]);
  }

  #draw() {
    if (this.facts === null) return;
    keepFocus(
      this.shown,
      () => this.shown.replaceChildren(paper(this.#receipt(), "h3")),
      () => this.shown,
    );
  }

  /** @returns {Receipt} */
  #receipt() {
    const { facts, practice, labels } = this;
    if (facts === null) throw new TypeError("no receipt is shown");
    return sessionReceipt(facts, { practice, withLabels: labels.checked, now: this.now() });
  }

  #save() {
    if (this.facts === null) return;
    const name = receiptFile("session-receipt", this.facts.began);
    this.outlets.save(name, receiptText(this.#receipt()));
    this.isSaved = true;
    setText(this.said, `Saved as ${name}, where this browser puts downloads. ${GONE}`);
  }

  async #copy() {
    const copied = await this.outlets.copy(receiptText(this.#receipt(), "\n"));
    setText(this.said, copied ? COPIED : REFUSED);
  }

  #done() {
    if (this.isSaved) return this.#discard();
    this.close();
  }

  #askDiscard() {
    if (this.isSaved) return this.#discard();
    this.modal.show(element("span", {}, "Discard this receipt?"), [
      element("p", {}, SURE),
      actions(
        button("Discard receipt", () => this.#discard()),
        button("Keep it", () => this.#show()),
      ),
    ]);
  }

  #discard() {
    const { facts } = this;
    this.close();
    if (facts !== null) this.discard(facts.id);
  }

  /** Nothing of it stays in the page. */
  #closed() {
    // The browser says it a moment later: another may be shown by now.
    if (this.modal.element.open) return;
    this.facts = null;
    this.shown.replaceChildren();
    setText(this.said, "");
  }
}
