// A clinician's page without a browser, and the server's words to it.

import assert from "node:assert/strict";
import { after } from "node:test";

import { Desk } from "../../static/js/desk.js";
import { Seat } from "../../static/js/seat.js";
import { FakeClock } from "./fake_clock.js";
import { FakeKeepings } from "./fake_keepings.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

/** @type {Desk[]} */
const desks = [];
/** @type {any} */ (globalThis).WebSocket = FakeSocket;
after(() => {
  for (const desk of desks) desk.signalling.close();
});

/** A clinician's page with two rooms, and the server's words to it. */
export class Practice {
  /** @param {any} [storage] @param {string[]} [ids] */
  constructor(storage = newTab(), ids = ["room", "other"]) {
    this.storage = storage;
    this.devices = new FakeDevices();
    this.legs = new FakeLegs();
    /** @type {string[]} */
    this.addresses = [];
    /** By which links people were let in, and how they were known. @type {unknown[][]} */
    this.admitted = [];
    /** @type {unknown[][]} */
    this.confirmed = [];
    /** How often a link was seen to be over. */
    this.linksEnded = 0;
    /** Whose link the vault knows, by the first letters. */
    this.known = "link of ";
    this.clock = new FakeClock();
    this.rooms = ids.map((id) => ({ id, seat: new Seat(`room ${id}`, storage) }));
    this.desk = new Desk(
      {
        url: "ws://test/ws",
        clinician: "Dr Ruiz",
        rooms: this.rooms,
        devices: /** @type {any} */ (this.devices),
        legs: () => /** @type {any} */ (this.legs),
        address: (path) => this.addresses.push(path),
        consentVersion: "1",
        // The vault is not open yet: who is in session is whom the server says so of.
        keepings: /** @type {any} */ (new FakeKeepings(this.clock)),
        isKnown: (invitation) => invitation?.startsWith(this.known) ?? false,
        nameOf: (_room, { id }) => (id === "maya" ? "Maya" : ""),
        admitted: (...about) => void this.admitted.push(about),
        confirmed: (...about) => void this.confirmed.push(about),
        linkEnded: () => void (this.linksEnded += 1),
        draw: () => undefined,
      },
      this.clock,
    );
    desks.push(this.desk);
    /** @type {Record<string, number>} */
    this.versions = { room: 1, other: 1 };
  }

  get socket() {
    const last = FakeSocket.all.at(-1);
    assert.ok(last);
    return last;
  }

  async opens() {
    await this.desk.start();
    this.socket.readyState = 1;
    this.socket.onopen();
    for (const { id } of this.rooms) this.welcome(id);
    return this;
  }

  loses() {
    this.socket.readyState = 3;
    this.socket.onclose({ code: 1006, reason: "" });
  }

  /** @param {string} room @param {...ReturnType<typeof view>} others */
  welcome(room, ...others) {
    const people = [view("ruiz", "host"), ...others];
    this.versions[room] = 1;
    const words = {
      version: 1,
      you: "ruiz",
      clinician: "Dr Ruiz",
      seat: `seat of ${room}`,
      leg: 0,
      code_word: false,
      host: "ruiz",
    };
    this.says({ type: "welcome", room, ...words, people });
  }

  /** @param {object} message */
  says(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  /**
   * @param {string} id
   * @param {Standing} standing
   * @param {string} [room]
   * @param {Partial<ParticipantView>} [more]
   */
  stands(id, standing, room = "room", more = {}) {
    this.changes(room, { people: [{ ...view(id, standing), invitation: `link of ${id}`, ...more }] });
  }

  /** @param {string} room @param {{people?: unknown[], gone?: string[]}} change */
  changes(room, change) {
    const version = (this.versions[room] ?? 0) + 1;
    this.versions[room] = version;
    this.says({ type: "changed", room, version, host: "ruiz", ...change });
  }

  acts() {
    return this.socket.sent.splice(0).filter(({ type }) => type !== "sealed");
  }

  /** @param {string} id */
  hosted(id) {
    const room = this.desk.rooms.get(id);
    assert.ok(room);
    return room;
  }
}
