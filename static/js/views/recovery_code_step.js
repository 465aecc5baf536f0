// The recovery code: shown once, kept by the person, typed back.

import { copyText } from "../clipboard.js";
import { download } from "../download.js";
import { element, setText } from "../element.js";
import { formatRecoveryCode, readRecoveryCode } from "../recovery_code.js";
import { Field } from "./field.js";
import { Form } from "./form.js";
import { button } from "./modal.js";

/** @import { Fault } from "./field.js" */

const EMPTY = "Please type the recovery code, from your copy if you can.";
const DAMAGED =
  "A character of this code is wrong or missing. It has seven groups of four: compare each with your copy.";
const COPIED = "The code is copied. Paste it where only you can read it.";
const NOT_COPIED = "The browser did not let this page copy. Select the code and copy it yourself.";
const ANOTHER = "This is a recovery code, but not this one. Type the code that stands above.";
const ON_NEW_DEVICES = "Ask for this code beside the password on new devices";

export class RecoveryCodeStep {
  /**
   * @param {object} step
   * @param {string} step.code       28 characters, without dashes
   * @param {string} step.username
   * @param {string} step.practice   the site's name
   * @param {"h1"|"h2"} [step.level]  of its heading
   * @param {string} step.note       what goes on with *Continue*
   * @param {boolean} [step.usesSheet]  whether new devices ask for the code until now; left out where nobody may choose
   * @param {(usesSheet: boolean) => Promise<void>} step.commit  with what was chosen
   * @param {(error: unknown) => string} [step.words]  the sentence for an error
   * @param {() => void} step.back
   */
  constructor({ code, username, practice, level = "h1", note, usesSheet, commit, words, back }) {
    this.code = code;
    this.sheet = { username, practice };
    this.heading = element(level, { class: "on-paper", tabindex: "-1" }, "Your recovery code");
    this.shown = element("p", { class: "recovery-code on-paper", "data-recovery-code": true });
    this.shown.append(...groups(formatRecoveryCode(code)));
    this.told = element("p", { class: "quiet", role: "status" });
    this.field = new Field("recovery-code", "Recovery code", recoveryCodeInput("go"), {
      help: "Type it back, so that you know your copy is right. Small letters and spaces are fine.",
    });
    this.onNewDevices = new Field("on-new-devices", ON_NEW_DEVICES, element("input", { type: "checkbox" }));
    this.onNewDevices.input.checked = usesSheet ?? false;
    this.form = new Form({
      parts: [this.field.element, ...(usesSheet === undefined ? [] : [this.onNewDevices.element])],
      action: "Continue",
      check: () => this.#check(),
      send: () => {
        // A try whose answer is lost may have been done: the next one brings the same.
        this.onNewDevices.input.disabled = true;
        return commit(this.onNewDevices.input.checked);
      },
      ...(words === undefined ? {} : { words }),
    });
    this.element = element(
      "div",
      { class: "entrance code-sheet" },
      this.heading,
      ...this.#sheet(),
      this.#copies(),
      this.told,
      element("p", {}, note),
      this.form.element,
      button("Back", back, "link-button back"),
    );
  }

  /** What is printed. */
  #sheet() {
    const { username, practice } = this.sheet;
    return [
      element(
        "p",
        { class: "on-paper" },
        "If you forget your password, this code alone opens your people and their links. The server cannot, and neither can whoever runs it. Keep it on paper in a safe place, apart from this device.",
      ),
      this.shown,
      element(
        "p",
        { class: "on-paper print-only" },
        `${practice}, ${location.origin}. Username: ${username}`,
      ),
    ];
  }

  #copies() {
    return element(
      "div",
      { class: "button-row" },
      button("Copy code", () => void this.#copy()),
      button("Print", () => window.print()),
      button("Save as text file", () => this.#save()),
    );
  }

  async #copy() {
    setText(this.told, (await copyText(formatRecoveryCode(this.code))) ? COPIED : NOT_COPIED);
  }

  #save() {
    const { username, practice } = this.sheet;
    const lines = [
      `${practice}, ${location.origin}`,
      `Username: ${username}`,
      `Recovery code: ${formatRecoveryCode(this.code)}`,
      "",
      "If the password is forgotten, this code alone opens the account. Keep it where only you can read it.",
      "",
    ];
    download("recovery-code.txt", "text/plain;charset=utf-8", lines.join("\r\n"));
    setText(this.told, "The code is saved as recovery-code.txt. Move it where only you can read it.");
  }

  /** @returns {Promise<Fault[]>} */
  async #check() {
    const typed = await readTypedCode(this.field.input.value);
    const fault = typed.fault || (typed.code === this.code ? "" : ANOTHER);
    this.field.setError(fault);
    return [[fault, this.field.input]];
  }
}

/**
 * The code that was typed, or what is wrong with it by itself.
 *
 * @param {string} text
 * @returns {Promise<{code: string, fault: string}>}
 */
export async function readTypedCode(text) {
  if (text.trim() === "") return { code: "", fault: EMPTY };
  const code = await readRecoveryCode(text);
  return code === null ? { code: "", fault: DAMAGED } : { code, fault: "" };
}

/** @param {"go"|"next"} enter  what a phone's Enter key says */
export function recoveryCodeInput(enter) {
  return element("input", {
    type: "text",
    class: "code-input",
    autocomplete: "off",
    autocapitalize: "characters",
    autocorrect: "off",
    spellcheck: "false",
    required: true,
    enterkeyhint: enter,
  });
}

/**
 * Seven groups that stay whole where lines break.
 *
 * @param {string} text  with dashes
 */
function groups(text) {
  const parts = text.split("-");
  return parts.map((part, index) =>
    element("span", { class: "group" }, index < parts.length - 1 ? `${part}-` : part),
  );
}
