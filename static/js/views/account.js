// The dialog "Your account": sign-ins, password, recovery sheet, earlier copies, sign-out.

import * as account from "../account.js";
import { endSignIn, signIns } from "../api.js";
import { longDayText, timeText } from "../day_time.js";
import { element, nameOf, setText, show } from "../element.js";
import { reload } from "../page.js";
import { newRecoveryCode } from "../recovery_code.js";
import { refusalText } from "../refusal.js";
import { CredentialsChange } from "./credentials_change.js";
import { EarlierCopies } from "./earlier_copies.js";
import { actions, button } from "./modal.js";
import { SheetPart } from "./sheet_part.js";
import { SignInList } from "./sign_in_list.js";

/** @import { Rooms } from "../api.js" */
/** @import { Screen } from "../screens.js" */
/** @import { VaultContent } from "../vault.js" */
/** @import { VaultSync } from "../vault_sync.js" */

/** What the dialog asks of the server; what a test replaces. */
const ACTS = Object.freeze({
  signIns,
  endSignIn,
  unlock: account.unlock,
  signIn: account.signIn,
  changeCredentials: account.changeCredentials,
  sheetState: account.sheetState,
  forgetBrowser: account.forgetBrowser,
  listEarlier: account.listEarlier,
  openEarlier: account.openEarlier,
  newCode: newRecoveryCode,
  reload,
});

/**
 * Two facts, and what the page around it does.
 *
 * @typedef {object} AccountPage
 * @property {Rooms["clinician"]} clinician  as `rooms()` of api.js gave it
 * @property {string} practice      the site's name: it stands on the recovery sheet
 * @property {string} installation  the site's
 * @property {VaultSync} sync       the open vault
 * @property {() => Promise<unknown>} signOut  leaves the page; rejects with `ApiError` when it is still signed in
 * @property {(content: VaultContent) => Promise<number>} bringBack
 *   adds to the vault whom an earlier copy has and the vault has not; resolves to how many people came back
 * @property {(text: string) => void} announce  `announce` of page.js
 */

export class AccountDialog {
  /**
   * It puts itself into the page. Call `open()` from a button, `close()` when the page is locked, and `remove()`
   * before another one is made for another `sync`.
   *
   * @param {AccountPage} page
   * @param {typeof ACTS} [acts]
   */
  constructor(page, acts = ACTS) {
    this.page = page;
    this.acts = acts;
    this.list = new SignInList(page.announce, acts);
    this.change = new CredentialsChange({
      ...page,
      acts,
      shown: () => this.shown,
      show: (screen) => this.#show(screen),
      back: () => this.#show(this.overview),
      done: (text) => this.#changed(text),
    });
    this.sheet = new SheetPart({ ...page, acts, switchTo: (isWanted) => this.change.switchSheet(isWanted) });
    this.told = element("p", { role: "status" });
    this.refusal = element("p", { class: "field-error", role: "alert", hidden: true });
    this.overview = this.#overview();
    this.element = element("dialog", { class: "sheet account-sheet", "aria-label": "Your account" });
    /** @type {Screen & {form?: {busy: boolean}}} */
    this.shown = this.overview;
    // While a new password is on its way, Escape would hide what becomes of it.
    this.element.addEventListener("cancel", (event) => {
      if (this.shown.form?.busy) event.preventDefault();
    });
    this.element.addEventListener("close", () => this.#show(this.overview));
    document.body.append(this.element);
  }

  open() {
    if (this.element.open) return;
    setText(this.told, "");
    this.#refuse("");
    this.#show(this.overview);
    this.element.showModal();
    this.overview.heading.focus();
    void this.sheet.load();
    void this.list.load();
  }

  /** What was typed goes with it. */
  close() {
    if (this.element.open) this.element.close();
  }

  remove() {
    this.close();
    this.element.remove();
  }

  /** @returns {Screen} */
  #overview() {
    const { username, name, closing } = this.page.clinician;
    const heading = element("h2", { tabindex: "-1" }, "Your account");
    const password = part(
      "Password and recovery code",
      "A new password comes with a new recovery code.",
      button("Change password", () => void this.change.changePassword()),
    );
    const earlier = part(
      "Earlier copies",
      "Somebody removed by mistake can be brought back for 30 days.",
      button("Show earlier copies", () => this.#earlierCopies()),
    );
    const pane = element(
      "div",
      { class: "pane" },
      heading,
      element("p", {}, "You are signed in as ", nameOf(name), ", with the username ", nameOf(username), "."),
      closing !== null && element("p", {}, closingText(closing)),
      this.told,
      this.refusal,
      this.list.element,
      password,
      this.sheet.element,
      earlier,
      actions(
        button("Done", () => this.close(), "button primary"),
        button("Sign out", () => void this.#signOut()),
      ),
    );
    return { element: pane, heading };
  }

  /** @param {Screen & {form?: {busy: boolean}}} screen */
  #show(screen) {
    this.shown = screen;
    this.element.replaceChildren(screen.element);
    if (this.element.open) screen.heading.focus();
  }

  /** @param {string} text */
  #refuse(text) {
    setText(this.refusal, text);
    show(this.refusal, text !== "");
  }

  async #signOut() {
    this.#refuse("");
    try {
      await this.page.signOut();
    } catch (error) {
      this.#refuse(`You are still signed in. ${refusalText(error)}`);
    }
  }

  #earlierCopies() {
    const { sync, bringBack } = this.page;
    const acts = {
      list: this.acts.listEarlier,
      open: (/** @type {number} */ version) => this.acts.openEarlier(version, sync),
      bringBack,
    };
    const pane = new EarlierCopies(acts, () => this.#show(this.overview));
    this.#show(pane);
    void pane.load();
  }

  /** @param {string} text */
  async #changed(text) {
    this.#show(this.overview);
    setText(this.told, text);
    await Promise.all([this.sheet.load(), this.list.load()]);
  }
}

/** @param {number} closing  seconds */
function closingText(closing) {
  const until = `${longDayText(closing)}, ${timeText(closing)}`;
  return `This account is closing: the links you have given work until ${until}, and you can make no new ones.`;
}

/**
 * @param {string} title
 * @param {string} text
 * @param {HTMLElement} act
 */
function part(title, text, act) {
  return element("section", { class: "part" }, element("h3", {}, title), element("p", {}, text), act);
}
