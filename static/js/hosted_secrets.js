// All that is private in a room on the page that hosts it: channels, seats, the session's keys, the chat.

import { allKeys } from "./all_keys.js";
import { Channels } from "./channels.js";
import { Chat } from "./chat.js";
import { isChat } from "./chat_body.js";
import { chatPeople } from "./chat_people.js";
import { RoomKeys } from "./room_keys.js";

/** @import { Clock } from "./clock.js" */
/** @import { Secrets } from "./host_end.js" */
/** @import { HostLock } from "./host_lock.js" */
/** @import { MediaKeys } from "./media_keys.js" */
/** @import { FromBrowser, Seated, Standing } from "./messages.js" */
/** @import { Person, Room } from "./room.js" */
/** @import { Intrusion, Opened } from "./room_keys.js" */
/** @import { RoomDoor } from "./room_door.js" */
/** @import { SeatList } from "./seat_list.js" */

/**
 * What a page brings to a room that it may host.
 *
 * @typedef {object} Keeping
 * @property {SeatList} seats
 * @property {HostLock} lock
 * @property {RoomDoor} door
 * @property {() => Uint8Array<ArrayBuffer>|null} dataKey  the vault's, while it is open
 * @property {MediaKeys} media                             the page's
 * @property {Uint8Array<ArrayBuffer>} load                16 random bytes of this page load
 *
 * @typedef {object} HostedPage
 * @property {string} id
 * @property {Keeping} keeping
 * @property {() => Room|null} room
 * @property {() => boolean} isConnected
 * @property {(message: FromBrowser) => boolean} send
 * @property {(from: string, fresh: boolean) => void} opened  their page is new, and knows nothing yet; fresh: it has
 *   come with the link alone
 * @property {(from: string, value: unknown) => void} heard
 * @property {() => boolean} reclaim   tell the server who was where; whether it could be told
 * @property {(participant: string, how: Intrusion) => void} intruded
 * @property {(participant: string) => void} displaced      another page of theirs has their place in the session now
 * @property {(participant: string) => void} overrun
 * @property {() => void} draw
 */

/** Between whom and the host sealed messages pass. */
const CORRESPONDENTS = new Set(/** @type {Standing[]} */ (["waiting", "admitted", "held"]));
/** Milliseconds after which a page that the server calls the host, and that is not the browser's only one, tries again. */
const LOCK_AGAIN = 1000;

export class HostedSecrets {
  /**
   * @param {HostedPage} page
   * @param {Clock} clock
   */
  constructor(page, clock) {
    this.page = page;
    this.clock = clock;
    this.keeping = page.keeping;
    this.opening = false;
    /** What was kept of the seats is another page's affair by now: the list begins empty. */
    this.startsAnew = false;
    this.channels = this.#newChannels(clock);
    this.chat = this.#newChat(clock);
    this.keys = this.#newKeys(clock);
  }

  /** Whether this page is the one of its browser that holds the room. */
  get isHeld() {
    return this.keeping.lock.held;
  }

  /**
   * @param {string} sender
   * @param {string} body
   */
  sealed(sender, body) {
    if (isChat(body)) this.chat.receive(sender, body);
    else this.channels.receive(sender, body);
  }

  /** What this page is about to ask of the server, or cannot ask for now. @param {FromBrowser} message */
  asks(message) {
    this.keys.asks(message);
    this.#follow();
  }

  /**
   * @param {boolean} hosts  the server calls this page the host
   * @param {readonly string[]} [gone]
   */
  follow(hosts, gone = []) {
    if (hosts) void this.#hold();
    else if (this.isHeld) this.#handOver();
    const people = this.#people();
    for (const id of this.channels.people()) if (!(id in people) || this.#isOther(id)) this.forget(id);
    for (const person of Object.values(people)) {
      if (person.role === "clinician") continue;
      const isThere = this.page.isConnected() && hosts && this.isHeld && person.connected;
      this.channels.follow(person.id, isThere && CORRESPONDENTS.has(person.standing));
    }
    if (hosts && this.isHeld) this.keys.follow(people, gone);
    else this.keys.close();
    this.#followChat();
  }

  /** The vault was opened or closed, or its key is another one. */
  async followVault() {
    const { dataKey, seats } = this.keeping;
    const key = dataKey();
    if (key === null) return seats.close();
    if (!this.isHeld) return;
    await seats.open(key, { anew: this.startsAnew, read: () => this.#reclaim() });
    this.startsAnew = false;
    this.channels.askAll();
    this.#follow();
    this.page.draw();
  }

  /** A server that was restarted meanwhile knows nothing of a session that this browser goes on with. */
  #reclaim() {
    const { standings } = this.keys;
    if (standings.isForgotten(this.#people())) standings.isClaiming = this.page.reclaim();
  }

  /** This page takes the room over from whichever page had it: everybody is let in anew. */
  async takeOver() {
    this.startsAnew = true;
    this.keys.standings.lost();
    await this.keeping.lock.take();
    await this.followVault();
  }

  /** Another page of this browser holds the room now. */
  displaced() {
    this.keys.standings.lost();
    this.keeping.seats.lost();
    this.keys.close();
    this.chat.clear();
    this.page.draw();
  }

  lost() {
    this.channels.lost();
    this.keys.standings.lost();
    this.chat.follow();
  }

  /** This page is over: another one of this browser may go on with the room and its list. */
  async over() {
    await this.keeping.seats.saved();
    this.displaced();
    this.keeping.media.clear();
    this.keeping.lock.release();
  }

  /** Who is in session by this page's own list, and who waits. @returns {Seated[]} */
  claims() {
    this.keeping.seats.connects();
    return this.keys.standings.claims(this.#people(), this.clock.now());
  }

  /** @param {string} id */
  forget(id) {
    this.channels.forget(id);
    this.keys.forget(id);
  }

  /** The server calls somebody by another link than they have proved to hold. @param {string} id */
  #isOther(id) {
    const known = this.keys.known.get(id);
    return known !== undefined && known.invitation !== this.#person(id)?.invitation;
  }

  /** What was decided or opened since changes who holds the keys. */
  #follow() {
    if (this.page.room() === null) return;
    this.keys.follow(this.#people());
    this.#followChat();
  }

  /** Nobody is in session or on hold: nothing of what was written stays. */
  #followChat() {
    const isOn = Object.values(this.#people()).some((person) => this.keys.standings.isIn(person));
    if (!isOn) this.chat.clear();
    this.chat.follow();
  }

  /** Another device hosts: whom it removes, this page hears nothing of. */
  #handOver() {
    this.startsAnew = true;
    this.keys.standings.lost();
    this.keeping.seats.clear();
  }

  async #hold() {
    if (this.opening || this.isHeld) return;
    this.opening = true;
    const isHeld = await this.keeping.lock.acquire().finally(() => (this.opening = false));
    if (isHeld) return this.followVault();
    this.clock.later(() => this.page.isConnected() && void this.#hold(), LOCK_AGAIN);
  }

  #people() {
    return this.page.room()?.people ?? {};
  }

  /** @param {string} id @returns {Person|null} */
  #person(id) {
    return this.#people()[id] ?? null;
  }

  /** @param {string} participant @returns {Promise<Secrets|null>} */
  async #opens(participant) {
    const { seats, door } = this.keeping;
    const invitation = this.#person(participant)?.invitation;
    if (!seats.isOpen || !invitation) return null;
    const found = await door.open(this.page.id, invitation);
    const seat = seats.get(participant);
    const resumption = seat?.invitation === invitation ? seat.resumption : null;
    return found && { invitation, ...found, resumption };
  }

  /**
   * @param {string} from
   * @param {Opened} opened
   */
  #confirmed(from, opened) {
    this.keys.opened(from, opened);
    this.page.opened(from, opened.fresh);
    this.#follow();
    this.page.draw();
  }

  /** @param {Clock} clock @returns {Channels} */
  #newChannels(clock) {
    const { id, send, heard, overrun, keeping, draw } = this.page;
    return new Channels(
      {
        room: id,
        own: () => this.page.room()?.you ?? "",
        door: {
          secrets: (participant) => this.#opens(participant),
          count: (invitation) => keeping.seats.count(invitation),
        },
        send,
        confirmed: (from, opened) => this.#confirmed(from, opened),
        content: (from, value) => {
          heard(from, value);
          draw();
        },
        overrun: (from) => {
          overrun(from);
          draw();
        },
        goesFirst: (from) => this.keys.isMember(from),
      },
      clock,
    );
  }

  /** @param {Clock} clock @returns {Chat} */
  #newChat(clock) {
    const { id, send, draw } = this.page;
    return new Chat({
      send: (to, body) => send({ type: "sealed", room: id, to, body }),
      people: () =>
        chatPeople(this.page.room(), this.page.isConnected(), (person) => this.keys.standings.isMember(person)),
      draw,
      clock,
    });
  }

  /** @param {Clock} clock @returns {RoomKeys} */
  #newKeys(clock) {
    const { seats, media, load } = this.keeping;
    return new RoomKeys(
      {
        seats,
        media,
        epochs: allKeys(media, this.chat.keys),
        load,
        own: () => this.page.room()?.you ?? "",
        person: (participant) => this.#person(participant),
        tell: (participant, content) => void this.channels.tell(participant, content),
        intruded: this.page.intruded,
        displaced: this.page.displaced,
      },
      clock,
    );
  }
}
