// In "Your account": whether new devices ask for the recovery code, and whether this browser is known.

import { element, keepFocus, setText, show } from "../element.js";
import { button } from "./modal.js";

/** @import { sheetState } from "../account.js" */
/** @import { Rooms } from "../api.js" */
/** @import { VaultSync } from "../vault_sync.js" */

const ALONE =
  "A new device asks for your password alone. When it asks for your recovery code too, a stolen copy of the server's data is of no use to somebody who guesses passwords.";
const WANTED = "A new device asks for your recovery code beside the password, so have the sheet at hand.";
const KEPT = `${WANTED} This browser does not ask, because it is known.`;
const NOT_KEPT = `${WANTED} This browser asks for it as well.`;
const FORGOTTEN = "This browser is forgotten. From now on it asks for your recovery code as a new device does.";

/**
 * @typedef {object} SheetActs
 * @property {typeof sheetState} sheetState
 * @property {(account: {installation: string, username: string}) => Promise<unknown>} forgetBrowser
 */

export class SheetPart {
  /**
   * @param {object} page
   * @param {Rooms["clinician"]} page.clinician
   * @param {string} page.installation
   * @param {VaultSync} page.sync
   * @param {SheetActs} page.acts
   * @param {(isWanted: boolean) => unknown} page.switchTo
   */
  constructor({ clinician, installation, sync, acts, switchTo }) {
    this.account = { installation, username: clinician.username, sync };
    this.acts = acts;
    this.heading = element("h3", { tabindex: "-1" }, "Recovery sheet on new devices");
    this.text = element("p", {}, ALONE);
    this.told = element("p", { role: "status" });
    this.on = button("Ask for the code on new devices", () => switchTo(true));
    this.off = button("Ask for the password alone", () => switchTo(false));
    this.forget = button("Forget this browser", () => void this.#forget());
    this.element = element(
      "section",
      { class: "part" },
      this.heading,
      this.text,
      this.told,
      element("div", { class: "button-row" }, this.on, this.off, this.forget),
    );
    this.#draw({ isWanted: false, isKept: false });
  }

  /** See what the vault and this browser say by now. */
  async load() {
    setText(this.told, "");
    this.#draw(await this.acts.sheetState(this.account));
  }

  async #forget() {
    await this.acts.forgetBrowser(this.account);
    await this.load();
    setText(this.told, FORGOTTEN);
  }

  /** @param {{isWanted: boolean, isKept: boolean}} state */
  #draw({ isWanted, isKept }) {
    keepFocus(
      this.element,
      () => {
        setText(this.text, isWanted ? (isKept ? KEPT : NOT_KEPT) : ALONE);
        show(this.on, !isWanted);
        show(this.off, isWanted);
        show(this.forget, isKept);
      },
      () => this.heading,
    );
  }
}
