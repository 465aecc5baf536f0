// Before check-in, in a browser inside another app: why to leave it, how, and the whole link.

import { copyText } from "../clipboard.js";
import { element } from "../element.js";
import { LinkField } from "./link_field.js";

/**
 * @param {object} about
 * @param {string} about.app    whose browser this is
 * @param {string} about.link
 * @param {(() => void)|null} about.stay  null where no camera can be asked for
 * @param {(text: string) => Promise<boolean>} [copy]
 * @returns {import("../screens.js").Screen}
 */
export function openElsewhere({ app, link, stay }, copy = copyText) {
  const heading = element("h1", { tabindex: "-1" }, "Open in your browser");
  const field = new LinkField(link, copy);
  const why =
    stay === null
      ? `This page was opened inside ${app}, where it gets no camera and no microphone.`
      : `This page was opened inside ${app}. Camera and microphone often do not work there, and the page may be lost when you look at something else.`;
  const page = element(
    "div",
    { class: "plain open-elsewhere" },
    heading,
    element("p", {}, why),
    element(
      "p",
      {},
      "Open the menu in a corner of the screen, mostly three dots or a compass, and choose Open in browser, in Chrome or in Safari. " +
        "Or copy your link, and paste it into the address bar of your browser.",
    ),
    ...field.parts,
    field.button,
    stay !== null && element("button", { type: "button", class: "link-button", onclick: stay }, "Go on here"),
  );
  return { element: page, heading };
}
