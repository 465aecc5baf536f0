// One room as the clinician's page holds it: who is there, their cards, and what each of them is told.

import { randomId } from "./base64url.js";
import { readContent } from "./card.js";
import { CLOCK } from "./clock.js";
import { MediaRest } from "./media_rest.js";
import { Pace } from "./pace.js";
import { hosts, inSession, reduce } from "./room.js";
import { Channel, SealedRefused } from "./sealed.js";

/** @import { Card, DeviceStates, Roster } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { FromBrowser, Opening, Standing, ToBrowser } from "./messages.js" */
/** @import { Person, Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */

/** Between whom and the host sealed messages pass. */
const CORRESPONDENTS = new Set(/** @type {Standing[]} */ (["waiting", "admitted", "held"]));

/** More of one sender is dropped: what they send is answered, and this page may send 20 messages a second in all. */
const PACE = Object.freeze({ atOnce: 20, perSecond: 5 });
/** Changes within this time are told at once, milliseconds. */
const TOLD_WITHIN = 200;

export class HostedRoom {
  /**
   * @param {object} page
   * @param {string} page.id
   * @param {string} page.clinician    the public name
   * @param {Seat} page.seat
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => DeviceStates} page.devices  the clinician's own
   * @param {Clock} [clock]
   */
  constructor({ id, clinician, seat, send, devices }, clock = CLOCK) {
    this.id = id;
    this.clinician = clinician;
    this.seat = seat;
    this.send = send;
    this.devices = devices;
    this.clock = clock;
    this.participant = randomId();
    this.media = new MediaRest(id);
    /** @type {Room|null} */
    this.room = null;
    this.connected = false;
    /** @type {Map<string, Channel>} */
    this.channels = new Map();
    /** @type {Map<string, Card>} */
    this.cards = new Map();
    /** @type {Map<string, Pace>} */
    this.paces = new Map();
    this.tells = false;
    /** What each person was told last, as text, so that nobody is told the same twice. @type {Map<string, string>} */
    this.told = new Map();
    /** @type {Map<string, MediaStream>} */
    this.streams = new Map();
    /** @type {Map<string, MediaStream>} */
    this.previews = new Map();
    /** The person whose admission the server has refused for the sake of another case. */
    this.otherCase = "";
    this.admitting = "";
    /** The clinician has ended the session on this page, whatever the server knows of it. */
    this.isOver = false;
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
    if (message.type === "error" && message.code === "other_case") this.otherCase = this.admitting;
    this.media.received(message);
    this.#followEnd(message);
    this.#follow();
  }

  lost() {
    this.connected = false;
    for (const channel of this.channels.values()) channel.setConnected(false);
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
   * @param {string} participant
   * @returns {boolean}  whether it could be asked of the server
   */
  admit(participant) {
    this.admitting = participant;
    this.otherCase = "";
    return this.send({ type: "admit", room: this.id, participant });
  }

  /** @returns {boolean}  whether it could be asked of the server */
  bringTogether() {
    const participant = this.otherCase;
    const other = this.room?.people[participant]?.case;
    this.otherCase = "";
    if (!other) return true;
    return this.send({ type: "bring_together", room: this.id, case: other }) && this.admit(participant);
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

  /** Tell everybody in session who is here, soon: several changes are told as one. */
  tellRoster() {
    if (this.tells) return;
    this.tells = true;
    this.clock.later(() => {
      this.tells = false;
      this.#tellRosterNow();
    }, TOLD_WITHIN);
  }

  /** Nobody is told what they were told before. */
  #tellRosterNow() {
    for (const { id, standing } of this.inSession()) {
      const channel = this.channels.get(id);
      if (standing !== "admitted" || channel === undefined || channel.other === "") continue;
      const roster = this.#roster(id);
      const text = JSON.stringify(roster);
      if (text === this.told.get(id)) continue;
      this.told.set(id, text);
      channel.send(roster);
    }
  }

  /**
   * @param {string} reader
   * @returns {Roster}
   */
  #roster(reader) {
    const others = this.inSession().filter(({ id, standing }) => id !== reader && standing === "admitted");
    const missing = /** @type {const} */ ({ microphone: "missing", camera: "missing" });
    const people = others.map(({ id, role }) => ({
      participant: id,
      role,
      name: this.name(id),
      devices: this.cards.get(id)?.devices ?? missing,
    }));
    const own = {
      participant: this.room?.you ?? "",
      role: /** @type {const} */ ("clinician"),
      name: this.clinician,
      devices: this.devices(),
    };
    return { kind: "roster", people: [own, ...people] };
  }

  /** Channels follow the people: one for each who may be written to, none for those who are gone. */
  #follow() {
    const people = this.room?.people ?? {};
    for (const id of this.channels.keys()) if (!(id in people)) this.#forget(id);
    for (const person of Object.values(people)) {
      if (person.role === "clinician") continue;
      const open = this.connected && this.isHost() && person.connected && CORRESPONDENTS.has(person.standing);
      if (open || this.channels.has(person.id)) this.#channel(person.id).setConnected(open);
    }
    this.tellRoster();
  }

  /** @param {string} id */
  #forget(id) {
    this.channels.get(id)?.setConnected(false);
    this.channels.delete(id);
    this.cards.delete(id);
    this.told.delete(id);
    this.paces.delete(id);
    if (this.otherCase === id) this.otherCase = "";
  }

  /**
   * @param {string} to
   * @returns {Channel}
   */
  #channel(to) {
    const known = this.channels.get(to);
    if (known !== undefined) return known;
    const channel = new Channel(
      {
        opens: false,
        transmit: (body) => this.send({ type: "sealed", room: this.id, to, body }),
        opened: () => this.told.delete(to),
        content: (content) => this.#told(to, content),
      },
      this.clock,
    );
    this.channels.set(to, channel);
    return channel;
  }

  /**
   * @param {string} sender
   * @param {string} body
   */
  #sealed(sender, body) {
    const person = this.room?.people[sender];
    if (person === undefined || person.role === "clinician" || !this.isHost()) return;
    if (!this.#pace(sender).take()) return;
    try {
      this.#channel(sender).receive(body);
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
  }

  /**
   * @param {string} sender
   * @returns {Pace}
   */
  #pace(sender) {
    const pace = this.paces.get(sender) ?? new Pace(PACE, this.clock);
    this.paces.set(sender, pace);
    return pace;
  }

  /**
   * @param {string} from
   * @param {unknown} value
   */
  #told(from, value) {
    const content = readContent(value);
    const card = this.cards.get(from);
    if (content?.kind === "card") this.cards.set(from, this.#checked(from, content));
    if (content?.kind === "devices" && card !== undefined) {
      const { microphone, camera } = content;
      this.cards.set(from, { ...card, devices: { microphone, camera } });
    }
  }

  /**
   * Whoever was admitted by one name keeps it for the session.
   *
   * @param {string} from
   * @param {Card} card
   * @returns {Card}
   */
  #checked(from, card) {
    const known = this.cards.get(from);
    const isIn = this.#peopleInSession().some(({ id }) => id === from);
    return known !== undefined && isIn ? { ...card, name: known.name } : card;
  }
}
