// Signing in, and the way back in with the recovery code.

import { InstallationChanged } from "./account.js";
import { ApiError } from "./api.js";
import { refusalText } from "./refusal.js";
import { RolledBack } from "./vault_sync.js";
import { alreadyIn, anotherServer, earlierCopy } from "./views/arrival.js";
import { RecoveryForm } from "./views/recovery.js";
import { RecoveryCodeStep } from "./views/recovery_code_step.js";
import { SignInForm } from "./views/sign_in_form.js";

/** @import { Opened } from "./account.js" */
/** @import { KnownServer } from "./known_server.js" */
/** @import { Screen, Screens } from "./screens.js" */

/**
 * @typedef {{installation: string, username: string, password: string, code?: string|null}} Typed
 *   code: of the recovery sheet, as `signIn` of account.js takes it
 *
 * @typedef {object} Acts  what the page asks of the server
 * @property {() => Promise<string|null>} signedIn  the public name when this browser can go on to Today, or null
 * @property {(typed: Typed) => Promise<unknown>} signIn
 * @property {(by: Opening) => Promise<Opened>} openRecovery
 * @property {(opened: Opened, chosen: {password: string, code: string, usesSheet: boolean}) => Promise<unknown>} recover
 *   may be called again when no answer came
 * @property {() => Promise<string>} newCode
 *
 * @typedef {{installation: string, username: string, code: string, acceptOlder?: boolean}} Opening
 *   code: the one that is void afterwards
 */

const NOTE =
  "With Continue the new password holds, the old recovery code is void, and every other browser is signed out.";
const WRONG =
  "Username and password do not go together. Check both; capital letters count in the password.";
const NO_FIT =
  "Username and recovery code do not go together. Check both. A code is void once a newer one was made: look for the newest copy.";

export class Entrance {
  /**
   * @param {object} page
   * @param {Screens} page.screens
   * @param {KnownServer} page.server
   * @param {Acts} page.acts
   * @param {(path: string) => Promise<void>} page.leave  does not come back
   */
  constructor({ screens, server, acts, leave }) {
    this.screens = screens;
    this.server = server;
    this.acts = acts;
    this.leave = leave;
    this.code = "";
    this.form = new SignInForm({
      signIn: (typed) => this.#knowing(this.form, (installation) => this.#signIn({ installation, ...typed })),
      forgot: (username) => this.#forgot(username),
      words: signInWords,
    });
  }

  /** Draws the first screen. A server that is away is said when somebody wants something of it. */
  async start() {
    let name = /** @type {string|null} */ (null);
    try {
      await this.server.site();
      name = await this.acts.signedIn();
    } catch (error) {
      if (error instanceof InstallationChanged) return this.#ask(this.form);
      if (!(error instanceof ApiError)) throw error;
    }
    if (name === null) return this.#showForm();
    this.#show(alreadyIn({ name, goOn: () => void this.leave("/"), other: () => this.#showForm() }));
  }

  #showForm() {
    this.#show(this.form);
    this.form.username.input.focus();
  }

  /** @param {Typed} typed */
  async #signIn(typed) {
    await this.acts.signIn(typed);
    await this.leave("/");
  }

  /** @param {string} username */
  #forgot(username) {
    const form = new RecoveryForm({
      username,
      practice: this.server.found?.name ?? "",
      open: ({ username: name, code, password }) =>
        this.#knowing(form, (installation) =>
          this.#open({ installation, username: name, code }, password, form),
        ),
      words: recoveryWords,
      back: () => this.#showForm(),
    });
    this.#show(form);
  }

  /**
   * @param {Opening} by
   * @param {string} password  the new one
   * @param {Screen} form
   */
  async #open(by, password, form) {
    const { shown } = this.screens;
    let opened = /** @type {Opened|null} */ (null);
    try {
      opened = await this.acts.openRecovery(by);
    } catch (error) {
      if (!(error instanceof RolledBack)) throw error;
      const accept = () => this.#open({ ...by, acceptOlder: true }, password, form);
      return this.#show(earlierCopy({ accept, back: () => this.#show(form) }));
    }
    this.code ||= await this.acts.newCode();
    // Back was pressed meanwhile.
    if (this.screens.shown !== shown) return;
    this.#show(this.#codeStep(opened, password, form));
  }

  /**
   * @param {Opened} opened
   * @param {string} password
   * @param {Screen} form
   */
  #codeStep(opened, password, form) {
    const { code } = this;
    const commit = async (/** @type {boolean} */ usesSheet) => {
      await this.acts.recover(opened, { password, code, usesSheet });
      await this.leave("/");
    };
    return new RecoveryCodeStep({
      code,
      username: opened.by.username,
      practice: this.server.found?.name ?? "",
      note: NOTE,
      usesSheet: opened.usesSheet,
      commit,
      words: recoveryWords,
      back: () => this.#show(form),
    });
  }

  /**
   * Do something with the server that this browser knows; ask first when it is another.
   *
   * @param {Screen} screen
   * @param {(installation: string) => Promise<void>} task
   */
  async #knowing(screen, task) {
    try {
      const { installation } = await this.server.site();
      await task(installation);
    } catch (error) {
      if (!(error instanceof InstallationChanged)) throw error;
      this.#ask(screen);
    }
  }

  /** @param {Screen} screen  where it goes on */
  #ask(screen) {
    const trust = () => {
      this.server.trust();
      this.#show(screen);
    };
    this.#show(anotherServer(trust));
  }

  /** @param {Screen} screen */
  #show(screen) {
    this.screens.show("entrance", screen);
  }
}

/** @param {unknown} error */
function signInWords(error) {
  return isRefused(error) ? WRONG : refusalText(error);
}

/** @param {unknown} error */
function recoveryWords(error) {
  return isRefused(error) ? NO_FIT : refusalText(error);
}

/** @param {unknown} error */
function isRefused(error) {
  return error instanceof ApiError && error.code === "sign_in_refused";
}
