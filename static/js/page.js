// What every page has: its places, its address, and the practice's own name and words.

import * as api from "./api.js";
import { likelyCountry, showDanger } from "./danger.js";

/** @import { Site } from "./api.js" */

/** Milliseconds that a live region needs to be seen as empty. */
const SETTLES = 100;

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
export function place(id) {
  const found = document.getElementById(id);
  if (found === null) throw new TypeError(`this page has no place named ${id}`);
  return found;
}

/** The signalling WebSocket of the server that this page came from. */
export function socketUrl() {
  const url = new URL("/ws", location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}

export function reload() {
  location.reload();
}

/**
 * Call when there is reason to believe that a lost server can be reached again: the network or the person is back.
 * A page that the Back button brings out of the browser's memory has no connection left and begins anew.
 *
 * @param {() => void} task
 */
export function onReturn(task) {
  window.addEventListener("online", task);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") task();
  });
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) reload();
  });
}

/**
 * Say something to those who hear the page, without moving anything.
 *
 * @param {string} text
 */
export function announce(text) {
  const announcer = place("announcer");
  // Emptied first: the same words twice are two arrivals.
  announcer.textContent = "";
  setTimeout(() => {
    announcer.textContent = text;
  }, SETTLES);
}

/**
 * The site's name and its words for an emergency, put where the page has room for them. What the page itself knows
 * of an emergency does not wait for the server.
 *
 * @returns {Promise<Site>}
 */
export async function fillSite() {
  showDanger(null, likelyCountry(null));
  const site = await api.site();
  for (const name of document.querySelectorAll("[data-site-name]")) name.textContent = site.name;
  showDanger(site, likelyCountry(site));
  return site;
}
