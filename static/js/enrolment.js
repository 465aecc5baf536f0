// Setting up an account, from the link's token to the first look at Today.

import { ApiError } from "./api.js";
import { InstallationChanged } from "./account.js";
import { alreadyUsed, anotherServer, noToken } from "./views/arrival.js";
import { EnrolmentForm } from "./views/enrolment.js";
import { failedStart } from "./views/problem.js";
import { RecoveryCodeStep } from "./views/recovery_code_step.js";

/** @import { EnrolmentToken } from "./enrolment_token.js" */
/** @import { KnownServer } from "./known_server.js" */
/** @import { Screens } from "./screens.js" */

/**
 * @typedef {{installation: string, token: string, username: string, publicName: string, password: string,
 *   code: string}} Account
 *
 * @typedef {object} Acts  what the page asks of the server
 * @property {(token: string) => Promise<{username: string}>} enrolment
 * @property {(account: Account) => Promise<void>} enrol  may be called again when no answer came
 * @property {() => Promise<string>} newCode
 *
 * @typedef {{publicName: string, password: string}} Chosen
 */

const NOTE = "With Continue the account is made, and you are signed in.";

export class Enrolment {
  /**
   * @param {object} page
   * @param {Screens} page.screens
   * @param {KnownServer} page.server
   * @param {EnrolmentToken} page.token
   * @param {Acts} page.acts
   * @param {(path: string) => Promise<void>} page.leave  does not come back
   * @param {() => void} page.reload
   */
  constructor({ screens, server, token, acts, leave, reload }) {
    this.screens = screens;
    this.server = server;
    this.token = token;
    this.acts = acts;
    this.leave = leave;
    this.reload = reload;
    /** One code a page: who goes back and on again has it in writing already. */
    this.code = "";
  }

  /** Draws the first screen. */
  async start() {
    try {
      const site = await this.server.site();
      if (this.token.value === "") return this.#show(noToken(() => void this.leave("/sign-in")));
      const { username } = await this.acts.enrolment(this.token.value);
      const form = new EnrolmentForm({
        username,
        practice: site.name,
        create: (chosen) => this.#keepCode({ username, ...chosen }, form),
      });
      this.#show(form);
    } catch (error) {
      if (error instanceof InstallationChanged) return this.#show(anotherServer(() => this.#trust()));
      if (isOver(error)) return this.#over(error);
      this.#show(failedStart(error, this.reload));
    }
  }

  #trust() {
    this.server.trust();
    void this.start();
  }

  /**
   * @param {Chosen & {username: string}} chosen
   * @param {EnrolmentForm} form
   */
  async #keepCode({ username, publicName, password }, form) {
    const { installation, name } = await this.server.site();
    this.code ||= await this.acts.newCode();
    const { code } = this;
    const token = this.token.value;
    const account = { installation, token, username, publicName, password, code };
    const step = new RecoveryCodeStep({
      code,
      username,
      practice: name,
      note: NOTE,
      commit: () => this.#commit(account),
      back: () => this.#show(form),
    });
    this.#show(step);
  }

  /** @param {Account} account */
  async #commit(account) {
    try {
      await this.acts.enrol(account);
    } catch (error) {
      if (!isOver(error)) throw error;
      return this.#over(error);
    }
    this.token.forget();
    await this.leave("/");
  }

  /** @param {ApiError} error */
  #over(error) {
    this.token.forget();
    this.#show(alreadyUsed(error.message, () => void this.leave("/sign-in")));
  }

  /** @param {import("./screens.js").Screen} screen */
  #show(screen) {
    this.screens.show("entrance", screen);
  }
}

/**
 * The token was used, is too old or never was.
 *
 * @param {unknown} error
 * @returns {error is ApiError}
 */
function isOver(error) {
  return error instanceof ApiError && error.status === 410;
}
