// The calm line at the top of a page that says what is true while something is being put right.

import { element } from "../element.js";

/** @import { Status } from "../signalling.js" */

export class Notice {
  /** @param {HTMLElement} place  a polite live region of the page */
  constructor(place) {
    this.place = place;
    this.shown = "";
  }

  /**
   * @param {string} text    empty for none
   * @param {string} [signIn]  where to sign in, in a tab of its own
   */
  show(text, signIn = "") {
    if (text === this.shown) return;
    this.shown = text;
    const way = signIn !== "" && element("a", { href: signIn, target: "_blank", rel: "noopener" }, "Sign in");
    const notice = element("p", { class: "notice" }, text, way && " ", way);
    this.place.replaceChildren(...(text === "" ? [] : [notice]));
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
  const cause =
    status.text || (status.stopping ? "The server is being restarted." : "No connection to the server.");
  const lost = `${cause} Trying again…`;
  if (part === "session") return `${lost} Sound and picture go on where they can.`;
  if (part === "waiting") return `${lost} Your place in the waiting room is kept for you.`;
  return lost;
}

/** The sign-in has ended during a session, which needs none: all else does. */
export function signedOutText() {
  return "Your sign-in is over. The session goes on. To admit, hold or write anything down, sign in again, then come back to this tab.";
}
