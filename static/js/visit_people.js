// Who is in the session, as a client's stage shows them: the clinician's page that hosts, then the others.

import { isSending } from "./hearing.js";
import { hostIsHere, inSession } from "./room.js";
import { tilePeople } from "./tile_people.js";

/** @import { Gathering, Losses } from "./losses.js" */
/** @import { Person, Room } from "./room.js" */
/** @import { Visit } from "./visit.js" */
/** @import { TilePerson } from "./views/tile.js" */

/**
 * The clinician's page that hosts, then the others, as the host calls them.
 *
 * @param {Visit} visit
 * @param {Room} room
 * @param {Pick<Losses, "isLost"|"isOut">} losses
 * @returns {TilePerson[]}
 */
export function visitPeople(visit, room, losses) {
  const { id: host } = hostOf(room);
  return tilePeople({
    people: peopleOf(room),
    name: ({ id }) => (id === host ? room.clinician : known(visit, id)?.name || "Guest"),
    devices: ({ id }) => known(visit, id)?.devices ?? null,
    streams: visit.media.streams,
    losses,
  });
}

/**
 * The session as its losses are looked for: the clinician phones, and nobody else.
 *
 * @param {Visit} visit
 * @param {boolean} isBlocked  the connection for sound and picture takes too long, or is tried no more
 * @returns {Gathering|null}  null while none is on the screen
 */
export function gatheringOf(visit, isBlocked) {
  const { room } = visit;
  if (room === null || visit.screen() !== "stage") return null;
  const host = hostOf(room);
  const others = [host, ...inSession(room)].map(({ id, connected, standing }) => ({
    participant: id,
    connected,
    isIn: standing !== "held",
    sends: isSending(known(visit, id)?.devices ?? null),
    phones: id === host.id,
  }));
  const isConnected = visit.status.state === "open";
  return { room: room.id, others, isConnected, isBlocked, isSilent: visit.secrets.keys.isSilent };
}

/**
 * Also one that is not there at all.
 *
 * @param {Room} room
 * @returns {Pick<Person, "id"|"connected"|"standing">}
 */
function hostOf(room) {
  const id = room.host ?? "";
  return room.people[id] ?? { id, connected: hostIsHere(room), standing: "host" };
}

/** @param {Room} room @returns {Person[]} */
function peopleOf(room) {
  const host = room.host === null ? undefined : room.people[room.host];
  return [...(host === undefined ? [] : [host]), ...inSession(room)];
}

/** What the clinician's page has said of somebody. @param {Visit} visit @param {string} id */
function known({ correspondence }, id) {
  return correspondence.host.roster.find(({ participant }) => participant === id) ?? null;
}
