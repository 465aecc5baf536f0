// The calm line at the top of a page that says what is true while something is being put right.

import { element } from "../element.js";

/** @import { Status } from "../signalling.js" */

export class Notice {
  /** @param {HTMLElement} place  a polite live region of the page */
  constructor(place) {
    this.place = place;
    this.shown = "";
  }

  /** @param {string} text  empty for none */
  show(text) {
    if (text === this.shown) return;
    this.shown = text;
    this.place.replaceChildren(...(text === "" ? [] : [element("p", { class: "notice" }, text)]));
  }
}

/**
 * What the loss of the server means, or empty while it is there. The first moments of a page are no loss.
 *
 * @param {Status} status
 * @param {"none"|"arriving"|"waiting"|"session"} part  what goes on at the moment
 * @returns {string}
 */
export function connectionText(status, part) {
  if (status.state !== "lost" || part === "none") return "";
  const cause = status.stopping
    ? "The server is being restarted."
    : status.text || "No connection to the server.";
  const lost = `${cause} Trying again…`;
  if (part === "session") return `${lost} Sound and picture go on where they can.`;
  if (part === "waiting") return `${lost} Your place in the waiting room is kept for you.`;
  return lost;
}
