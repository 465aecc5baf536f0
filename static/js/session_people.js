// Who is in the session, as the stage and the list beside it show them to the clinician.

import { tilePeople } from "./tile_people.js";

/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Person } from "./room.js" */

/**
 * @param {HostedRoom} session
 * @param {(person: Person) => string} name
 */
export function sessionPeople(session, name) {
  const people = session.inSession();
  const devices = (/** @type {Person} */ { id }) => session.cards.get(id)?.devices ?? null;
  const tiles = tilePeople({ people, name, devices, streams: session.streams });
  const attendees = people.map((person) => ({
    participant: person.id,
    name: name(person),
    held: person.standing === "held",
    connected: person.connected,
  }));
  return { tiles, attendees };
}
