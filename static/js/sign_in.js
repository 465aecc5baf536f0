// Entry of /sign-in: exchanges the one-time token of the link for the sign-in cookie.

import { ApiError, signIn } from "./api.js";
import { element } from "./element.js";
import { fillSite, place } from "./page.js";

const TOKEN = /^#([A-Za-z0-9_.-]{16,512})$/;

/**
 * @param {string} title
 * @param {string} text
 * @param {() => void} [again]
 */
function say(title, text, again) {
  const button =
    again !== undefined &&
    element("button", { type: "button", class: "button primary", onclick: again }, "Try again");
  const heading = element("h1", { tabindex: "-1" }, title);
  place("sign-in").replaceChildren(heading, element("p", { role: "status" }, text), button || "");
  if (again !== undefined) heading.focus();
}

/** @param {string} token */
async function exchange(token) {
  say("Signing in", "One moment.");
  try {
    await signIn(token);
    location.replace("/");
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const mayWork = error.status === 0 || error.status >= 500 || error.code === "unclear";
    say("You are not signed in", error.message, mayWork ? () => void exchange(token) : undefined);
  }
}

/** @returns {Promise<void>|null}  null when the address holds no token */
function exchangeFromAddress() {
  const token = TOKEN.exec(location.hash)?.[1];
  if (token === undefined) return null;
  // A token that was used once is worth nothing, and yet has no place in a history.
  history.replaceState(null, "", location.pathname);
  return exchange(token);
}

async function start() {
  // A link pasted into the address bar of this very page changes the fragment only: nothing is loaded.
  window.addEventListener("hashchange", () => void exchangeFromAddress());
  const exchanged = exchangeFromAddress();
  if (exchanged !== null) return exchanged;
  try {
    await fillSite();
  } catch (error) {
    // Without the site's name the page says all the same how to get a link.
    if (!(error instanceof ApiError)) throw error;
  }
}

await start();
