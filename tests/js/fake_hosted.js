// A room as the clinician's page holds it, by the server's words alone: who is there, and what their cards say.

import { hosts, inSession, reduce } from "../../static/js/room.js";
import { newCard } from "./fake_waiter.js";

/** @import { Card } from "../../static/js/card.js" */
/** @import { HostedRoom } from "../../static/js/hosted_room.js" */
/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */
/** @import { Room } from "../../static/js/room.js" */

export class FakeHosted {
  /** @param {string} [id] */
  constructor(id = "room") {
    this.id = id;
    this.clinician = "Dr Ruiz";
    /** @type {Room|null} */
    this.room = null;
    this.connected = false;
    this.isOver = false;
    /** Whether it holds the room in this browser is not known yet. */
    this.opening = false;
    /** Who is out of the session by a decision of this page, whatever the server says yet. @type {Set<string>} */
    this.sentAway = new Set();
    this.letting = { admission: /** @type {{participant: string}|null} */ (null) };
    /** @type {number|undefined} */
    this.started = undefined;
    this.seat = { read: () => ({ token: "token", started: this.started }) };
    /** @type {Map<string, Card>} */
    this.cards = new Map();
    /** @type {{placed: Map<string, number>}} */
    this.checkIns = { placed: new Map() };
  }

  /** As the page takes it. @returns {HostedRoom} */
  get hosted() {
    return /** @type {any} */ (this);
  }

  /** @param {...ParticipantView} people  everybody there */
  welcome(...people) {
    const host = { ...viewOf("ruiz", "watching"), role: /** @type {const} */ ("clinician") };
    const words = { you: "ruiz", clinician: "Dr Ruiz", seat: "token", leg: 0, code_word: false, host: "ruiz" };
    this.connected = true;
    this.#hears({ type: "welcome", room: this.id, version: 1, ...words, people: [host, ...people] });
    return this;
  }

  /** @param {readonly ParticipantView[]} people @param {{host?: string, gone?: string[]}} [more] */
  changes(people, { host = "ruiz", gone = [] } = {}) {
    const version = (this.room?.version ?? 0) + 1;
    this.#hears({ type: "changed", room: this.id, version, host, people: [...people], gone });
  }

  /** @param {string} id @param {Standing} standing @param {Partial<ParticipantView>} [more] */
  stands(id, standing, more = {}) {
    this.changes([viewOf(id, standing, more)]);
  }

  /** Their check-in has come. @param {string} id @param {Partial<Card>} card @param {number} [placed]  seconds */
  says(id, card, placed = 0) {
    this.cards.set(id, newCard({ ...this.cards.get(id), ...card }));
    this.checkIns.placed.set(id, placed);
  }

  inSession() {
    if (this.isOver || this.room === null) return [];
    return inSession(this.room).filter(({ id }) => !this.sentAway.has(id));
  }

  isHost() {
    return this.room !== null && !this.opening && hosts(this.room);
  }

  hostIsElsewhere() {
    return this.room !== null && !(this.isHost() || this.opening);
  }

  /** @param {string} id */
  person(id) {
    return this.room?.people[id] ?? null;
  }

  /** @param {any} message */
  #hears(message) {
    this.room = reduce(this.room, message, 0);
  }
}

/**
 * @param {string} id
 * @param {Standing} standing
 * @param {Partial<ParticipantView>} [more]
 * @returns {ParticipantView}
 */
export function viewOf(id, standing, more = {}) {
  const invitation = `link of ${id}`;
  return { id, role: "client", standing, connected: true, previewed: false, invitation, method: "code_word", ...more };
}
