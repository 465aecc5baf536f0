// Another password, or the recovery sheet switched on or off: what that needs, and then the new recovery code.

import { WrongPassword } from "../account.js";
import { Attempts, isTaken } from "../attempts.js";
import { refusalText } from "../refusal.js";
import { ChangePassword } from "./change_password.js";
import { RecoveryCodeStep } from "./recovery_code_step.js";
import { SwitchSheet } from "./switch_sheet.js";

/** @import { Change, sheetState } from "../account.js" */
/** @import { Rooms } from "../api.js" */
/** @import { Screen } from "../screens.js" */
/** @import { VaultSync } from "../vault_sync.js" */

const VOID = "the old recovery code is void, and every other browser is signed out.";
const NOTE = `With Continue the new password holds, ${VOID}`;
const WRONG = "This is not your current password.";
const CHANGED = "Your password is changed, and every other browser is signed out.";

const ON = Object.freeze({
  note: `With Continue new devices ask for this code beside your password, ${VOID}`,
  told: "New devices ask for your new recovery code from now on, and every other browser is signed out.",
});
const OFF = Object.freeze({
  note: `With Continue new devices ask for your password alone, ${VOID}`,
  told: "New devices ask for your password alone from now on, and every other browser is signed out.",
});

/**
 * @typedef {{installation: string, username: string, password: string, code?: string|null}} Typed
 *
 * @typedef {object} ChangeActs
 * @property {(typed: Typed) => Promise<unknown>} unlock
 * @property {(typed: Typed) => Promise<unknown>} signIn
 * @property {(change: Change) => Promise<unknown>} changeCredentials
 * @property {typeof sheetState} sheetState
 * @property {() => Promise<string>} newCode
 * @property {() => void} reload
 *
 * @typedef {object} Wish  what is proved, and what is to hold then
 * @property {string} current
 * @property {string|null} [code]   of the sheet until now, where it was typed
 * @property {string} password
 * @property {string} note          what goes on with *Continue*
 * @property {boolean} usesSheet
 * @property {boolean} mayChoose    whether the step with the code asks for `usesSheet`
 * @property {string} told          what is said when it is done
 */

export class CredentialsChange {
  /**
   * @param {object} dialog
   * @param {Rooms["clinician"]} dialog.clinician
   * @param {string} dialog.practice
   * @param {string} dialog.installation
   * @param {VaultSync} dialog.sync
   * @param {ChangeActs} dialog.acts
   * @param {() => Screen} dialog.shown
   * @param {(screen: Screen) => void} dialog.show
   * @param {() => void} dialog.back
   * @param {(text: string) => Promise<unknown>} dialog.done
   */
  constructor(dialog) {
    this.dialog = dialog;
  }

  async changePassword() {
    const { clinician, practice, show, back } = this.dialog;
    const { isWanted, asksCode } = await this.#state();
    const pane = new ChangePassword({
      username: clinician.username,
      context: [clinician.username, clinician.name, practice],
      asksCode,
      goOn: (typed) => {
        const wish = { note: NOTE, usesSheet: isWanted, mayChoose: true, told: CHANGED };
        return this.#keepCode({ ...typed, ...wish }, pane);
      },
      words,
      back,
    });
    show(pane);
  }

  /** @param {boolean} usesSheet */
  async switchSheet(usesSheet) {
    const { clinician, show, back } = this.dialog;
    const { asksCode } = await this.#state();
    const pane = new SwitchSheet({
      username: clinician.username,
      usesSheet,
      asksCode,
      goOn: ({ current, code }) => {
        const typed = code === undefined ? { current } : { current, code };
        const wish = { password: current, usesSheet, mayChoose: false, ...(usesSheet ? ON : OFF) };
        return this.#keepCode({ ...typed, ...wish }, pane);
      },
      words,
      back,
    });
    show(pane);
  }

  async #state() {
    const { installation, sync, acts } = this.dialog;
    const { isWanted, isKept } = await acts.sheetState({ installation, sync });
    return { isWanted, asksCode: isWanted && !isKept };
  }

  /**
   * The current password is proved before anybody writes a code down.
   *
   * @param {Wish} wish
   * @param {Screen} before
   */
  async #keepCode(wish, before) {
    const { clinician, installation, practice, acts, shown, show } = this.dialog;
    const { username } = clinician;
    const sheet = wish.code == null ? {} : { code: wish.code };
    await acts.unlock({ installation, username, password: wish.current, ...sheet });
    const code = await acts.newCode();
    // Back was pressed, or the page was locked.
    if (shown() !== before) return;
    const step = new RecoveryCodeStep({
      code,
      username,
      practice,
      level: "h2",
      note: wish.note,
      ...(wish.mayChoose ? { usesSheet: wish.usesSheet } : {}),
      commit: this.#committing(wish, code),
      words,
      back: () => show(before),
    });
    show(step);
  }

  /**
   * What is chosen with the first try holds for those that follow: it may have been done.
   *
   * @param {Wish} wish
   * @param {string} code
   */
  #committing(wish, code) {
    const { acts, done } = this.dialog;
    /** @type {Attempts|null} */
    let attempts = null;
    return async (/** @type {boolean} */ chosen) => {
      attempts ??= this.#attempts(wish, code, wish.mayChoose ? chosen : wish.usesSheet);
      const now = await attempts.make();
      // Done by a try whose answer was lost: what this page holds opens the vault no more, what the next one gets does.
      if (!now) return acts.reload();
      await done(wish.told);
    };
  }

  /**
   * @param {Wish} wish
   * @param {string} code
   * @param {boolean} usesSheet
   */
  #attempts({ current, code: currentCode, password }, code, usesSheet) {
    const { clinician, installation, sync, acts } = this.dialog;
    const { username } = clinician;
    const sheet = currentCode == null ? {} : { currentCode };
    const change = { installation, sync, current, ...sheet, password, code, usesSheet };
    const typed = { installation, username, password, code: usesSheet ? code : null };
    return new Attempts({
      act: () => acts.changeCredentials(change),
      isDone: () => isTaken(() => acts.signIn(typed)),
    });
  }
}

/** @param {unknown} error */
function words(error) {
  return error instanceof WrongPassword ? WRONG : refusalText(error);
}
