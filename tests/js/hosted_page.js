// A clinician's page that hosts a room, the server's words to it, and the clients' ends of their channels.

import { HostedRoom } from "../../static/js/hosted_room.js";
import { KEY_READERS } from "../../static/js/key_contents.js";
import { FakeClock } from "./fake_clock.js";
import { FakeKeepings } from "./fake_keepings.js";
import { newCard } from "./fake_waiter.js";
import { SealedClient, identifier, quiet } from "./sealed_end.js";

/** @import { Card } from "../../static/js/card.js" */
/** @import { FromBrowser, ParticipantView, Standing } from "../../static/js/messages.js" */

export const ROOM = identifier("room");
export const RUIZ = identifier("ruiz");
export const MAYA = identifier("maya");
export const BEN = identifier("ben");
export const PHONE = identifier("phone");

const KINDS_OF_KEYS = new Set(KEY_READERS.map(([kind]) => kind));

export class HostedPage {
  clock = new FakeClock();
  keepings = new FakeKeepings(this.clock);
  /** @type {FromBrowser[]} */
  sent = [];
  /** @type {FromBrowser[]} */
  acts = [];
  /** What the clinician is told besides. @type {unknown[]} */
  news = [];
  /** @type {Map<string, SealedClient>} */
  clients = new Map();
  version = 1;
  seat = {
    record: /** @type {any} */ (null),
    read: () => this.seat.record,
    keep: (/** @type {any} */ change) => {
      this.seat.record = { ...this.seat.record, ...change };
    },
  };

  constructor() {
    this.room = new HostedRoom(
      {
        id: ROOM,
        clinician: "Dr Ruiz",
        seat: /** @type {any} */ (this.seat),
        send: (message) => this.sent.push(message) > 0,
        devices: () => ({ microphone: "on", camera: "off" }),
        keeping: this.keepings.of(ROOM),
        draw: () => undefined,
        news: (news) => void this.news.push(news),
      },
      this.clock,
    );
    this.room.received({
      type: "welcome",
      room: ROOM,
      version: 1,
      you: RUIZ,
      clinician: "Dr Ruiz",
      seat: "token",
      leg: 0,
      code_word: false,
      host: RUIZ,
      people: [person("ruiz", "host")],
    });
  }

  /** The list of seats is read. */
  async opens() {
    await this.room.secrets.followVault();
    return this;
  }

  /**
   * The server tells of people. Whoever is in session was let in by this page's clinician.
   *
   * @param {...ParticipantView} people
   */
  async change(...people) {
    await this.quiet();
    for (const { id: participant, standing } of people) this.#decides(participant, standing);
    await this.serverSays(...people);
  }

  /**
   * The server tells of people by itself: nobody was let in here.
   *
   * @param {...ParticipantView} people
   */
  async serverSays(...people) {
    this.version += 1;
    this.room.received({ type: "changed", room: ROOM, version: this.version, host: RUIZ, people });
    await this.carry();
  }

  /** @param {string} participant @param {Standing} standing */
  #decides(participant, standing) {
    const about = { room: ROOM, participant };
    const isIn = this.room.secrets.keeping.seats.get(participant)?.standing === "admitted";
    if (standing === "held") this.room.secrets.asks({ type: "hold", ...about });
    if (standing === "admitted" && !isIn) this.room.secrets.asks({ type: "admit", ...about, method: "voice" });
  }

  /**
   * Somebody whose page opens a channel and sends a card: what they are told, but of keys.
   *
   * @param {string} id
   * @param {string} name
   * @param {Partial<Card>} [card]
   * @param {Partial<ParticipantView>} [more]
   */
  async arrives(id, name, card = {}, more = {}) {
    const client = this.page(id, name, card, more.invitation ?? undefined);
    await this.change(person(id, "waiting", more));
    client.setConnected(true);
    await this.carry();
    return client.told;
  }

  /**
   * A client's page, newly loaded. A browser keeps what leads back into its seat.
   *
   * @param {string} id
   * @param {string} name
   * @param {Partial<Card>} [card]
   * @param {string} [link]  by which they come, unless it is one of their own
   */
  page(id, name, card = {}, link = person(id, "waiting").invitation ?? "") {
    const resumption = this.room.secrets.keeping.seats.get(identifier(id))?.resumption ?? null;
    return this.#newClient(id, link, [newCard({ name, ...card })], resumption);
  }

  /**
   * Somebody opens a channel under this participant's id, who holds the link and nothing else, and says this.
   *
   * @param {string} id
   * @param {...object} says
   */
  async comesAnew(id, ...says) {
    const client = this.#newClient(id, this.room.person(identifier(id))?.invitation ?? "", says, null);
    client.setConnected(true);
    await this.carry();
    return client.told;
  }

  /**
   * @param {string} id
   * @param {string} link
   * @param {object[]} says
   * @param {Uint8Array<ArrayBuffer>|null} resumption
   */
  #newClient(id, link, says, resumption) {
    const participant = identifier(id);
    const place = { room: ROOM, client: participant, host: RUIZ, invitation: identifier(link) };
    const transmit = (/** @type {string} */ body) =>
      this.room.received({ type: "sealed", room: ROOM, sender: participant, body });
    const client = new SealedClient({ place, transmit, says, resumption }, this.clock);
    client.content = (content) => {
      if (!KINDS_OF_KEYS.has(/** @type {any} */ (content).kind)) client.told.push(content);
    };
    this.clients.set(participant, client);
    return client;
  }

  /** Deliver what the clinician's page has sealed, until nothing is left to say. */
  async carry() {
    do {
      await this.quiet();
      for (const message of this.sent.splice(0)) {
        if (message.type === "sealed") await this.clients.get(message.to)?.receive(message.body);
        else this.acts.push(message);
      }
      await this.quiet();
      this.clock.pass(200);
      await this.quiet();
    } while (this.sent.length > 0);
  }

  quiet() {
    return quiet(() => [...this.room.channels.ends.values(), ...this.clients.values()]);
  }

  /** Somebody's page says this. @param {string} id @param {object} content */
  async says(id, content) {
    this.clients.get(identifier(id))?.send(content);
    await this.carry();
  }

  /** The server has forgotten somebody. @param {string} id */
  forgets(id) {
    this.version += 1;
    const gone = [identifier(id)];
    this.room.received({ type: "changed", room: ROOM, version: this.version, host: RUIZ, people: [], gone });
  }
}

/**
 * @param {string} id
 * @param {Standing} standing
 * @param {Partial<ParticipantView>} [more]
 * @returns {ParticipantView}
 */
export function person(id, standing, more = {}) {
  const { invitation = `link of ${id}` } = more;
  return {
    id: identifier(id),
    role: identifier(id) === RUIZ ? "clinician" : "client",
    standing,
    connected: true,
    previewed: false,
    case: `case of ${id}`,
    ...more,
    invitation: invitation === null ? null : identifier(invitation),
  };
}
