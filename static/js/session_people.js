// Who is in the session, as the stage and the list beside it show them to the clinician.

import { isSending } from "./hearing.js";
import { wordsOf } from "./safety_words.js";
import { tilePeople } from "./tile_people.js";

/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Gathering, Losses } from "./losses.js" */
/** @import { Person } from "./room.js" */
/** @import { ComparedWords, WordsWith } from "./safety_words.js" */
/** @import { Attendee } from "./views/attendance.js" */
/** @import { TilePerson } from "./views/tile.js" */

/**
 * @param {HostedRoom} session
 * @param {object} page
 * @param {(person: Person) => string} page.name
 * @param {(person: Person) => boolean} page.mayInvite  the vault has their person
 * @param {Pick<Losses, "isLost"|"isOut">} page.losses
 * @returns {{tiles: TilePerson[], attendees: Attendee[]}}
 */
export function sessionPeople(session, { name, mayInvite, losses }) {
  const people = session.inSession();
  const devices = (/** @type {Person} */ { id }) => session.cards.get(id)?.devices ?? null;
  const tiles = tilePeople({ people, name, devices, streams: session.streams, losses });
  const attendees = people.map((person, place) => ({
    participant: person.id,
    name: name(person),
    held: person.standing === "held",
    lost: tiles[place]?.lost ?? "",
    unconfirmed: person.method === "later",
    mayInvite: mayInvite(person),
  }));
  return { tiles, attendees };
}

/**
 * The session as its losses are looked for.
 *
 * @param {HostedRoom} session
 * @param {boolean} isBlocked  the connection for sound and picture takes too long, or is tried no more
 * @returns {Gathering}
 */
export function gatheringOf(session, isBlocked) {
  const others = session.inSession().map(({ id, connected, standing }) => ({
    participant: id,
    connected,
    isIn: standing === "admitted",
    sends: isSending(session.cards.get(id)?.devices ?? null),
    phones: true,
  }));
  return { room: session.id, others, isConnected: session.connected, isBlocked, isSilent: false };
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
