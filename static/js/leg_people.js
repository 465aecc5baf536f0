// The people whose sound and picture one connection receives. Nobody is shown before a frame of theirs was
// opened.

/** @typedef {import("./sdp.js").Media} Media */
/**
 * @typedef {object} Person
 * @property {string} participant
 * @property {MediaStream} media
 * @property {MediaStreamTrack | null} small
 * @property {MediaStreamTrack | null} main
 * @property {number|null} openedAt  when it was said last that a frame of theirs was opened; milliseconds
 */

export class LegPeople {
  /**
   * @param {{ seen: (person: Person) => void, unseen: (participant: string) => void,
   *   lastFrame: (track: MediaStreamTrack) => number }} leg
   * @param {() => number} [now]  milliseconds, of a clock that nobody sets
   */
  constructor(leg, now = () => performance.now()) {
    this.leg = leg;
    this.now = now;
    /** @type {Map<string, Person>} by participant */
    this.people = new Map();
  }

  get size() {
    return this.people.size;
  }

  /**
   * @param {string} participant
   * @param {Media} media
   * @param {MediaStreamTrack} track
   */
  add(participant, media, track) {
    const person = this.people.get(participant) ?? newPerson(participant);
    this.people.set(participant, person);
    if (media === "a") replace(person.media, track);
    if (media === "v") person.main = track;
    if (media === "t") person.small = track;
    show(person, media === "t" ? (person.main ?? track) : person.main);
    if (person.openedAt !== null) this.leg.seen(person);
  }

  /** @param {string} participant  of whom a frame has been opened */
  opened(participant) {
    const person = this.people.get(participant);
    if (person === undefined) return;
    const isFirst = person.openedAt === null;
    person.openedAt = this.now();
    if (isFirst) this.leg.seen(person);
  }

  /**
   * Milliseconds since a frame of theirs was opened, null for none.
   *
   * @param {string} participant
   * @returns {number | null}
   */
  heardFrom(participant) {
    const at = this.people.get(participant)?.openedAt ?? null;
    return at === null ? null : this.now() - at;
  }

  /** Of two video tracks, the one whose frames are the latest: the relay forwards one of them. */
  chooseLatest() {
    for (const person of this.people.values()) {
      if (!person.small || !person.main) continue;
      const small = this.leg.lastFrame(person.small);
      const main = this.leg.lastFrame(person.main);
      if (small !== main) show(person, small > main ? person.small : person.main);
    }
  }

  /**
   * People whose tracks have all been stopped are gone.
   *
   * @param {Set<MediaStreamTrack>} live
   */
  keepOnly(live) {
    for (const person of [...this.people.values()]) {
      for (const track of person.media.getTracks()) if (!live.has(track)) person.media.removeTrack(track);
      if (person.small && !live.has(person.small)) person.small = null;
      if (person.main && !live.has(person.main)) person.main = null;
      if (person.main && !person.small) show(person, person.main);
      if (person.media.getTracks().length === 0) this.#remove(person);
    }
  }

  clear() {
    for (const person of [...this.people.values()]) this.#remove(person);
  }

  /** @param {Person} person */
  #remove({ participant, openedAt }) {
    this.people.delete(participant);
    if (openedAt !== null) this.leg.unseen(participant);
  }
}

/**
 * @param {string} participant
 * @returns {Person}
 */
function newPerson(participant) {
  return { participant, media: new MediaStream(), small: null, main: null, openedAt: null };
}

/**
 * Which of a person's two video tracks is in the stream that the page shows.
 *
 * @param {Person} person
 * @param {MediaStreamTrack | null} track
 */
function show(person, track) {
  if (track && !person.media.getVideoTracks().includes(track)) replace(person.media, track);
}

/**
 * @param {MediaStream} stream
 * @param {MediaStreamTrack} track
 */
function replace(stream, track) {
  for (const old of stream.getTracks()) {
    if (old.kind === track.kind && old !== track) stream.removeTrack(old);
  }
  stream.addTrack(track);
}
