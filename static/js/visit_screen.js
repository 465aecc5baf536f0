// Which screen a client's page shows, from where its person stands and what became of the connection.

/** @import { Standing } from "./messages.js" */
/** @import { Room } from "./room.js" */
/** @import { Status } from "./signalling.js" */

/**
 * @typedef {"loading"|"check_in"|"waiting"|"stage"|"held"|"other_device"|"ended"|"over"} VisitScreen
 */

/**
 * @param {object} visit
 * @param {Room|null} visit.room
 * @param {Standing|null} visit.standing  as this page goes by
 * @param {Status} visit.status
 * @param {boolean} visit.asksAgain  the person has asked for the form
 * @returns {VisitScreen}
 */
export function screenOf({ room, standing, status, asksAgain }) {
  if (room?.ended && !asksAgain) return isElsewhere(room) ? "other_device" : "ended";
  if (status.state === "over") return "over";
  if (room === null) return "loading";
  if (standing === "admitted") return "stage";
  if (standing === "waiting" || standing === "held") return standing;
  return asksAgain || standing === "checking" ? "check_in" : "ended";
}

/** Whether the person is in session on another device at this moment. @param {Room} room */
export function goesOnElsewhere(room) {
  return room.people[room.you]?.other_device === true;
}

/** A reload knows that somebody has left, and not any more that it was for another device. @param {Room} room */
function isElsewhere(room) {
  return room.ended === "moved" || (room.ended === "left" && goesOnElsewhere(room));
}
