// What the clinician is told of somebody in session, in words.

/** @import { News } from "./hosted_room.js" */

/** @type {Record<News["kind"], (name: string) => string>} */
const TEXTS = {
  moves: (name) => `${name} goes on with another device.`,
  disowns: (name) => `${name} says that the other device is somebody else's.`,
  displaced: (name) => `${name} has opened the page again, and goes on there.`,
  overrun: (name) =>
    `${name}'s link was opened so often today that this page answers it no more. Replace the link, or let them in tomorrow.`,
  returned: (name) =>
    `${name}'s browser has lost what led back into the session. They wait, and can be let in again.`,
  intruded: (name) =>
    `The server put ${name} into the session, and you have not let them in. They see and hear nothing, and wait again.`,
  lapsed: (name) =>
    `The session was interrupted for more than ten minutes, so ${name} waits, and can be let in again.`,
  unlisted: (name) =>
    `The server says that ${name} is in the session, and this browser does not know that you let them in. They see and hear nothing, and wait to be let in again.`,
};

/**
 * @param {News["kind"]} kind
 * @param {string} name
 */
export function newsText(kind, name) {
  return TEXTS[kind](name);
}

/** A browser that sends what was not encrypted is stopped. */
export const UNENCRYPTED =
  "Your camera and microphone were stopped, because this browser sent pictures or sound without encrypting them. Load the page again. If it happens again, use another browser.";
