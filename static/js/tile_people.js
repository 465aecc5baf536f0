// Whom the stage shows, from the room, the roster and the streams that have arrived; and what of it is news.

/** @import { DeviceStates } from "./card.js" */
/** @import { Losses } from "./losses.js" */
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
 * @param {Pick<Losses, "isLost"|"isOut">} others.losses
 * @returns {TilePerson[]}
 */
export function tilePeople({ people, name, devices, streams, losses }) {
  return people.map((person) => {
    const media = streams.get(person.id) ?? null;
    const states = devices(person);
    // Of somebody on hold nothing is to come: there the server's word counts.
    const isLost = person.standing === "held" ? !person.connected : losses.isLost(person.id);
    const lost = isLost ? lostText(name(person)) : "";
    return {
      participant: person.id,
      name: name(person),
      word: lost || wordFor(person, name(person), states, losses.isOut(person.id) ? "out" : media),
      lost,
      muted: states !== null && states.microphone !== "on",
      interrupted: states?.interrupted?.includes("microphone") ?? false,
      mark: person.method === "later" ? UNCONFIRMED : "",
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
 * @param {MediaStream|"out"|null} media  "out": it stands still, because this page's own connection is not there
 * @returns {string}
 */
function wordFor(person, name, states, media) {
  if (person.standing === "held") return `${name} is on hold`;
  if (media === "out") return againText(name);
  if (media === null) return `Connecting with ${name}`;
  if (states?.camera === "off") return `${name} has stopped the camera`;
  if (states?.interrupted?.includes("camera")) return `${name}’s camera was interrupted by their device`;
  if (states?.camera === "missing") return `${name} takes part without a camera`;
  return "";
}

/** On the picture, in the list and aloud. @param {string} name */
export function lostText(name) {
  return `${name}’s connection was lost, waiting`;
}

/** @param {string} name */
function againText(name) {
  return `Connecting with ${name} again`;
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
  const { name, word, lost, muted, interrupted = false, mark = "" } = person;
  /** @type {string[]} */
  const news = [];
  if (lost !== last.lost) news.push(lost ? `${lost}.` : `${name} is connected again.`);
  if (word !== last.word && isNews(last, person))
    news.push(word === "" ? `The picture of ${name} is here.` : `${word}.`);
  if (interrupted && !last.interrupted) news.push(`${name}’s microphone was interrupted by their device.`);
  else if (muted !== last.muted) news.push(`The microphone of ${name} is ${muted ? "off" : "on"}.`);
  if (mark !== (last.mark ?? "")) news.push(mark ? `${name}: ${mark}.` : `The identity of ${name} is confirmed.`);
  return news;
}

/**
 * Whether what stands in place of a picture, or that nothing stands there, says more than was said already: that
 * somebody is lost or back; or, of all pictures at once, that one's own connection is lost.
 *
 * @param {TilePerson} last
 * @param {TilePerson} person
 */
function isNews(last, { name, word, lost }) {
  if (word === "") return last.word !== last.lost;
  return word !== lost && word !== againText(name);
}
