// The whole link of this page in a field that cannot be changed, and a button that copies it.

import { element, setText } from "../element.js";
import { Field, withValue } from "./field.js";
import { button } from "./modal.js";

const COPIED = "Link copied. It opens this session for whoever has it: give it to nobody else.";
const REFUSED =
  "This browser did not let the page copy. The link is selected: copy it by hand, by holding it or with Ctrl+C.";

export class LinkField {
  /**
   * @param {string} link
   * @param {(text: string) => Promise<boolean>} copy
   */
  constructor(link, copy) {
    this.link = link;
    this.copy = copy;
    const input = element("input", {
      type: "text",
      readonly: true,
      autocomplete: "off",
      spellcheck: "false",
    });
    this.field = new Field("whole-link", "Your link", withValue(input, link));
    this.said = element("p", { class: "quiet", role: "status" });
    this.button = button("Copy link", () => void this.#copy(), "button primary");
    this.parts = [this.field.element, this.said];
  }

  async #copy() {
    const copied = await this.copy(this.link);
    setText(this.said, copied ? COPIED : REFUSED);
    if (copied) return;
    this.field.input.focus();
    this.field.input.select();
  }
}
