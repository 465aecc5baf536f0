// Those who wait in any of the rooms, as their cards show them: what the room says, and what the vault knows.

import { differs } from "./people.js";
import { queue, waitedSeconds } from "./room.js";

/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Recognised } from "./recognition.js" */
/** @import { Waiter } from "./views/queue_card.js" */

/**
 * @param {Iterable<HostedRoom>} rooms
 * @param {object} page
 * @param {(invitation: string|null|undefined) => Recognised} page.recognise
 * @param {ReadonlySet<string>} page.admitting  whose Admit was clicked and is not decided yet
 * @param {number} now  milliseconds
 * @returns {Waiter[]}
 */
export function waitersOf(rooms, { recognise, admitting }, now) {
  return [...rooms].flatMap((hosted) => {
    if (hosted.room === null) return [];
    return queue(hosted.room, now).map((person) => {
      const { state, label, codeWord } = recognise(person.invitation);
      const typed = state === "locked" ? "" : hosted.name(person.id);
      return {
        room: hosted.id,
        participant: person.id,
        state,
        name: label,
        typed: label === "" || differs(label, typed) ? typed : "",
        codeWord,
        waits: person.standing === "waiting",
        connected: person.connected,
        mayDecide: hosted.isHost(),
        seconds: waitedSeconds(person, now),
        previewed: person.previewed,
        media: hosted.previews.get(person.id) ?? null,
        devices: hosted.cards.get(person.id)?.devices ?? null,
        admitting: admitting.has(person.id),
      };
    });
  });
}
