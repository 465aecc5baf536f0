// The clinician's page in one browser, with a server's words to it, and everything it stands on replaced.

import assert from "node:assert/strict";
import { after } from "node:test";

import { WrongPassword } from "../../static/js/account.js";
import { ClinicianPage } from "../../static/js/clinician_page.js";
import { EmergencyShelf } from "../../static/js/emergency_shelf.js";
import { KEY_READERS } from "../../static/js/key_contents.js";
import { LastTouch } from "../../static/js/last_touch.js";
import { Screens } from "../../static/js/screens.js";
import { SealedShelf } from "../../static/js/sealed_shelf.js";
import { Seat } from "../../static/js/seat.js";
import { Notice } from "../../static/js/views/notice.js";
import { settled } from "./door_page.js";
import { FakeClock } from "./fake_clock.js";
import { newFakeDevices } from "./fake_devices.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { fakeCardShelf } from "./fake_emergency.js";
import { FakeDevices, FakeLegs, FakeSocket, newTab, view } from "./fake_page.js";
import { FakeServer, FakeSync, NOW, vaultOf } from "./fake_practice.js";
import { FakeLocks } from "./fake_locks.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";
import { fakeStorage } from "./fake_storage.js";
import { FakeTabs } from "./fake_tabs.js";
import { radio, submit } from "./queue_page.js";
import { ROOM_KEY, SECRET, SealedClient, carrySealed, identifier } from "./sealed_end.js";

/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

/** @type {any} */ (globalThis).WebSocket = FakeSocket;
/** @type {any} */ (globalThis).window = { scrollTo: () => undefined };
const KINDS_OF_KEYS = new Set(KEY_READERS.map(([kind]) => kind));
export const MAYA = identifier("maya");
const linkOf = (/** @type {string} */ label) => identifier(`link of ${label}`);
/** Maya's link, the only one of the vault. */
export const LINK = linkOf("Maya");
/** By which knocks are made: room and clinician have names for ids in these tests. */
const PLACE = Object.freeze({ room: identifier("room"), host: identifier("ruiz"), invitation: LINK });
export const PASSWORD = "five words of hers here";
/** @type {Browser[]} */
const browsers = [];
after(() => {
  for (const { page } of browsers) page.desk.signalling.close();
});

export class Browser {
  constructor({ kept = true } = {}) {
    // The page before it has no document any more, whatever still comes to it.
    for (const { page } of browsers) page.draw = () => undefined;
    installDocument({ wide: true });
    this.server = new FakeServer();
    this.server.vault = vaultOf({ Maya: { codeWord: "heron" } }, linkOf);
    this.server.links.set(LINK, { role: "client", state: "open" });
    /** The pages that have a channel to this one, by participant. @type {Map<string, SealedClient>} */
    this.clients = new Map();
    this.kept = kept ? { username: "ruiz", dataKey: new Uint8Array(32) } : null;
    /** @type {string[]} */
    this.left = [];
    this.tabs = new FakeTabs();
    this.main = fake(document.createElement("main"));
    this.notices = fake(document.createElement("div"));
    fakeDocument.body.append(this.notices, this.main);
    this.sheets = { open: 0, shown: 0 };
    this.devices = Object.assign(new FakeDevices(), newFakeDevices(), { resume: async () => undefined });
    this.version = 1;
    this.clock = new FakeClock();
    this.cardShelf = fakeCardShelf();
    /** How many wait and are in session, as it was told last, and whether the chime was to keep still. */
    this.arrivals = { waiting: -1, inSession: -1, muted: false };
    const site = /** @type {any} */ ({
      opens_before: 1800,
      closes_after: 14400,
      consent: { version: "1", text: "" },
      emergency_line: "",
      call_back_after: 300,
    });
    const account = {
      clinician: { username: "ruiz", name: "Dr Ruiz", closing: null },
      rooms: [{ id: "room" }],
    };
    this.page = new ClinicianPage(site, account, this.#ground());
    for (const { secrets } of this.page.desk.rooms.values()) this.#opensFor(secrets);
    browsers.push(this);
  }

  /** What opens the knocks at a room. @param {import("../../static/js/hosted_secrets.js").HostedSecrets} secrets */
  #opensFor({ keeping, channels }) {
    const { room, host } = PLACE;
    const opening = Object.freeze({ secret: SECRET, roomKey: ROOM_KEY });
    keeping.door = /** @type {any} */ ({
      open: async (/** @type {string} */ _room, /** @type {string} */ link) => (link === LINK ? opening : null),
    });
    Object.assign(channels.page, { room, own: () => host });
  }

  /** @returns {any} */
  #ground() {
    return {
      screens: new Screens(/** @type {any} */ (this.main)),
      notice: new Notice(/** @type {any} */ (this.notices)),
      wakeLock: { set: () => undefined },
      devices: this.devices,
      rooms: [{ id: "room", seat: new Seat("room room", newTab()) }],
      url: "ws://test/ws",
      origin: "https://practice.example",
      legs: () => new FakeLegs(),
      address: () => undefined,
      tabs: this.tabs.open(),
      lastTouch: new LastTouch(fakeStorage()),
      vault: () => ({
        keys: {
          restore: async () => this.kept,
          unlock: async (/** @type {string} */ password) => {
            if (password !== PASSWORD) throw new WrongPassword();
            return new Uint8Array(32);
          },
          forget: async () => void (this.kept = null),
        },
        half: async () => "half",
        newSync: () => ({ sync: new FakeSync(this.server), close: () => undefined }),
        versions: async () => ({ offered: 1, seen: 2 }),
      }),
      api: this.server,
      outlets: { copy: async () => true, share: null, save: () => undefined },
      now: () => NOW,
      clock: this.clock,
      arrivals: {
        alert: { state: "missing", ask: async () => undefined },
        setMuted: (/** @type {boolean} */ on) => void (this.arrivals.muted = on),
        update: (/** @type {unknown[]} */ waiters, /** @type {unknown[]} */ { length: inSession }) =>
          Object.assign(this.arrivals, { waiting: waiters.length, inSession }),
      },
      emergencyShelf: new EmergencyShelf(this.cardShelf),
      receiptShelf: new SealedShelf(new FakeSealedShelf().place, "telehealth/1 session record"),
      seatLists: new FakeSealedShelf().place,
      locks: new FakeLocks(),
      forgetSeats: async () => undefined,
      accountSheet: () => {
        this.sheets.open += 1;
        return {
          open: () => void (this.sheets.shown += 1),
          close: () => void (this.sheets.open -= 1),
          element: document.createElement("dialog"),
        };
      },
      signOut: async () => undefined,
      leave: async (/** @type {string} */ path) => void this.left.push(path),
    };
  }

  async opens() {
    await this.page.start();
    this.socket.readyState = 1;
    this.socket.onopen();
    this.welcome();
    await settled(this.page.door);
    if (this.kept !== null) await this.holds();
    return this;
  }

  /** With an open vault this page holds its room, and knows who has a seat in it. */
  async holds() {
    const { seats } = this.#room.secrets.keeping;
    while (!seats.isOpen) await new Promise((resolve) => setImmediate(resolve));
  }

  get socket() {
    const last = FakeSocket.all.at(-1);
    assert.ok(last);
    return last;
  }

  welcome() {
    this.version = 1;
    const words = { version: 1, you: "ruiz", clinician: "Dr Ruiz", seat: "seat", leg: 0, code_word: false };
    this.says({ type: "welcome", room: "room", ...words, host: "ruiz", people: [view("ruiz", "host")] });
  }

  /** @param {object} message */
  says(message) {
    this.socket.onmessage({ data: JSON.stringify(message) });
  }

  /**
   * Whoever is in session was let in by the clinician of this page.
   *
   * @param {Standing} standing
   * @param {string} [invitation]
   * @param {Partial<ParticipantView>} [more]
   */
  stands(standing, invitation = LINK, more = {}) {
    this.version += 1;
    const { secrets } = this.#room;
    const isIn = secrets.keeping.seats.get(MAYA)?.standing === "admitted";
    const admit = /** @type {const} */ ({ type: "admit", room: "room", participant: MAYA, method: "voice" });
    if (standing === "admitted" && !isIn) secrets.asks(admit);
    const person = { ...view(MAYA, standing), invitation, ...more };
    this.says({ type: "changed", room: "room", version: this.version, host: "ruiz", people: [person] });
  }

  get #room() {
    const room = this.page.desk.rooms.get("room");
    assert.ok(room);
    return room;
  }

  /**
   * Somebody's page opens its channel to this one, by Maya's link alone, and says this.
   *
   * @param {object[]} contents
   * @param {string} [client]
   */
  async hears(contents, client = MAYA) {
    const transmit = (/** @type {string} */ body) =>
      this.says({ type: "sealed", room: "room", sender: client, body });
    const page = new SealedClient({ place: { ...PLACE, client }, transmit, says: contents }, this.clock);
    this.clients.set(client, page);
    page.setConnected(true);
    await this.carries();
  }

  /** Maya says this as well. @param {object} content */
  async tells(content) {
    this.clients.get(MAYA)?.send(content);
    await this.carries();
  }

  /** What the page has sealed reaches them, and what they say the page. */
  carries() {
    return carrySealed(this.socket, () => this.#room.channels.ends.values(), this.clients);
  }

  /** What Maya's page was told in private, but of keys. @returns {any[]} */
  get told() {
    return (this.clients.get(MAYA)?.told ?? []).filter(({ kind }) => !KINDS_OF_KEYS.has(kind));
  }

  /** Admit is clicked, and the clinician says how they know who it is. @param {string} method */
  async admits(method) {
    find(this.main, "button", "Admit").click();
    const element = fake(this.page.views.queue.dialogs.modal.element);
    radio(element, method).checked = true;
    await submit(element);
    await settled(this.page.door);
  }

  /** @param {number} code */
  closes(code) {
    this.socket.readyState = 3;
    this.socket.onclose({ code, reason: "" });
  }

  get text() {
    return this.main.textContent;
  }

  get screen() {
    return fakeDocument.body.dataset.screen;
  }

  acts() {
    return this.socket.sent.splice(0).map(({ type }) => type);
  }
}
