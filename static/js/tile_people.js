// Whom the stage shows, from the room, the roster and the streams that have arrived.

/** @import { DeviceStates } from "./card.js" */
/** @import { Person } from "./room.js" */
/** @import { TilePerson } from "./views/tile.js" */

/**
 * @param {object} others
 * @param {readonly Person[]} others.people
 * @param {(person: Person) => string} others.name
 * @param {(person: Person) => DeviceStates|null} others.devices
 * @param {ReadonlyMap<string, MediaStream>} others.streams
 * @returns {TilePerson[]}
 */
export function tilePeople({ people, name, devices, streams }) {
  return people.map((person) => {
    const media = streams.get(person.id) ?? null;
    const states = devices(person);
    return {
      participant: person.id,
      name: name(person),
      word: wordFor(person, name(person), states, media),
      muted: states !== null && states.microphone !== "on",
      media,
    };
  });
}

/**
 * What stands in place of a picture; empty when one can be expected.
 *
 * @param {Person} person
 * @param {string} name
 * @param {DeviceStates|null} states
 * @param {MediaStream|null} media
 * @returns {string}
 */
function wordFor(person, name, states, media) {
  if (!person.connected) return `The connection to ${name} was lost. Waiting for ${name} to come back.`;
  if (person.standing === "held") return `${name} is on hold`;
  if (media === null) return `Connecting with ${name}`;
  if (states?.camera === "off") return `${name} has stopped the camera`;
  if (states?.camera === "missing") return `${name} takes part without a camera`;
  return "";
}
