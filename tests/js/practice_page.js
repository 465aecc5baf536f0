// A clinician's page without a browser, and the server's words to it.

import assert from "node:assert/strict";
import { after } from "node:test";

import { Desk } from "../../static/js/desk.js";
import { Seat } from "../../static/js/seat.js";
import { FakeClock } from "./fake_clock.js";
import { FakeKeepings } from "./fake_keepings.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";
import { newCard } from "./fake_waiter.js";
import { SealedClient, carrySealed, identifier } from "./sealed_end.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

/** Whose pages open channels have ids; whom the server alone speaks of may be called by a name. */
export const MAYA = identifier("maya");
export const BEN = identifier("ben");
const RUIZ = identifier("ruiz");
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
    /** @type {string[]} */
    this.linksRefused = [];
    this.linksEnded = 0;
    /** Whose link the vault knows, by the first letters. */
    this.known = "link";
    this.clock = new FakeClock();
    this.keepings = new FakeKeepings(this.clock);
    /** The pages that have a channel to this one, by participant. @type {Map<string, SealedClient>} */
    this.clients = new Map();
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
        // Until somebody opens a channel the vault is not open: who is in session is whom the server says so of.
        keepings: /** @type {any} */ (this.keepings),
        isKnown: (invitation) => invitation?.startsWith(this.known) ?? false,
        nameOf: (_room, { id }) => (id === "maya" || id === MAYA ? "Maya" : ""),
        admitted: (...about) => void this.admitted.push(about),
        confirmed: (...about) => void this.confirmed.push(about),
        refused: (link) => void this.linksRefused.push(link),
        linkEnded: () => void (this.linksEnded += 1),
        draw: () => undefined,
      },
      this.clock,
    );
    desks.push(this.desk);
    for (const { id, channels } of this.desk.rooms.values())
      Object.assign(channels.page, { room: identifier(id), own: () => RUIZ });
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
   * By the server's word alone. Whoever was told of before is called by the same link.
   *
   * @param {string} id
   * @param {Standing} standing
   * @param {string} [room]
   * @param {Partial<ParticipantView>} [more]
   */
  stands(id, standing, room = "room", more = {}) {
    const invitation = this.hosted(room).person(id)?.invitation ?? `link of ${id}`;
    this.changes(room, { people: [{ ...view(id, standing), invitation, ...more }] });
  }

  /**
   * Somebody waits, and their page opens a channel by the link alone and says this. Who says nothing has opened none.
   *
   * @param {string} id
   * @param {object[]} [says]
   * @param {{room?: string, link?: string} & Partial<ParticipantView>} [more]
   */
  async arrives(id, says = [newCard()], { room = "room", link = linkOf(id), ...more } = {}) {
    await this.hosted(room).secrets.followVault();
    this.stands(id, "waiting", room, { invitation: link, ...more });
    await this.opensChannel(id, says, { room, link });
  }

  /**
   * Somebody's page opens a channel, wherever they stand: by the link alone, or with what leads back into a seat.
   *
   * @param {string} client
   * @param {object[]} [says]
   * @param {{room?: string, link?: string, resumption?: Uint8Array<ArrayBuffer>|null}} [way]
   */
  async opensChannel(client, says = [newCard()], { room = "room", link = linkOf(client), resumption = null } = {}) {
    const place = { room: identifier(room), host: RUIZ, client, invitation: link };
    const transmit = (/** @type {string} */ body) => this.says({ type: "sealed", room, sender: client, body });
    const page = new SealedClient({ place, transmit, says, resumption }, this.clock);
    this.clients.set(client, page);
    page.setConnected(true);
    await this.carries();
  }

  /** What the clinician's page has sealed reaches them, and what they say the page. */
  carries() {
    const ends = () => [...this.desk.rooms.values()].flatMap(({ channels }) => [...channels.ends.values()]);
    return carrySealed(this.socket, ends, this.clients);
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

/** The link by which somebody comes, unless a test says otherwise. @param {string} id */
export function linkOf(id) {
  return identifier(`link of ${id}`);
}
