// A client's page without a browser, the server's words to it, and the clinician's end of its channel.

import assert from "node:assert/strict";
import { after } from "node:test";

import { isOfKeys } from "../../static/js/key_contents.js";
import { Seat } from "../../static/js/seat.js";
import { Visit } from "../../static/js/visit.js";
import { FakeClock } from "./fake_clock.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";
import { FakeDoor, ROOM_KEY_TEXT, SECRET, SealedHost, identifier, quiet } from "./sealed_end.js";

/** @import { CheckInCard } from "../../static/js/card.js" */
/** @import { Standing } from "../../static/js/messages.js" */

/** @type {CheckInCard} */
export const CARD = {
  name: "Maya",
  part: "",
  country: "ES",
  place: "Calle Mayor 1, Toledo",
  callback: "+34 600 000 000",
  contact: { name: "Ana", phone: "+34 600 000 001", relation: "Sister" },
  privacy: "alone",
  company: "",
  consent: { version: "1", date: "2026-11-25", child: "" },
  codeWord: "",
  device: "Phone (Android)",
};
export const ROOM = identifier("room");
const RUIZ = identifier("ruiz");
export const LINK = { invitation: identifier("invitation"), secret: SECRET, roomKey: ROOM_KEY_TEXT };
export const PROOF = { link: LINK, admission: "admission" };

/** @type {Visit[]} */
const visits = [];
/** @type {any} */ (globalThis).WebSocket = FakeSocket;
after(() => {
  for (const visit of visits) visit.signalling.close();
});

export class Page {
  /** @param {{storage?: any, proof?: typeof PROOF|null, codeWord?: boolean}} [given] */
  constructor({ storage = newTab(), proof = PROOF, codeWord = false } = {}) {
    this.storage = storage;
    this.codeWord = codeWord;
    this.clock = new FakeClock();
    this.devices = new FakeDevices();
    this.legs = new FakeLegs();
    this.seat = new Seat("join", storage);
    this.visit = new Visit(
      {
        url: "ws://test/ws",
        proof,
        seat: this.seat,
        devices: /** @type {any} */ (this.devices),
        legs: () => /** @type {any} */ (this.legs),
        draw: () => undefined,
      },
      this.clock,
    );
    visits.push(this.visit);
    this.version = 1;
    this.hostClock = new FakeClock();
    this.clinician = this.#newClinician();
  }

  #newClinician() {
    const place = { room: ROOM, invitation: LINK.invitation, client: identifier("maya"), host: RUIZ };
    const transmit = (/** @type {string} */ body) =>
      this.says({ type: "sealed", room: "room", sender: "ruiz", body });
    return new SealedHost({ place, transmit, door: new FakeDoor() }, this.hostClock);
  }

  /** What the clinician's page has heard, but of keys. @returns {any[]} */
  get told() {
    return this.clinician.told.filter((content) => !isOfKeys(content));
  }

  /** The clinician's page is loaded again, and knows nothing. */
  async reloadsClinician() {
    this.clinician.close();
    this.clinician = this.#newClinician();
    // Nobody knocks again sooner.
    this.clock.pass(2000);
    this.clinician.setConnected(true);
    await this.carries();
  }

  /** The clinician's page has taken what it was told. */
  async acknowledges() {
    await this.carries();
    this.hostClock.pass(100);
    await this.carries();
  }

  /** The clinician's page says this in private. @param {object} content */
  async hears(content) {
    this.clinician.send(content);
    await this.carries();
  }

  get socket() {
    const last = FakeSocket.all.at(-1);
    assert.ok(last);
    return last;
  }

  async arrive(standing = /** @type {Standing} */ ("checking")) {
    await this.seat.load(this.visit.proof?.link ?? null);
    await this.visit.start();
    this.accept(standing);
    return this;
  }

  /** @param {Standing} standing */
  accept(standing) {
    this.socket.readyState = 1;
    this.socket.onopen();
    this.says({
      type: "welcome",
      room: "room",
      version: this.version,
      you: "maya",
      clinician: "Dr Ruiz",
      seat: "token",
      leg: 0,
      code_word: this.codeWord,
      host: "ruiz",
      people: [view("maya", standing), view("ruiz", "host")],
    });
  }

  /** With names of people and the room where the server has ids. @param {object} message */
  says(message) {
    this.socket.onmessage({ data: JSON.stringify(withIds(message)) });
  }

  loses() {
    this.socket.readyState = 3;
    this.socket.onclose({ code: 1006, reason: "" });
  }

  /** @param {Standing} standing @param {string} [host] */
  stands(standing, host = "ruiz") {
    this.shows([view("maya", standing)], { host });
  }

  /** @param {object[]} people @param {{host?: string|null, gone?: string[]}} [change] */
  shows(people, { host = "ruiz", gone = [] } = {}) {
    this.version += 1;
    this.says({ type: "changed", room: "room", version: this.version, host, people, gone });
  }

  /** What was sent since the last look; sealed messages go to the clinician's end. */
  async acts() {
    await this.carries();
    return this.socket.sent.splice(0).map(({ type }) => type);
  }

  /** Sealed messages arrive on both sides, until nothing is left to say. */
  async carries() {
    const ends = () => [this.clinician, this.visit.correspondence.host.end].filter((end) => end !== null);
    await quiet(ends);
    for (let sealed = this.#takeSealed(); sealed.length > 0; sealed = this.#takeSealed()) {
      for (const { to, body } of sealed) if (to === RUIZ) await this.clinician.receive(body);
      await quiet(ends);
    }
  }

  #takeSealed() {
    const { sent } = this.socket;
    const sealed = sent.filter(({ type }) => type === "sealed");
    sent.splice(0, sent.length, ...sent.filter(({ type }) => type !== "sealed"));
    return sealed;
  }

  /** As far as the waiting room. */
  async waits(card = CARD) {
    await this.arrive();
    this.visit.checkIn(card);
    this.stands("waiting");
    this.clinician.setConnected(true);
    await this.acts();
    return this;
  }
}

/** @param {any} message */
function withIds(message) {
  const change = { ...message };
  for (const key of ["room", "sender", "you", "host"]) if (change[key]) change[key] = identifier(change[key]);
  if (change.gone) change.gone = change.gone.map(identifier);
  if (change.people) {
    change.people = change.people.map((/** @type {any} */ person) => ({ ...person, id: identifier(person.id) }));
  }
  return change;
}
