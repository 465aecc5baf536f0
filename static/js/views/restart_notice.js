// What is said while a server that is to restart waits for the sessions that are on.

import { timeText } from "../day_time.js";

/**
 * Empty where no restart is announced. Whoever is in session is told until when they can go on.
 *
 * @param {number|undefined} stopsAt  milliseconds: when the server stops at the latest
 * @param {"none"|"arriving"|"waiting"|"session"} part  what goes on at the moment
 * @returns {string}
 */
export function restartText(stopsAt, part) {
  if (stopsAt === undefined || part === "none") return "";
  if (part === "waiting") return "The server restarts soon. Your place in the waiting room is kept for you.";
  if (part === "arriving") return "The server restarts soon. New sessions can begin after that.";
  return `The server will restart after this session, at ${timeText(stopsAt / 1000)} at the latest. Until then all goes on as it is.`;
}
