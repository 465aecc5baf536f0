// A link that is ready to be given: copied, shared, as mail, SMS, picture or calendar file. All of it is made here.

import { calendarFile } from "../calendar.js";
import { copyText } from "../clipboard.js";
import { download } from "../download.js";
import { element, nameOf, setAttribute, setText, show } from "../element.js";
import { mailDraft, shareData, smsDraft } from "../share.js";
import { Field, withValue } from "./field.js";
import { actions, button } from "./modal.js";
import { qrPicture } from "./qr_picture.js";

/** @import { LinkFacts } from "../person_words.js" */

const REFUSED =
  "This browser did not let the page copy. The link is selected: copy it by hand, with Ctrl+C or by holding it.";

/**
 * What the browser can do with a link; what a test replaces.
 *
 * @typedef {object} Outlets
 * @property {(text: string) => Promise<boolean>} copy
 * @property {((data: ShareData) => Promise<void>)|null} share  null where there is no share sheet
 * @property {(name: string, type: string, text: string) => void} save
 */

/** @returns {Outlets} */
export function browserOutlets() {
  const share = typeof navigator.share === "function" ? navigator.share.bind(navigator) : null;
  return { copy: copyText, share, save: download };
}

export class LinkPanel {
  /**
   * @param {LinkFacts} link
   * @param {object} page
   * @param {Outlets} page.outlets
   * @param {() => number} page.now  seconds
   * @param {() => void} page.done
   */
  constructor(link, { outlets, now, done }) {
    this.link = link;
    this.outlets = outlets;
    this.now = now;
    const label = link.role === "guest" ? "Guest link" : "Client link";
    const input = element("input", {
      type: "text",
      readonly: true,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.field = new Field("link-text", label, withValue(input, link.text));
    this.copyButton = button("Copy link", () => void this.copy(), "button primary");
    this.said = element("p", { class: "said", role: "status" });
    this.picture = element("div", { class: "qr", hidden: true });
    this.isPictured = false;
    this.qr = button("QR code", () => this.#turnPicture());
    setAttribute(this.qr, "aria-expanded", "false");
    this.parts = [
      this.field.element,
      actions(this.copyButton, button("Done", done)),
      this.said,
      element("div", { class: "link-ways" }, ...this.#ways()),
      this.picture,
    ];
  }

  /** @returns {(HTMLElement|false)[]} */
  #ways() {
    const { text, start } = this.link;
    return [
      this.outlets.share !== null && button("Share…", () => void this.#share()),
      element("a", { class: "button", href: mailDraft(text) }, "Mail"),
      element("a", { class: "button", href: smsDraft(text) }, "SMS"),
      this.qr,
      start !== null && button("Calendar file", () => this.#calendar(start)),
    ];
  }

  async copy() {
    if (await this.outlets.copy(this.link.text)) return this.#say(`${this.link.name} copied`);
    this.refused();
  }

  /** The clipboard was refused: the text is there to be taken by hand. */
  refused() {
    this.#say(REFUSED);
    this.field.input.focus();
    this.field.input.select();
  }

  async #share() {
    try {
      await this.outlets.share?.(shareData(this.link.text));
    } catch (error) {
      // AbortError: the person thought better of it.
      if (!(error instanceof DOMException)) throw error;
      if (error.name !== "AbortError") this.#say("This browser could not share the link. Copy it instead.");
    }
  }

  #turnPicture() {
    const shown = !this.isPictured;
    this.isPictured = shown;
    if (shown) {
      const name = `QR code of ${this.link.name}`;
      this.picture.replaceChildren(
        qrPicture(this.link.text, name),
        element("p", { class: "quiet" }, nameOf(name)),
      );
    }
    show(this.picture, shown);
    setAttribute(this.qr, "aria-expanded", String(shown));
  }

  /** @param {number} start */
  #calendar(start) {
    const { id: uid, text: link, weekly } = this.link;
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    this.outlets.save(
      "appointment.ics",
      "text/calendar",
      calendarFile({ link, start, weekly, zone, uid, now: this.now() }),
    );
    this.#say("The calendar file is saved. It names nobody.");
  }

  /** @param {string} text */
  #say(text) {
    setText(this.said, text);
  }
}
