// One room as the clinician's page holds it: who is there, what each has said, and what each of them is told.

import { AdmissionRequest } from "./admission_request.js";
import { randomId } from "./base64url.js";
import { readContent } from "./card.js";
import { CheckIns } from "./check_ins.js";
import { CLOCK } from "./clock.js";
import { HostedSecrets } from "./hosted_secrets.js";
import { Letters } from "./letters.js";
import { isOfKeys } from "./key_contents.js";
import { MediaRest } from "./media_rest.js";
import { Moves } from "./moves.js";
import { hosts, inSession, reduce } from "./room.js";
import { roomOpening } from "./room_opening.js";
import { Rosters, rosterOf } from "./rosters.js";
import { SessionEnd } from "./session_end.js";

/** @import { DeviceStates, RosterPerson } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Keeping } from "./hosted_secrets.js" */
/** @import { FromBrowser, LegKind, Opening, Refusal, ToBrowser } from "./messages.js" */
/** @import { Person, Room } from "./room.js" */
/** @import { Intrusion } from "./room_keys.js" */
/** @import { Seat } from "./seat.js" */

/**
 * @typedef {{kind: "moves"|"disowns"|"displaced"|"overrun"|Intrusion, participant: string}} News
 *   somebody in session goes on from another device, says that the other device is not theirs, or has opened their page
 *   again; no more handshakes of their link are answered today; or they are in session by the server's word alone
 */

export class HostedRoom {
  /**
   * @param {object} page
   * @param {string} page.id
   * @param {string} page.clinician    the public name
   * @param {Seat} page.seat
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => number} [page.leg]  the session leg that is open, 0 for none
   * @param {() => DeviceStates} page.devices  the clinician's own
   * @param {Keeping} page.keeping
   * @param {() => void} page.draw
   * @param {(news: News) => void} [page.news]
   * @param {Clock} [clock]
   */
  constructor({ id, clinician, seat, send, leg = () => 0, devices, keeping, draw, news = () => undefined }, clock = CLOCK) {
    this.id = id;
    this.clinician = clinician;
    this.seat = seat;
    this.send = send;
    this.leg = leg;
    this.devices = devices;
    this.news = news;
    this.participant = randomId();
    this.media = new MediaRest(id);
    /** @type {Room|null} */
    this.room = null;
    this.connected = false;
    this.checkIns = new CheckIns(clock);
    this.secrets = this.#newSecrets(keeping, draw, clock);
    this.channels = this.secrets.channels;
    this.chat = this.secrets.chat;
    this.letters = new Letters((to, content) => void this.channels.tell(to, content));
    this.rosters = new Rosters(this.channels, () => this.#rosterPeople(), clock);
    /** @type {Map<string, MediaStream>} */
    this.streams = new Map();
    /** @type {Map<string, MediaStream>} */
    this.previews = new Map();
    this.moves = new Moves({
      person: (participant) => this.person(participant),
      seat: (participant) => keeping.seats.get(participant),
      send: (from, to) => this.send({ type: "move", room: id, participant: from, to }),
      moved: (participant) => this.news({ kind: "moves", participant }),
      disowns: (participant) => this.news({ kind: "disowns", participant }),
    });
    this.letting = new AdmissionRequest(id, send, (participant) => this.person(participant));
    this.ending = new SessionEnd(id, send);
  }

  /** The clinician has ended the session on this page. */
  get isOver() {
    return this.ending.isOver;
  }

  /** Who waits, and is somebody else, as whoever is in session by the same link says. */
  get disowned() {
    return this.moves.disowned;
  }

  get cards() {
    return this.checkIns.cards;
  }

  /**
   * @param {Keeping} keeping
   * @param {() => void} draw
   * @param {Clock} clock
   */
  #newSecrets(keeping, draw, clock) {
    const { id, send } = this;
    return new HostedSecrets(
      {
        id,
        keeping,
        send,
        draw,
        room: () => this.room,
        isConnected: () => this.connected,
        opened: (from, fresh) => this.#opened(from, fresh),
        heard: (from, value) => this.#heard(from, value),
        reclaim: () => this.connected && this.send(this.opening()),
        intruded: (participant, kind) => this.#intruded(participant, kind),
        displaced: (participant) => this.news({ kind: "displaced", participant }),
        overrun: (participant) => this.news({ kind: "overrun", participant }),
      },
      clock,
    );
  }

  /** @returns {Opening} */
  opening() {
    const { id, participant } = this;
    // Of the page that hosts a restarted server learns who was where: it has forgotten all.
    const claims = this.isHost() ? this.secrets.claims() : null;
    return roomOpening({ room: id, participant, token: this.seat.read()?.token, leg: this.leg(), claims });
  }

  /** @param {ToBrowser} message */
  received(message) {
    this.room = reduce(this.room, message, Date.now());
    if (message.type === "welcome") {
      this.connected = true;
      this.secrets.keys.standings.isClaiming = false;
      this.seat.keep({ token: message.seat });
    }
    if (message.type === "sealed") this.#sealed(message.sender, message.body);
    if (message.type === "error") this.#refused(message);
    if (message.type === "changed" || message.type === "welcome") this.moves.follow(this.room?.people ?? {});
    this.media.received(message);
    this.ending.follow(message, this.room === null || inSession(this.room).length === 0);
    this.#follow(message.type === "changed" ? message.gone : []);
  }

  /** @param {Refusal} refusal */
  #refused({ code, about = "" }) {
    this.letting.refused(code);
    if (about === "move") this.moves.refused();
    this.secrets.keys.standings.refused(about);
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
    this.secrets.lost();
  }

  /** End the session, for this page at once; a server that cannot be reached is told when it can. */
  end() {
    // Also when it cannot be sent: from here on nobody has a key.
    if (!this.ending.end()) this.secrets.asks({ type: "end", room: this.id });
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
    const { standings } = this.secrets.keys;
    return this.room === null ? [] : inSession(this.room).filter((person) => standings.isIn(person));
  }

  isHost() {
    return this.#hosts() && this.secrets.isHeld;
  }

  /** The server calls this page the host. */
  #hosts() {
    return this.room !== null && hosts(this.room);
  }

  /** Another page of the clinician's holds it, connected or not. */
  hostIsElsewhere() {
    return this.room !== null && !(this.isHost() || this.secrets.opening);
  }

  /** Whatever page held the room, this one does from now on. Everybody has to be let in again. */
  async takeOver() {
    await this.secrets.takeOver();
    return this.#hosts() || this.send({ type: "take_over", room: this.id });
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
    const own = { participant: this.room?.you ?? "", name: this.clinician, devices: this.devices() };
    const members = this.inSession().filter(({ id }) => this.secrets.keys.isMember(id));
    return [{ ...own, role: "clinician" }, ...rosterOf(members, this.cards)];
  }

  /** @param {readonly string[]} [gone] */
  #follow(gone = []) {
    const people = this.room?.people ?? {};
    for (const id of this.channels.people()) if (!(id in people)) this.#forget(id);
    this.secrets.follow(this.#hosts(), gone);
    this.letters.follow(people);
    this.tellRoster();
  }

  /** @param {string} id */
  #forget(id) {
    this.checkIns.forget(id);
    this.rosters.forget(id);
    this.letting.forget(id);
  }

  /**
   * Somebody is in session whom this page has not let in: they wait again, and the clinician is told.
   *
   * @param {string} participant
   * @param {Intrusion} kind
   */
  #intruded(participant, kind) {
    if (!this.isHost()) return;
    this.send({ type: "send_back", room: this.id, participant });
    this.news({ kind, participant });
  }

  /**
   * @param {string} from
   * @param {boolean} fresh  with the link alone: it may be somebody else than before
   */
  #opened(from, fresh) {
    if (fresh) for (const kept of [this.checkIns, this.letters, this.letting]) kept.forget(from);
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
    this.secrets.sealed(sender, body);
  }

  /**
   * @param {string} from
   * @param {unknown} value
   */
  #heard(from, value) {
    const content = readContent(value);
    if (content === null) return;
    if (content.kind === "move" || content.kind === "not_me") return this.moves.heard(from, content);
    if (isOfKeys(content)) return this.secrets.keys.heard(from, content);
    const isIn = this.#peopleInSession().some(({ id }) => id === from);
    this.checkIns.take(from, content, isIn);
    if (content.kind === "place") this.letters.hasPlace(from);
    this.tellRoster();
  }
}
