// What is said while a server that is to restart waits for the sessions that are on.

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
  return `The server will restart after this session, at ${timeOf(stopsAt)} at the latest. Until then all goes on as it is.`;
}

/**
 * @param {number} at  milliseconds
 * @returns {string}
 */
function timeOf(at) {
  const date = new Date(at);
  return [date.getHours(), date.getMinutes()].map((number) => String(number).padStart(2, "0")).join(":");
}
