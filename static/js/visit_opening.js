// What a client's page says first: it comes back to its seat, or shows that it holds the link.

import { randomId } from "./base64url.js";

/** @import { Opening } from "./messages.js" */
/** @import { Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */
/** @import { Proof } from "./visit.js" */
/** @import { VisitMedia } from "./visit_media.js" */

/**
 * @param {object} visit
 * @param {Pick<Seat, "read">} visit.seat
 * @param {Room|null} visit.room
 * @param {Pick<VisitMedia, "legs">} visit.media
 * @param {Proof|null} visit.proof
 * @returns {Opening[]}  none where nothing lets this page in
 */
export function openings({ seat, room, media, proof }) {
  const token = seat.read()?.token;
  if (token !== undefined) {
    return [{ type: "take_seat", seat: token, leg: room === null ? 0 : media.legs.leg(room.id) }];
  }
  if (proof === null) return [];
  // A new place each time: only a seat leads back to an old one.
  const { link, admission } = proof;
  return [{ type: "hello", invitation: link.invitation, admission, participant: randomId() }];
}
