// Whom the stage shows, from the room, the roster and the streams that have arrived; and what of it is news.

/** @import { DeviceStates } from "./card.js" */
/** @import { Person } from "./room.js" */
/** @import { TilePerson } from "./views/tile.js" */

/** Only a clinician's page is told how somebody's identity was confirmed. */
const UNCONFIRMED = "Identity not yet confirmed";

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
      lost: person.connected ? "" : lostText(name(person)),
      muted: states !== null && states.microphone !== "on",
      mark: person.method === "later" ? UNCONFIRMED : "",
      media,
    };
  });
}

/**
 * What stands in place of a picture; empty when one can be expected. Somebody whose signalling is lost may be
 * seen and heard all the same: media goes its own way.
 *
 * @param {Person} person
 * @param {string} name
 * @param {DeviceStates|null} states
 * @param {MediaStream|null} media
 * @returns {string}
 */
function wordFor(person, name, states, media) {
  if (!person.connected && media === null) return lostText(name);
  if (person.standing === "held") return `${name} is on hold`;
  if (media === null) return `Connecting with ${name}`;
  if (states?.camera === "off") return `${name} has stopped the camera`;
  if (states?.camera === "missing") return `${name} takes part without a camera`;
  return "";
}

/** @param {string} name */
function lostText(name) {
  return `The connection to ${name} was lost. Waiting for ${name} to come back.`;
}

/**
 * What has changed for those who cannot see it, in one text; empty when nothing has.
 *
 * @param {readonly TilePerson[]} before
 * @param {readonly TilePerson[]} now
 * @returns {string}
 */
export function newsOf(before, now) {
  const known = new Map(before.map((person) => [person.participant, person]));
  const news = now.flatMap((person) => {
    const last = known.get(person.participant);
    if (last !== undefined) return changes(last, person);
    // The first ones are named by the heading, which has the focus then.
    return before.length === 0 ? [] : [`${person.name} has joined.`];
  });
  const gone = before.filter((last) => !now.some(({ participant }) => participant === last.participant));
  return [...news, ...gone.map(({ name }) => `${name} is not in the session any more.`)].join(" ");
}

/**
 * @param {TilePerson} last
 * @param {TilePerson} person
 * @returns {string[]}
 */
function changes(last, person) {
  const { name, word, lost, muted, mark = "" } = person;
  /** @type {string[]} */
  const news = [];
  if (lost !== last.lost) news.push(lost || `${name} is connected again.`);
  if (word !== last.word && (word === "" || word !== lost))
    news.push(word === "" ? `The picture of ${name} is here.` : `${word}.`);
  if (muted !== last.muted) news.push(`The microphone of ${name} is ${muted ? "off" : "on"}.`);
  if (mark !== (last.mark ?? "")) news.push(mark ? `${name}: ${mark}.` : `The identity of ${name} is confirmed.`);
  return news;
}
