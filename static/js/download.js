// A file that the page has made, saved without having been anywhere else.

import { CLOCK } from "./clock.js";
import { element } from "./element.js";

/** How long its address lives: a person may be asked first whether they want it. */
const LIFETIME = 10 * 60 * 1000;

/**
 * What gives blobs addresses.
 *
 * @typedef {Pick<typeof URL, "createObjectURL"|"revokeObjectURL">} Addresses
 */

/**
 * Plain text, UTF-8.
 *
 * @param {string} name  of the file
 * @param {string} text
 */
export function saveText(name, text) {
  download(name, "text/plain;charset=utf-8", text);
}

/**
 * @param {string} name  of the file
 * @param {string} type  of the text, such as "text/calendar"
 * @param {string} text
 * @param {{addresses?: Addresses, clock?: Pick<import("./clock.js").Clock, "later">}} [surroundings]
 */
export function download(name, type, text, { addresses = URL, clock = CLOCK } = {}) {
  const address = addresses.createObjectURL(new Blob([text], { type }));
  element("a", { href: address, download: name }).click();
  clock.later(() => addresses.revokeObjectURL(address), LIFETIME);
}
