// A client's end of the correspondence with the page that hosts the room: the card goes there, its words come back.

import { decodeBase64url } from "./base64url.js";
import { readContent } from "./card.js";
import { ClientEnd } from "./client_end.js";
import { CLOCK } from "./clock.js";

/** @import { AskPlace, CheckInCard, CodeWordAnswer, Content, DeviceStates, RosterPerson } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Session } from "./handshake.js" */
/** @import { Epoch, Go, Lease } from "./key_contents.js" */
/** @import { Link } from "./link.js" */
/** @import { FromBrowser } from "./messages.js" */

/**
 * @typedef {{text: string, at: number}} Letter  what the clinician wrote, and when it came in seconds
 * @typedef {Link & {resumption: Uint8Array<ArrayBuffer>|null}} Credentials  the link, and what leads back into a seat
 */

export class HostChannel {
  /**
   * @param {object} page
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => Credentials|null} page.credentials  null while there are none: nothing can be opened then
   * @param {() => CheckInCard|null} page.card
   * @param {() => DeviceStates} page.devices
   * @param {() => void} page.opened   the other page is new and has been told the card
   * @param {(content: AskPlace|CodeWordAnswer) => void} page.heard  what this page's person has to answer
   * @param {(content: Epoch|Go|Lease) => void} page.keys
   * @param {(resumption: Uint8Array<ArrayBuffer>|null) => void} page.seat
   *   what leads back into this seat; null: the other page knows nothing of it
   * @param {(number: number) => void} page.acknowledged  it has taken everything up to this number
   * @param {() => void} page.changed  something of all that, after it
   * @param {Clock} [clock]
   */
  constructor(page, clock = CLOCK) {
    this.page = page;
    this.clock = clock;
    /** @type {RosterPerson[]} */
    this.roster = [];
    /** The last message to somebody who waits. @type {Letter|null} */
    this.letter = null;
    /** The preview's sound is on. */
    this.isListening = false;
    /** The page that hosts has taken the card: its clinician can know that somebody is here. */
    this.knows = false;
    /** The number under which the card was sent last. */
    this.cardNumber = 0;
    /** The page that hosts, empty until it is known. */
    this.to = "";
    /** Between whom the end is. */
    this.between = "";
    /** @type {ClientEnd|null} */
    this.end = null;
    /** Of the channel that is open: 16 bytes that name its handshake. @type {Uint8Array<ArrayBuffer>|null} */
    this.load = null;
    /** The safety words of the first handshake, as numbers of a byte. @type {number[]|null} */
    this.words = null;
    /** What was said of the devices last, as text. */
    this.said = "";
  }

  /** Whether the page that hosts has answered this one. */
  get isOpen() {
    return this.load !== null;
  }

  /**
   * @param {string} room
   * @param {string|null} host   the page that hosts now
   * @param {string} own         this page's participant
   * @param {boolean} open       both ends are connected, and this page takes part
   */
  follow(room, host, own, open) {
    if (host !== null && `${room} ${host} ${own}` !== this.between) this.#begin(room, host, own);
    this.end?.setConnected(open);
  }

  /**
   * The card, to a page that knows nothing yet or to one that has a new guest before it. A tab that was closed has taken
   * it along: then the devices alone, which open the channel as well.
   */
  tellCard() {
    const card = this.page.card();
    const devices = this.page.devices();
    this.said = JSON.stringify(devices);
    this.knows = false;
    this.cardNumber = this.tell(card === null ? { kind: "devices", ...devices } : { kind: "card", ...card, devices });
  }

  /** Camera and microphone as they are now, once for each change. */
  tellDevices() {
    const devices = this.page.devices();
    const text = JSON.stringify(devices);
    if (text === this.said) return;
    this.said = text;
    this.tell({ kind: "devices", ...devices });
  }

  /**
   * While no channel is open nobody is told: `opened` is the time to say it again.
   *
   * @param {Content} content
   * @returns {number}  its own in this channel, 0 when it goes nowhere
   */
  tell(content) {
    return this.end?.send(content) ?? 0;
  }

  /**
   * Only the page that hosts has something to say to a client's.
   *
   * @param {string} sender
   * @param {string} body
   */
  receive(sender, body) {
    if (sender === this.to) void this.end?.receive(body);
  }

  /** The wait is over, and with it what was said about it. */
  forgetWait() {
    this.letter = null;
    this.isListening = false;
  }

  /** This person's part is over: nobody else's name stays here. What was written before a decline is read after it. */
  forget() {
    this.roster = [];
    this.isListening = false;
    this.knows = false;
  }

  /**
   * @param {string} room
   * @param {string} host
   * @param {string} own
   */
  #begin(room, host, own) {
    const credentials = this.page.credentials();
    if (credentials === null) return;
    const { invitation, secret, roomKey, resumption } = credentials;
    // The page before, if it is still there, keeps to itself.
    this.end?.close();
    this.to = host;
    this.between = `${room} ${host} ${own}`;
    this.roster = [];
    this.knows = false;
    this.load = null;
    const place = { room, invitation, client: own, host };
    this.end = new ClientEnd(
      {
        at: { ...place, secret, resumption, roomKey: decodeBase64url(roomKey) },
        transmit: (body) => this.page.send({ type: "sealed", room, to: host, body }),
        opened: (session) => this.#opened(session),
        content: (content) => this.#told(content),
        acknowledged: (number) => this.#taken(number),
        unknown: () => this.page.seat(null),
      },
      this.clock,
    );
  }

  /** @param {Session} session */
  #opened({ load, words }) {
    this.load = load;
    this.words = words ?? this.words;
    this.isListening = false;
    this.tellCard();
    this.page.opened();
    this.page.changed();
  }

  /** @param {number} number */
  #taken(number) {
    if (this.cardNumber > 0 && number >= this.cardNumber) this.knows = true;
    this.page.acknowledged(number);
    this.page.changed();
  }

  /** @param {unknown} value */
  #told(value) {
    const content = readContent(value);
    if (content === null) return;
    this.#take(content);
    this.page.changed();
  }

  /** @param {Content} content */
  #take(content) {
    switch (content.kind) {
      case "roster":
        this.roster = content.people;
        return;
      case "note":
        this.letter = { text: content.text, at: this.clock.now() / 1000 };
        return;
      case "listening":
        this.isListening = content.on;
        return;
      case "ask_place":
      case "code_word_answer":
        return this.page.heard(content);
      case "epoch":
      case "go":
      case "lease":
        return this.page.keys(content);
      case "seat": {
        const resumption = decodeBase64url(content.r);
        this.end?.keep(resumption);
        this.page.seat(resumption);
      }
    }
  }
}
