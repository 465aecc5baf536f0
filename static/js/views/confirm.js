// A question before something that cannot be undone by a click: what happens, and two buttons.

import { element } from "../element.js";
import { actions, button } from "./modal.js";

/** @import { Modal } from "./modal.js" */

/**
 * @param {Modal} modal
 * @param {object} question
 * @param {HTMLElement} question.title
 * @param {readonly string[]} question.texts
 * @param {string} question.action              what the button says
 * @param {() => Promise<unknown>} question.act  the dialog closes at once: what comes of it is seen in the page
 */
export function confirmation(modal, { title, texts, action, act }) {
  const go = () => {
    modal.close();
    void act();
  };
  const paragraphs = texts.map((text) => element("p", {}, text));
  modal.show(title, [
    ...paragraphs,
    actions(
      button(action, go),
      button("Cancel", () => modal.close()),
    ),
  ]);
}
