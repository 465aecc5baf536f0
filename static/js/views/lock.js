// Today while people and links are closed: locked, or not to be opened as they are. Who waits is counted all the same.

import { element, keepFocus, setText, show } from "../element.js";
import { actions, button } from "./modal.js";

/** @import { GuardState } from "../guard.js" */
/** @import { Queue } from "./queue.js" */
/** @import { UnlockForm } from "./unlock_form.js" */

/**
 * @typedef {object} Closed
 * @property {GuardState} state
 * @property {string} text                                    the server's words, when it does not answer
 * @property {{offered: number, seen: number}|null} versions  of the vault: the server's, and this browser's newest
 */

const CAUTION =
  "If nobody has told you of that, sign out and ask whoever runs the server: links that you have replaced or removed since may work again in an older copy.";
const REFUSED =
  "What the server holds for you does not open with your password: it was damaged or changed, or is not yours. Ask whoever runs the server, who may have a backup.";
const LOCKED =
  "Your people and their links are put away. Whoever waits is still counted here, the chime goes on without names, and a session is never cut.";

export class Lock {
  /**
   * @param {object} page
   * @param {Queue} page.queue
   * @param {UnlockForm} page.unlock
   * @param {() => void} page.acceptOlder
   * @param {() => void} page.tryAgain
   * @param {() => void} page.signOut
   */
  constructor({ queue, unlock, acceptOlder, tryAgain, signOut }) {
    this.queue = queue;
    this.unlock = unlock;
    this.title = element("h1", { tabindex: "-1" });
    this.message = element("p", { class: "message", role: "status" });
    this.text = element("p", { class: "lead" });
    this.caution = element("p", {}, CAUTION);
    this.form = element("div", {});
    this.older = actions(button("Use the older copy", acceptOlder), button("Sign out", signOut));
    this.again = actions(button("Try again", tryAgain, "button primary"), button("Sign out", signOut));
    this.place = element("div", { class: "today-queue" });
    this.element = element(
      "div",
      { class: "today closed" },
      element(
        "div",
        { class: "closed-main" },
        this.title,
        this.message,
        this.text,
        this.caution,
        this.form,
        this.older,
        this.again,
      ),
      this.place,
    );
  }

  /** Where the focus goes when this screen comes: to what is wanted, or to what is said. */
  get heading() {
    return this.form.hidden ? this.title : this.unlock.password.input;
  }

  /**
   * @param {Closed} closed
   * @param {string} message
   */
  update(closed, message) {
    keepFocus(
      this.element,
      () => this.#draw(closed, message),
      () => this.title,
    );
  }

  /**
   * @param {Closed} closed
   * @param {string} message
   */
  #draw({ state, text, versions }, message) {
    if (this.queue.element.parentElement !== this.place) this.place.append(this.queue.element);
    const form = this.unlock.element;
    if (state === "locked" && form.parentElement !== this.form) this.form.append(form);
    const words = wordsOf(state, text, versions);
    setText(this.title, words.title);
    setText(this.text, words.text);
    setText(this.message, message);
    show(this.caution, state === "older");
    show(this.form, state === "locked");
    show(this.older, state === "older");
    show(this.again, state === "away" || state === "refused");
  }
}

/**
 * @param {GuardState} state
 * @param {string} text
 * @param {Closed["versions"]} versions
 */
function wordsOf(state, text, versions) {
  switch (state) {
    case "older":
      return {
        title: "An older copy",
        text: `The server holds an older copy of your people and links${whichText(versions)}. It may have been restored from a backup.`,
      };
    case "refused":
      return { title: "Your people and links do not open", text: REFUSED };
    case "away":
      return { title: "Your people and links are not here yet", text };
    default:
      return { title: "Today is locked", text: LOCKED };
  }
}

/** @param {Closed["versions"]} versions */
function whichText(versions) {
  if (versions === null) return "";
  const { offered, seen } = versions;
  if (offered < seen) return ` (version ${offered}, this browser has seen ${seen})`;
  return `, or one made from such a copy (version ${offered}, which does not come from version ${seen} that this browser has seen)`;
}
