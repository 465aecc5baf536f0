// The seats of a clinician's pages: what leads a tab that was killed in mid-session back to the page that hosted it.

import { lockName } from "./host_lock.js";
import { Seat } from "./seat.js";
import { shelfAt, unlessRefused } from "./shelf.js";

/** @import { KeptSeats } from "./seat.js" */
/** @import { SharedShelf } from "./shelf.js" */

/** @type {SharedShelf<KeptSeats>} */
export const ROOM_SEAT_SHELF = shelfAt("telehealth room seats", "seats", "all");

/**
 * @param {readonly {id: string}[]} rooms
 * @returns {{id: string, seat: Seat}[]}
 */
export function roomSeats(rooms) {
  return rooms.map(({ id }) => ({ id, seat: new Seat(`room ${id}`, sessionStorage, ROOM_SEAT_SHELF) }));
}

/**
 * What an earlier page of this browser has left, unless another one holds the room still.
 *
 * @param {readonly {id: string, seat: Pick<Seat, "load">}[]} rooms
 * @param {Pick<LockManager, "query">|null} [locks]
 */
export async function takeSeats(rooms, locks = navigator.locks ?? null) {
  if (locks === null) return;
  const { held = [] } = await locks.query();
  const names = new Set(held.map(({ name }) => name));
  await Promise.all(rooms.filter(({ id }) => !names.has(lockName(id))).map(({ seat }) => seat.load()));
}

/** At sign-out. @param {SharedShelf<KeptSeats>} [shelf] */
export async function forgetRoomSeats(shelf = ROOM_SEAT_SHELF) {
  await unlessRefused(() => shelf.remove());
}
