// With whom somebody in session chats: the page that hosts, and whoever is admitted; not who waits or is on hold.

/** @import { ChatPerson } from "./chat_post.js" */
/** @import { Person, Room } from "./room.js" */

/**
 * @param {Room|null} room
 * @param {boolean} isConnected  this page itself is
 * @param {(person: Person) => boolean} [isMember]  who is admitted; the server's word, where this page has none of its own
 * @returns {ChatPerson[]}
 */
export function chatPeople(room, isConnected, isMember = ({ standing }) => standing === "admitted") {
  if (room === null) return [];
  return Object.values(room.people)
    .filter((person) => person.id !== room.you && (person.id === room.host || isMember(person)))
    .map(({ id, connected }) => ({ participant: id, connected: isConnected && connected }));
}
