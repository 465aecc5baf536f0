// Who is in the session, as the stage and the list beside it show them to the clinician.

import { wordsOf } from "./safety_words.js";
import { tilePeople } from "./tile_people.js";

/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Person } from "./room.js" */
/** @import { ComparedWords, WordsWith } from "./safety_words.js" */
/** @import { Attendee } from "./views/attendance.js" */
/** @import { TilePerson } from "./views/tile.js" */

/**
 * @param {HostedRoom} session
 * @param {object} page
 * @param {(person: Person) => string} page.name
 * @param {(person: Person) => boolean} page.mayInvite  the vault has their person
 * @returns {{tiles: TilePerson[], attendees: Attendee[]}}
 */
export function sessionPeople(session, { name, mayInvite }) {
  const people = session.inSession();
  const devices = (/** @type {Person} */ { id }) => session.cards.get(id)?.devices ?? null;
  const tiles = tilePeople({ people, name, devices, streams: session.streams });
  const attendees = people.map((person) => ({
    participant: person.id,
    name: name(person),
    held: person.standing === "held",
    connected: person.connected,
    unconfirmed: person.method === "later",
    mayInvite: mayInvite(person),
  }));
  return { tiles, attendees };
}

/**
 * The words that each can read as well.
 *
 * @param {HostedRoom} session
 * @param {(person: Person) => string} name
 * @param {ComparedWords} compared
 * @returns {WordsWith[]}
 */
export function sessionWords(session, name, compared) {
  return session.inSession().map((person) => {
    const numbers = session.secrets.keys.words(person.id);
    const words = numbers && wordsOf(numbers);
    const { id: participant } = person;
    return { participant, name: name(person), words, compared: compared.of(participant, words) };
  });
}
