// On the client's page when a session is over: their consent, to take along.

import { consentReceipt } from "../consent_receipt.js";
import { saveText } from "../download.js";
import { element, setText, show } from "../element.js";
import { receiptFile, receiptText } from "../receipt.js";
import { button } from "./modal.js";
import { print } from "./paper.js";

/** @import { Agreed, ConsentRecord } from "../consent_record.js" */
/** @import { Receipt } from "../receipt.js" */

/**
 * @typedef {object} Outlets  what a test replaces
 * @property {(name: string, text: string) => void} save
 * @property {(receipt: Receipt) => void} print
 */

const WHERE = "Only this page has it: once the page is closed, it is gone.";
const SHARED = "On a computer that others use, delete it there when you have taken it along.";

/** @type {Outlets} */
const BROWSER = Object.freeze({
  save: saveText,
  print,
});

export class ConsentReceipt {
  /**
   * @param {object} page
   * @param {Pick<ConsentRecord, "agreed">} page.record
   * @param {{name: string, consent: {version: string, text: string}}} page.site
   * @param {() => number} [page.now]  seconds
   * @param {Outlets} [page.outlets]
   */
  constructor({ record, site, now = () => Date.now() / 1000, outlets = BROWSER }) {
    this.record = record;
    this.site = site;
    this.now = now;
    this.outlets = outlets;
    /** What the words below are about. @type {Agreed|null} */
    this.drawn = null;
    this.said = element("p", { class: "quiet", role: "status" });
    this.element = element(
      "section",
      { class: "consent-receipt", "aria-label": "Your consent", hidden: true },
      button("Save my consent receipt", () => this.#save(), "link-button"),
      button("Print my consent receipt", () => this.#with((receipt) => outlets.print(receipt)), "link-button"),
      this.said,
    );
  }

  /** There is one when somebody has checked in on this page, whatever came of it. */
  update() {
    const { agreed } = this.record;
    show(this.element, agreed !== null);
    if (agreed !== this.drawn) setText(this.said, WHERE);
    this.drawn = agreed;
  }

  #save() {
    this.#with((receipt, at) => {
      const name = receiptFile("receipt", at);
      this.outlets.save(name, receiptText(receipt));
      setText(this.said, `Saved as ${name}, where this browser puts downloads. ${SHARED}`);
    });
  }

  /** @param {(receipt: Receipt, at: number) => void} act */
  #with(act) {
    const { agreed } = this.record;
    if (agreed === null) return;
    act(consentReceipt(agreed, this.site, this.now()), agreed.sessions[0]?.from ?? agreed.at);
  }
}
