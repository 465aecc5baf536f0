// One room as the clinician's page holds it: who is there, what each has said, and what each of them is told.

import { randomId } from "./base64url.js";
import { readContent } from "./card.js";
import { Channels } from "./channels.js";
import { CheckIns } from "./check_ins.js";
import { CLOCK } from "./clock.js";
import { Letters } from "./letters.js";
import { MediaRest } from "./media_rest.js";
import { Moves, speaksFor } from "./moves.js";
import { hosts, inSession, reduce } from "./room.js";
import { Rosters } from "./rosters.js";

/** @import { DeviceStates, Move, NotMe, RosterPerson } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Admit, FromBrowser, LegKind, Opening, Standing, ToBrowser } from "./messages.js" */
/** @import { Person, Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */

/**
 * @typedef {Required<Omit<Admit, "type"|"room">>} Admission  who is let in, how they are known, and what they agreed to
 * @typedef {{kind: "moves"|"disowns", participant: string}} News
 *   somebody in session goes on from another device, or says that the other device is not theirs
 */

/** Between whom and the host sealed messages pass. */
const CORRESPONDENTS = new Set(/** @type {Standing[]} */ (["waiting", "admitted", "held"]));
const MISSING = Object.freeze({
  microphone: /** @type {const} */ ("missing"),
  camera: /** @type {const} */ ("missing"),
});

export class HostedRoom {
  /**
   * @param {object} page
   * @param {string} page.id
   * @param {string} page.clinician    the public name
   * @param {Seat} page.seat
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => DeviceStates} page.devices  the clinician's own
   * @param {(news: News) => void} [page.news]
   * @param {Clock} [clock]
   */
  constructor({ id, clinician, seat, send, devices, news = () => undefined }, clock = CLOCK) {
    this.id = id;
    this.clinician = clinician;
    this.seat = seat;
    this.send = send;
    this.devices = devices;
    this.news = news;
    this.participant = randomId();
    this.media = new MediaRest(id);
    /** @type {Room|null} */
    this.room = null;
    this.connected = false;
    this.checkIns = new CheckIns(clock);
    this.channels = new Channels(
      {
        room: id,
        send,
        opened: (from) => this.#opened(from),
        content: (from, content) => this.#heard(from, content),
      },
      clock,
    );
    this.letters = new Letters((to, content) => this.channels.tell(to, content));
    this.rosters = new Rosters(this.channels, () => this.#rosterPeople(), clock);
    /** @type {Map<string, MediaStream>} */
    this.streams = new Map();
    /** @type {Map<string, MediaStream>} */
    this.previews = new Map();
    /** Who waits, of whom the person in session by the same link says that it is somebody else. @type {Set<string>} */
    this.disowned = new Set();
    this.moves = new Moves({
      send: (from, to) => this.send({ type: "move", room: id, participant: from, to }),
      moved: (participant) => this.news({ kind: "moves", participant }),
    });
    /** What was asked of the server last. @type {Admission|null} */
    this.admission = null;
    /** The person whose admission the server has refused for the sake of another case. */
    this.otherCase = "";
    /** The clinician has ended the session on this page, whatever the server knows of it. */
    this.isOver = false;
  }

  get cards() {
    return this.checkIns.cards;
  }

  /**
   * @param {number} leg  the session leg that is still open, 0 for none
   * @returns {Opening}
   */
  opening(leg) {
    const token = this.seat.read()?.token;
    if (token !== undefined) return { type: "take_seat", seat: token, leg };
    return { type: "watch", room: this.id, participant: this.participant };
  }

  /** @param {ToBrowser} message */
  received(message) {
    this.room = reduce(this.room, message, Date.now());
    if (message.type === "welcome") {
      this.connected = true;
      this.seat.keep({ token: message.seat });
    }
    if (message.type === "sealed") this.#sealed(message.sender, message.body);
    if (message.type === "error" && message.code === "other_case")
      this.otherCase = this.admission?.participant ?? "";
    if (message.type === "error" && message.about === "move") this.moves.refused();
    if (message.type === "changed" || message.type === "welcome") this.moves.follow(this.room?.people ?? {});
    this.media.received(message);
    this.#followEnd(message);
    this.#follow();
  }

  /**
   * @param {LegKind} kind
   * @param {string} participant
   * @param {MediaStream|null} media
   */
  setStream(kind, participant, media) {
    const streams = kind === "preview" ? this.previews : this.streams;
    if (media === null) streams.delete(participant);
    else streams.set(participant, media);
  }

  lost() {
    this.connected = false;
    this.channels.lost();
  }

  /** End the session, for this page at once; a server that cannot be reached is told when it can. */
  end() {
    this.isOver = true;
    this.send({ type: "end", room: this.id });
  }

  /** @param {ToBrowser} message */
  #followEnd(message) {
    if (!this.isOver) return;
    const refused = message.type === "error" && message.about === "end" && message.code !== "too_fast";
    if (refused || this.#peopleInSession().length === 0) this.isOver = false;
    else if (message.type === "welcome") this.send({ type: "end", room: this.id });
  }

  /**
   * @param {Admission} admission
   * @returns {boolean}  whether it could be asked of the server
   */
  admit(admission) {
    this.admission = admission;
    this.otherCase = "";
    return this.send({ type: "admit", room: this.id, ...admission });
  }

  /** What was refused, with the other case let in before. @returns {boolean}  whether it could be asked of the server */
  bringTogether() {
    const { admission, otherCase, room } = this;
    const other = room?.people[otherCase]?.case;
    this.otherCase = "";
    if (!other || admission === null) return true;
    return this.send({ type: "bring_together", room: this.id, case: other }) && this.admit(admission);
  }

  /** @param {string} participant @returns {Person|null} */
  person(participant) {
    return this.room?.people[participant] ?? null;
  }

  /**
   * A few words to somebody who waits: read now, or not at all.
   *
   * @param {string} participant
   * @param {string} text
   * @returns {boolean}  whether they can be told
   */
  note(participant, text) {
    const isThere = this.connected && this.person(participant)?.connected === true;
    if (isThere) this.letters.note(participant, text);
    return isThere;
  }

  /** Others of the session; empty while nobody is in it. @returns {Person[]} */
  inSession() {
    return this.isOver ? [] : this.#peopleInSession();
  }

  #peopleInSession() {
    return this.room === null ? [] : inSession(this.room);
  }

  isHost() {
    return this.room !== null && hosts(this.room);
  }

  /** Another page of the clinician's holds it, connected or not. */
  hostIsElsewhere() {
    return this.room !== null && !hosts(this.room);
  }

  /** The name on the card, empty until it has come. @param {string} participant */
  name(participant) {
    return this.cards.get(participant)?.name ?? "";
  }

  /** Tell everybody in session who is here, and how they are equipped. */
  tellRoster() {
    this.rosters.tell();
  }

  /** @returns {RosterPerson[]} */
  #rosterPeople() {
    const others = this.inSession().filter(({ standing }) => standing === "admitted");
    const people = others.map(({ id, role }) => ({
      participant: id,
      role,
      name: this.name(id),
      devices: this.cards.get(id)?.devices ?? MISSING,
    }));
    const own = { participant: this.room?.you ?? "", name: this.clinician, devices: this.devices() };
    return [{ ...own, role: "clinician" }, ...people];
  }

  /** Channels follow the people: one for each who may be written to, none for those who are gone. */
  #follow() {
    const people = this.room?.people ?? {};
    for (const id of this.channels.channels.keys()) if (!(id in people)) this.#forget(id);
    for (const person of Object.values(people)) {
      if (person.role === "clinician") continue;
      const open = this.connected && this.isHost() && person.connected && CORRESPONDENTS.has(person.standing);
      this.channels.follow(person.id, open);
    }
    for (const id of this.disowned) if (people[id]?.standing !== "waiting") this.disowned.delete(id);
    this.letters.follow(people);
    this.tellRoster();
  }

  /** @param {string} id */
  #forget(id) {
    this.channels.forget(id);
    this.checkIns.forget(id);
    this.rosters.forget(id);
    if (this.otherCase === id) this.otherCase = "";
  }

  /** @param {string} from */
  #opened(from) {
    this.rosters.forget(from);
    this.letters.repeat(from);
  }

  /**
   * @param {string} sender
   * @param {string} body
   */
  #sealed(sender, body) {
    const person = this.person(sender);
    if (person === null || person.role === "clinician" || !this.isHost()) return;
    this.channels.receive(sender, body);
  }

  /**
   * @param {string} from
   * @param {unknown} value
   */
  #heard(from, value) {
    const content = readContent(value);
    if (content === null) return;
    if (content.kind === "move" || content.kind === "not_me") return this.#otherDevice(from, content);
    const isIn = this.#peopleInSession().some(({ id }) => id === from);
    this.checkIns.take(from, content, isIn);
    if (content.kind === "place") this.letters.hasPlace(from);
  }

  /**
   * @param {string} from
   * @param {Move|NotMe} content
   */
  #otherDevice(from, { kind, participant }) {
    if (!speaksFor(this.person(from), this.person(participant))) return;
    if (kind === "move") this.moves.ask(from, participant);
    else if (!this.disowned.has(participant)) {
      this.disowned.add(participant);
      this.news({ kind: "disowns", participant: from });
    }
  }
}
