// A page that cannot go on: the cause, the cure, and at most one thing to press.

import { ApiError } from "../api.js";
import { element } from "../element.js";
import { early } from "./early.js";

/** @import { Screen } from "../screens.js" */
/** @import { Shortcoming } from "../support.js" */
/** @import { Verdict } from "../signalling.js" */

/**
 * @param {object} words
 * @param {string} words.title
 * @param {string[]} words.texts
 * @param {string} [words.action]  what the button says
 * @param {() => void} [words.press]
 * @returns {Screen}
 */
export function problem({ title, texts, action, press }) {
  const heading = element("h1", { tabindex: "-1" }, title);
  const button =
    action !== undefined &&
    press !== undefined &&
    element("button", { type: "button", class: "button primary", onclick: press }, action);
  const page = element(
    "div",
    { class: "plain" },
    heading,
    ...texts.map((text) => element("p", {}, text)),
    button,
  );
  return { element: page, heading };
}

/** @param {Shortcoming} shortcoming */
export function unsupported(shortcoming) {
  if (shortcoming === "insecure") {
    return problem({
      title: "This page was not opened safely",
      texts: [
        "Browsers give camera and microphone only to pages opened by https. Ask for a link that begins with https.",
      ],
    });
  }
  return problem({
    title: "This browser is too old for a session",
    texts: [
      "A session needs Chrome or Edge 141, Firefox 130, or Safari on iOS 17 or macOS 14, or newer.",
      "Update this browser, or open the same link in another browser or on another device. The link stays good.",
    ],
  });
}

/**
 * The server did not give what the page needs to begin.
 *
 * @param {string} text
 * @param {() => void} reload
 */
export function unanswered(text, reload) {
  return problem({ title: "The page cannot go on", texts: [text], action: "Try again", press: reload });
}

/**
 * The page could not begin: the server did not answer as it should, the browser keeps no data, or a fault of ours.
 *
 * @param {unknown} error
 * @param {() => void} reload
 */
export function failedStart(error, reload) {
  if (error instanceof ApiError) return unanswered(error.message, reload);
  console.error("The page could not begin:", error);
  if (error instanceof DOMException && error.name === "SecurityError") {
    return problem({
      title: "This browser keeps no data for this page",
      texts: [
        "A session needs a little storage in this tab, so that a reload leads back to your place. It is emptied when the tab is closed.",
        "Allow cookies and site data for this address in the browser's settings, then press Try again.",
      ],
      action: "Try again",
      press: reload,
    });
  }
  return unanswered("Something went wrong in this page while it was being prepared.", reload);
}

/** The secret half of the link is not in the address, and this tab holds no place of its own. */
export function brokenLink() {
  return problem({
    title: "This link is not complete",
    texts: [
      "The last part of it is missing. Some mail and chat programs cut long links; and a page that has checked in takes that part out of its address, so a copy of the address does not open it again.",
      "Open the link from the message in which you got it, or copy the whole of it into the address bar.",
    ],
  });
}

const ASK =
  "New links come from the person you meet here. If your session is near, call or write to them: this page cannot.";

/**
 * The server has closed the connection for good.
 *
 * @param {Verdict} verdict
 * @param {{code: string, text: string}} refusal  the server's own: both may be empty
 * @param {() => void} reload
 */
export function closed(verdict, { code, text }, reload) {
  switch (verdict) {
    case "moved":
      return problem({
        title: "This page was opened in another window",
        texts: ["You can go on there. To use this window instead, continue here: the other one then stops."],
        action: "Continue here",
        press: reload,
      });
    case "sign_in":
      return problem({
        title: "Please sign in again",
        texts: [text || "Your sign-in is over. Nothing is lost."],
        action: "Sign in",
        press: reload,
      });
    case "gone":
      if (code === "invitation_early") return early(text, reload);
      return problem({
        title: "This link does not open a session now",
        texts: [text || "Please check that the link is complete, or ask for a new one.", ASK],
      });
    case "refused":
      return problem({
        title: "The page and the server did not understand each other",
        texts: [text || "Reloading the page usually helps. Nothing you did caused this."],
        action: "Reload",
        press: reload,
      });
  }
}
