// Earlier copies of the vault, and what was removed since one of them.

import { momentText } from "../day_time.js";
import { element, setText, show } from "../element.js";
import { refusalText } from "../refusal.js";
import { button } from "./modal.js";

/** @import { EarlierVault } from "../api.js" */
/** @import { VaultContent } from "../vault.js" */

const AT_ONCE = 10;
const SMALL = "button small";

/**
 * @typedef {object} EarlierActs
 * @property {() => Promise<EarlierVault[]>} list
 * @property {(version: number) => Promise<VaultContent>} open
 * @property {(content: VaultContent) => Promise<number>} bringBack  how many people came back
 */

export class EarlierCopies {
  /**
   * @param {EarlierActs} acts
   * @param {() => void} back
   * @param {() => number} now  seconds
   */
  constructor(acts, back, now = () => Date.now() / 1000) {
    this.acts = acts;
    this.now = now;
    this.busy = false;
    /** @type {EarlierVault[]} */
    this.copies = [];
    this.limit = AT_ONCE;
    this.heading = element("h2", { tabindex: "-1" }, "Earlier copies");
    this.list = element("ul", { class: "lines" });
    this.told = element("p", { role: "status" });
    this.refusal = element("p", { class: "field-error", role: "alert", hidden: true });
    this.older = button("Show older", () => this.#showOlder(), SMALL);
    this.element = element(
      "div",
      { class: "pane" },
      this.heading,
      element(
        "p",
        {},
        "Whenever something changes, the server keeps the copy before it for 30 days; only your keys open it. Bring back adds the people who were removed since. Nothing of today is lost.",
      ),
      this.told,
      this.refusal,
      this.list,
      this.older,
      button("Back", back, "link-button back"),
    );
  }

  /** Ask the server for the list. */
  async load() {
    this.limit = AT_ONCE;
    this.copies = [];
    setText(this.told, "One moment");
    this.#draw();
    await this.#guarded(async () => {
      const copies = await this.acts.list();
      this.copies = [...copies].sort((one, other) => other.version - one.version);
      return copies.length === 0 ? "There are no earlier copies yet." : "";
    });
    this.#draw();
  }

  /** @param {EarlierVault} copy */
  #bringBack(copy) {
    return this.#guarded(async () => {
      setText(this.told, "One moment");
      const people = await this.acts.bringBack(await this.acts.open(copy.version));
      return backText(people);
    });
  }

  /** @param {() => Promise<string>} task  resolves to what is said then */
  async #guarded(task) {
    if (this.busy) return;
    this.busy = true;
    this.#refuse("");
    try {
      setText(this.told, await task());
    } catch (error) {
      setText(this.told, "");
      this.#refuse(refusalText(error));
    }
    this.busy = false;
  }

  /** @param {string} text */
  #refuse(text) {
    setText(this.refusal, text);
    show(this.refusal, text !== "");
  }

  #showOlder() {
    const first = this.limit;
    this.limit += AT_ONCE;
    this.#draw();
    /** @type {HTMLElement|undefined} */ (this.list.querySelectorAll("button")[first])?.focus();
  }

  #draw() {
    const now = this.now();
    const lines = this.copies.slice(0, this.limit).map((copy) => {
      const id = `copy-${copy.version}`;
      const bring = button("Bring back", () => void this.#bringBack(copy), SMALL);
      bring.setAttribute("aria-describedby", id);
      return element("li", {}, element("span", { id }, `Replaced ${momentText(copy.replaced, now)}`), bring);
    });
    this.list.replaceChildren(...lines);
    show(this.older, this.copies.length > this.limit);
  }
}

/** @param {number} people */
function backText(people) {
  if (people === 0) return "Everybody in this copy is among your people now.";
  return people === 1 ? "One person is back." : `${people} people are back.`;
}
