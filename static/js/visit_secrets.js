// All that is private in a client's visit: the channel to the clinician's page, the keys, the chat, and what leads back.

import { allKeys } from "./all_keys.js";
import { decodeBase64url, encodeBase64url } from "./base64url.js";
import { Chat } from "./chat.js";
import { isChat } from "./chat_body.js";
import { chatPeople } from "./chat_people.js";
import { Correspondence } from "./correspondence.js";
import { MediaKeys } from "./media_keys.js";
import { VisitKeys } from "./visit_keys.js";

/** @import { Clock } from "./clock.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Credentials } from "./host_channel.js" */
/** @import { Link } from "./link.js" */
/** @import { FromBrowser, SealedIn, Standing } from "./messages.js" */
/** @import { Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */

const NOTHING = new Uint8Array(0);
const IN_SESSION = new Set(/** @type {(Standing|null)[]} */ (["admitted", "held"]));

/**
 * @typedef {object} SecretsPage
 * @property {Seat} seat
 * @property {Devices} devices
 * @property {() => Link|null} link
 * @property {() => Room|null} room
 * @property {() => boolean} isConnected
 * @property {(message: FromBrowser) => boolean} send
 * @property {() => void} draw
 */

export class VisitSecrets {
  /**
   * @param {SecretsPage} page
   * @param {Clock} clock
   */
  constructor(page, clock) {
    this.page = page;
    this.seat = page.seat;
    this.chat = this.#newChat(clock);
    this.media = new MediaKeys({ exhausted: () => this.keys.exhausted() });
    this.keys = this.#newKeys(clock);
    this.correspondence = this.#newCorrespondence(clock);
  }

  /** What the clinician can read as well: four numbers of a byte, or null. @returns {readonly number[]|null} */
  get words() {
    const { host } = this.correspondence;
    return host.isOpen ? (host.words ?? this.seat.read()?.words ?? null) : null;
  }

  /** @param {SealedIn} message */
  sealed({ sender, body }) {
    if (isChat(body)) this.chat.receive(sender, body);
    else this.correspondence.host.receive(sender, body);
  }

  /**
   * @param {Room} room
   * @param {boolean} open  both ends are connected, and this page takes part
   */
  follow(room, open) {
    this.correspondence.follow(room, open);
    this.chat.follow();
  }

  /**
   * Where this page's person stood and stands; null for who takes no part.
   *
   * @param {Standing|null} before
   * @param {Standing|null} now
   */
  standing(before, now) {
    this.keys.follow(now);
    if (IN_SESSION.has(before) && !IN_SESSION.has(now)) this.chat.clear();
  }

  /** This person's part is over: no key is left, and no word. */
  end() {
    this.correspondence.forget();
    this.keys.follow(null);
    this.media.clear();
    this.chat.clear();
  }

  /** @param {Clock} clock */
  #newChat(clock) {
    const { page } = this;
    return new Chat({
      send: (to, body) => {
        const room = page.room();
        return room !== null && page.send({ type: "sealed", room: room.id, to, body });
      },
      people: () => chatPeople(page.room(), page.isConnected()),
      draw: page.draw,
      clock,
    });
  }

  /** @param {Clock} clock */
  #newKeys(clock) {
    return new VisitKeys(
      {
        media: this.media,
        epochs: allKeys(this.media, this.chat.keys),
        load: () => this.correspondence.host.load,
        tell: (content) => void this.correspondence.host.tell(content),
        draw: this.page.draw,
      },
      clock,
    );
  }

  /** @param {Clock} clock */
  #newCorrespondence(clock) {
    const { seat, devices, send, draw } = this.page;
    return new Correspondence(
      {
        seat,
        devices,
        send,
        credentials: () => this.#credentials(),
        keys: (content) => this.keys.heard(content),
        seated: (resumption) => seat.keep({ resumption: encodeBase64url(resumption ?? NOTHING) }),
        opened: () => this.#opened(),
        draw,
      },
      clock,
    );
  }

  /** @returns {Credentials|null} */
  #credentials() {
    const link = this.page.link();
    const resumption = this.seat.read()?.resumption ?? "";
    return link && { ...link, resumption: resumption === "" ? null : decodeBase64url(resumption) };
  }

  #opened() {
    const { words } = this.correspondence.host;
    if (words !== null) this.seat.keep({ words });
    this.keys.opened();
  }
}
