// A client's page without a browser, the server's words to it, and the clinician's end of its channel.

import assert from "node:assert/strict";
import { after } from "node:test";

import { Channel } from "../../static/js/sealed.js";
import { Seat } from "../../static/js/seat.js";
import { Visit } from "../../static/js/visit.js";
import { FakeClock } from "./fake_clock.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";

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
export const LINK = { invitation: "invitation", secret: new Uint8Array(16), roomKey: "key" };
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
    /** @type {any[]} */
    this.told = [];
    this.hostClock = new FakeClock();
    this.clinician = this.#newClinician();
  }

  #newClinician() {
    return new Channel(
      {
        opens: false,
        opened: () => undefined,
        content: (content) => this.told.push(content),
        transmit: (body) => this.says({ type: "sealed", room: "room", sender: "ruiz", body }),
      },
      this.hostClock,
    );
  }

  /** The clinician's page is loaded again, and knows nothing. */
  reloadsClinician() {
    this.told = [];
    this.clinician.setConnected(false);
    this.clinician = this.#newClinician();
    this.clinician.setConnected(true);
    this.acts();
  }

  /** The clinician's page has taken what it was told. */
  acknowledges() {
    this.acts();
    this.hostClock.pass(100);
  }

  get socket() {
    const last = FakeSocket.all.at(-1);
    assert.ok(last);
    return last;
  }

  async arrive(standing = /** @type {Standing} */ ("checking")) {
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

  /** @param {object} message */
  says(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  loses() {
    this.socket.readyState = 3;
    this.socket.onclose({ code: 1006, reason: "" });
  }

  /** @param {Standing} standing @param {string} [host] */
  stands(standing, host = "ruiz") {
    this.shows([view("maya", standing)], { host });
  }

  /** @param {object[]} people @param {{host?: string, gone?: string[]}} [change] */
  shows(people, { host = "ruiz", gone = [] } = {}) {
    this.version += 1;
    this.says({ type: "changed", room: "room", version: this.version, host, people, gone });
  }

  /** What was sent since the last look; sealed messages go to the clinician's end. */
  acts() {
    const acts = [];
    for (let sent = this.socket.sent.splice(0); sent.length > 0; sent = this.socket.sent.splice(0)) {
      for (const message of sent) {
        if (message.type === "sealed") this.clinician.receive(message.body);
        else acts.push(message.type);
      }
    }
    return acts;
  }

  /** As far as the waiting room. */
  async waits(card = CARD) {
    await this.arrive();
    this.visit.checkIn(card);
    this.stands("waiting");
    this.clinician.setConnected(true);
    this.acts();
    return this;
  }
}
