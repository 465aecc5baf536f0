// "Use another device": the whole link of this page, to be copied, or scanned as a picture.

import { copyText } from "../clipboard.js";
import { element, setText } from "../element.js";
import { LinkField } from "./link_field.js";
import { actions, button } from "./modal.js";

/** @import { Modal } from "./modal.js" */

const UNPICTURED = "The picture could not be loaded. Copy the link instead.";

/** The code that draws it is not needed by most: it is loaded when somebody asks for it. */
const pictured = async (/** @type {string} */ link) => {
  const { qrPicture } = await import("./qr_picture.js");
  return qrPicture(link, "QR code of this link");
};

export class AnotherDevice {
  /**
   * @param {Modal} modal
   * @param {(text: string) => Promise<boolean>} [copy]
   * @param {(link: string) => Promise<Node>} [picture]
   */
  constructor(modal, copy = copyText, picture = pictured) {
    this.modal = modal;
    this.copy = copy;
    this.picture = picture;
  }

  /** @param {string} link */
  async open(link) {
    const field = new LinkField(link, this.copy);
    const place = element("div", { class: "another-device-picture" });
    const said = element("p", { class: "quiet", role: "status" });
    const close = button("Close", () => this.modal.close());
    this.modal.show(
      element("span", {}, "Use another device"),
      [
        element("p", {}, "Open this link there. Scan the picture with its camera, or copy the link."),
        place,
        said,
        ...field.parts,
        actions(field.button, close),
      ],
      field.button,
    );
    try {
      place.replaceChildren(await this.picture(link));
    } catch (error) {
      console.warn("The QR code could not be drawn:", error);
      setText(said, UNPICTURED);
    }
  }
}
