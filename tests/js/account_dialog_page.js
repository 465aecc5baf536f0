// The dialog "Your account" on a page, with a server that does what a test wants.

import { mock } from "node:test";

import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { AccountDialog } from "../../static/js/views/account.js";
import { fake, find } from "./fake_document.js";
import { WORDS, send, settled, type } from "./form_page.js";

export const MONDAY = new Date(2026, 2, 2, 14, 5).getTime() / 1000;

export class Page {
  /** @param {number|null} [closing] */
  constructor(closing = null) {
    const own = { id: "own", began: MONDAY, expires: MONDAY + 12 * 3600, current: true };
    /** Where the clinician is signed in. */
    this.signIns = [own, ...["phone", "office"].map((id) => ({ ...own, id, current: false }))];
    /** @type {string[]} */
    this.announced = [];
    this.signOut = mock.fn(async () => undefined);
    this.bringBack = mock.fn(async (/** @type {any} */ _content) => 1);
    this.reload = mock.fn();
    this.unlock = mock.fn(async (/** @type {any} */ _typed) => new Uint8Array(32));
    this.signIn = mock.fn(async (/** @type {any} */ _typed) => undefined);
    this.changeCredentials = mock.fn(async (/** @type {any} */ _change) => undefined);
    this.endSignIn = mock.fn(async (/** @type {string} */ id) => {
      this.signIns = this.signIns.filter((each) => each.id !== id);
    });
    this.earlier = [1, 2].map((version) => ({ version, parent: "", replaced: MONDAY + version * 60 }));
    this.openEarlier = mock.fn(async (/** @type {number} */ version) => /** @type {any} */ ({ version }));
    this.sync = /** @type {any} */ ({});
    /** What the vault says of the recovery sheet, and this browser. */
    this.sheet = { isWanted: false, isKept: false };
    this.forgetBrowser = mock.fn(async (/** @type {any} */ _account) => void (this.sheet.isKept = false));
    this.dialog = new AccountDialog(
      {
        clinician: { username: "ruiz", name: "Dr Ruiz", closing },
        practice: "Practice",
        installation: "one",
        sync: this.sync,
        signOut: () => this.signOut(),
        bringBack: (content) => this.bringBack(content),
        announce: (text) => void this.announced.push(text),
      },
      {
        signIns: async () => this.signIns,
        endSignIn: (id) => this.endSignIn(id),
        unlock: (typed) => this.unlock(typed),
        signIn: (typed) => this.signIn(typed),
        changeCredentials: (change) => this.changeCredentials(change),
        sheetState: async () => ({ ...this.sheet }),
        forgetBrowser: (account) => this.forgetBrowser(account),
        listEarlier: async () => this.earlier,
        openEarlier: (version) => this.openEarlier(version),
        newCode: newRecoveryCode,
        reload: () => this.reload(),
      },
    );
  }

  get element() {
    return fake(this.dialog.element);
  }

  get heading() {
    return this.element.querySelectorAll("h2")[0]?.textContent;
  }

  lines() {
    return this.element.querySelectorAll("li").map((each) => each.textContent);
  }

  /** @param {string} name */
  async press(name) {
    find(this.element, "button", name).click();
    await settled();
  }

  async opens() {
    this.dialog.open();
    await settled();
    return this;
  }

  /** As far as the new recovery code. */
  async chooses(current = "the one of before") {
    await this.opens();
    await this.press("Change password");
    type(this.element, { "Current password": current, "New password": WORDS, "Repeat new password": WORDS });
    await send(this.element);
    return this;
  }

  /** The new recovery code that is shown. */
  get code() {
    const [code] = this.element.querySelectorAll("p").filter((each) => "recoveryCode" in each.dataset);
    return code?.textContent ?? "";
  }

  async typesBack() {
    type(this.element, { "Recovery code": this.code });
    await send(this.element);
  }
}
