// Who of a room holds which key, on the page that hosts it: seats, the session's epochs, and what opens a preview.

import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { Epochs } from "./epochs.js";
import { Standings } from "./standings.js";

/** @import { EpochKeys } from "./all_keys.js" */
/** @import { Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Beat, EpochHeld, EpochWanted, PreviewKey } from "./key_contents.js" */
/** @import { MediaKeys } from "./media_keys.js" */
/** @import { FromBrowser } from "./messages.js" */
/** @import { Person } from "./room.js" */
/** @import { SeatList } from "./seat_list.js" */

/**
 * @typedef {object} Opened  a channel that somebody has opened, and proved to hold
 * @property {string} invitation  of the link that they have proved to hold
 * @property {boolean} fresh   with the link alone, and not with what leads back into a seat
 * @property {Uint8Array<ArrayBuffer>} load
 * @property {number[]|null} words  of a fresh one
 * @property {boolean} displaced    another page of theirs had one before
 *
 * @typedef {{invitation: string, load: string, words: number[]|null}} Known
 *
 * @typedef {"returned"|"intruded"|"unlisted"|"lapsed"} Intrusion  how somebody is in session whom this page has not let in: they
 *   came back without what leads into their seat; they waited here and the server let them in; this page, or its list,
 *   is newer than they are; or the clinician was away for too long
 */

export class RoomKeys {
  /**
   * @param {object} page
   * @param {SeatList} page.seats
   * @param {Pick<MediaKeys, "watch">} page.media
   * @param {EpochKeys} page.epochs                 what works under the session's keys
   * @param {Uint8Array<ArrayBuffer>} page.load     of this page load
   * @param {() => string} page.own                 this page's participant
   * @param {(participant: string) => Person|null} page.person
   * @param {(participant: string, content: Content) => void} page.tell
   * @param {(participant: string, how: Intrusion) => void} page.intruded
   * @param {(participant: string) => void} page.displaced  another page of theirs has their place in the session now
   * @param {Clock} clock
   */
  constructor({ seats, media, epochs, load, own, person, tell, intruded, displaced }, clock) {
    this.displaced = displaced;
    this.seats = seats;
    this.media = media;
    this.person = person;
    this.tell = tell;
    this.epochs = new Epochs({ load, own, keys: epochs, tell }, clock);
    this.standings = new Standings({
      seats,
      invitation: (participant) => person(participant)?.invitation ?? null,
      intruded: (participant) => intruded(participant, this.#intrusion(participant)),
    });
    /** By participant: the channel that is open. @type {Map<string, Known>} */
    this.known = new Map();
    /** Who was in session, and came back without what leads into the seat. @type {Set<string>} */
    this.returned = new Set();
    /** Who has waited since this page was loaded. @type {Set<string>} */
    this.waited = new Set();
    /** What opens the preview of each who waits. @type {Map<string, PreviewKey>} */
    this.previews = new Map();
  }

  /**
   * Somebody has opened a channel. With the link alone it is a new seat, whatever the server calls it.
   *
   * @param {string} participant
   * @param {Opened} opened
   */
  opened(participant, { invitation, fresh, load, words, displaced }) {
    const seat = this.seats.get(participant);
    const wasIn = seat !== null && seat.standing !== "waiting";
    if (fresh) {
      if (wasIn) this.returned.add(participant);
      this.standings.forget(participant);
    } else if (wasIn && displaced) this.displaced(participant);
    // What they have shown so far was sealed for the channel before.
    this.#unwatch(participant);
    const known = { invitation, load: encodeBase64url(load), words: words ?? seat?.words ?? null };
    this.known.set(participant, known);
    this.#giveSeat(participant);
  }

  /**
   * @param {string} from
   * @param {EpochHeld|EpochWanted|Beat|PreviewKey} content
   */
  heard(from, content) {
    if (content.kind !== "preview_key") return this.epochs.heard(from, content);
    this.previews.set(from, content);
    this.#watch(from);
  }

  /** @param {FromBrowser} message */
  asks(message) {
    this.standings.asks(message);
  }

  /**
   * The server has told of people, or refused something.
   *
   * @param {Readonly<Record<string, Person>>} people
   * @param {readonly string[]} [gone]
   */
  follow(people, gone = []) {
    for (const { id, standing } of Object.values(people)) if (standing === "waiting") this.waited.add(id);
    this.standings.follow(people, gone);
    for (const id of gone) this.forget(id);
    for (const id of this.known.keys()) if (people[id]?.standing === "waiting") this.#giveSeat(id);
    for (const id of this.previews.keys()) if (people[id]?.standing !== "waiting") this.#unwatch(id);
    for (const id of this.returned) if (people[id]?.standing !== "admitted") this.returned.delete(id);
    /** @type {Map<string, string>} */
    const loads = new Map();
    for (const person of Object.values(people)) {
      const load = this.known.get(person.id)?.load;
      if (load !== undefined && this.standings.isMember(person)) loads.set(person.id, load);
    }
    this.epochs.follow(loads);
  }

  /** Whether somebody may hold the keys. @param {string} participant */
  isMember(participant) {
    const person = this.person(participant);
    return person !== null && this.standings.isMember(person);
  }

  /** What is somebody's own for as long as they are the same. @param {string} participant @returns {object|null} */
  seatOf(participant) {
    return this.known.has(participant) ? (this.seats.get(participant)?.resumption ?? null) : null;
  }

  /** What both can read to each other. @param {string} participant @returns {number[]|null} */
  words(participant) {
    return this.known.get(participant)?.words ?? null;
  }

  /** Their channel is no more. @param {string} participant */
  forget(participant) {
    this.known.delete(participant);
    this.waited.delete(participant);
    this.epochs.forget(participant);
    this.#unwatch(participant);
  }

  /** This page hosts no more: nothing it knows opens anything. */
  close() {
    this.epochs.end();
    for (const participant of this.previews.keys()) this.#unwatch(participant);
  }

  /** Whoever waits by a channel of their own has a seat; after one that ended, a new one. @param {string} participant */
  #giveSeat(participant) {
    const known = this.known.get(participant);
    if (known === undefined || this.person(participant) === null || !this.seats.isOpen) return;
    if (this.seats.get(participant) !== null) return;
    const r = this.seats.add(participant, { invitation: known.invitation, words: known.words });
    this.tell(participant, { kind: "seat", r: encodeBase64url(r) });
  }

  /** @param {string} participant @returns {Intrusion} */
  #intrusion(participant) {
    if (this.returned.has(participant)) return "returned";
    if (this.seats.hasLapsed) return "lapsed";
    return this.waited.has(participant) ? "intruded" : "unlisted";
  }

  /** @param {string} participant */
  #watch(participant) {
    const key = this.previews.get(participant);
    const load = this.known.get(participant)?.load;
    if (key === undefined || load === undefined || this.person(participant)?.standing !== "waiting") return;
    this.media.watch(participant, { secret: decodeBase64url(key.secret), load: decodeBase64url(load) });
  }

  /** @param {string} participant */
  #unwatch(participant) {
    if (this.previews.delete(participant)) this.media.watch(participant, null);
  }
}
