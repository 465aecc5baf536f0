// What a clinician's page says first about one of its rooms.

/** @import { Opening, Seated } from "./messages.js" */

/**
 * @param {object} page
 * @param {string} page.room
 * @param {string} page.participant   of this page, where it has no seat yet
 * @param {string|undefined} page.token
 * @param {number} page.leg           the session leg that is still open, 0 for none
 * @param {Seated[]|null} page.claims who is where, by the page that hosts; null by any other
 * @returns {Opening}
 */
export function roomOpening({ room, participant, token, leg, claims }) {
  if (token === undefined) return { type: "watch", room, participant };
  return { type: "take_seat", seat: token, leg, ...(claims && { hosts: true, people: claims }) };
}
