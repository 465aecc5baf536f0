// The dialog's step with a finished link; or, as long as the server does not have it, why and what to do.

import { element, nameOf, setText } from "../element.js";
import { LinkPanel } from "./link_panel.js";
import { actions, button } from "./modal.js";

/** @import { LinkFacts } from "../person_words.js" */
/** @import { Outlets } from "./link_panel.js" */
/** @import { Modal } from "./modal.js" */

/**
 * @typedef {object} LinkActs
 * @property {() => number} now                          seconds
 * @property {(id: string) => LinkFacts|null} describe   null when the link is gone
 * @property {(id: string) => string} problem            why it must not be handed out yet
 * @property {() => Promise<unknown>} retry
 */

export class LinkDialog {
  /**
   * @param {Modal} modal
   * @param {LinkActs} acts
   * @param {Outlets} outlets
   */
  constructor(modal, acts, outlets) {
    this.modal = modal;
    this.acts = acts;
    this.outlets = outlets;
    /** The link that waits for the server, and the words of it. @type {{id: string, text: HTMLElement}|null} */
    this.waiting = null;
    this.retrying = false;
  }

  /**
   * @param {string} id
   * @param {{refused: boolean}} [clipboard]  the browser did not copy
   */
  show(id, { refused } = { refused: false }) {
    const link = this.acts.describe(id);
    this.waiting = null;
    if (link === null) return this.modal.close();
    if (this.acts.problem(id) !== "") return this.#showProblem(link);
    const { outlets, acts, modal } = this;
    const panel = new LinkPanel(link, { outlets, now: acts.now, done: () => modal.close() });
    modal.show(nameOf(link.name), panel.parts, panel.copyButton);
    if (refused) panel.refused();
  }

  /** Something has changed: what was waited for may be there. */
  update() {
    const { waiting } = this;
    if (waiting === null) return;
    if (!this.modal.holds(waiting.text)) this.waiting = null;
    else if (this.acts.problem(waiting.id) === "") this.show(waiting.id);
    else setText(waiting.text, this.acts.problem(waiting.id));
  }

  /** @param {LinkFacts} link */
  #showProblem({ id, name }) {
    const text = element("p", { role: "alert" });
    const again = button("Try again", () => void this.#retry(), "button primary");
    this.modal.show(
      nameOf(name),
      [
        text,
        actions(
          again,
          button("Close", () => this.modal.close()),
        ),
      ],
      again,
    );
    this.waiting = { id, text };
    setText(text, this.acts.problem(id));
  }

  async #retry() {
    if (this.retrying) return;
    this.retrying = true;
    await this.acts.retry();
    this.retrying = false;
    this.update();
  }
}
