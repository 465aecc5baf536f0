// A client's end of the correspondence with the page that hosts the room: the card goes there, its words come back.

import { readContent } from "./card.js";
import { CLOCK } from "./clock.js";
import { Channel, SealedRefused } from "./sealed.js";

/** @import { AskPlace, CheckInCard, CodeWordAnswer, Content, DeviceStates, RosterPerson } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { FromBrowser } from "./messages.js" */

/** @typedef {{text: string, at: number}} Letter  what the clinician wrote, and when it came in seconds */

export class HostChannel {
  /**
   * @param {object} page
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => CheckInCard|null} page.card
   * @param {() => DeviceStates} page.devices
   * @param {() => void} page.opened   the other page is new and has been told the card
   * @param {(content: AskPlace|CodeWordAnswer) => void} page.heard  what this page's person has to answer
   * @param {Clock} [clock]
   */
  constructor({ send, card, devices, opened, heard }, clock = CLOCK) {
    this.clock = clock;
    this.send = send;
    this.card = card;
    this.devices = devices;
    this.opened = opened;
    this.heard = heard;
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
    /** @type {Channel|null} */
    this.channel = null;
    /** What was said of the devices last, as text. */
    this.said = "";
  }

  /**
   * @param {string} room
   * @param {string|null} host   the page that hosts now
   * @param {boolean} open       both ends are connected, and this page takes part
   */
  follow(room, host, open) {
    if (host !== null && host !== this.to) this.#begin(room, host);
    this.channel?.setConnected(open);
  }

  /** The card, to a page that knows nothing yet or to one that has a new guest before it. */
  tellCard() {
    const card = this.card();
    if (card === null) return;
    const devices = this.devices();
    this.said = JSON.stringify(devices);
    this.knows = false;
    this.cardNumber = this.channel?.send({ kind: "card", ...card, devices }) ?? 0;
  }

  /** Camera and microphone as they are now, once for each change. */
  tellDevices() {
    const devices = this.devices();
    const text = JSON.stringify(devices);
    if (text === this.said) return;
    this.said = text;
    this.tell({ kind: "devices", ...devices });
  }

  /** While no channel is open nobody is told: `opened` is the time to say it again. @param {Content} content */
  tell(content) {
    this.channel?.send(content);
  }

  /**
   * Only the page that hosts has something to say to a client's.
   *
   * @param {string} sender
   * @param {string} body
   */
  receive(sender, body) {
    if (sender !== this.to || this.channel === null) return;
    try {
      this.channel.receive(body);
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
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
   * @param {string} to
   */
  #begin(room, to) {
    // The page before, if it is still there, keeps to itself.
    this.channel?.setConnected(false);
    this.to = to;
    this.roster = [];
    this.knows = false;
    this.channel = new Channel(
      {
        opens: true,
        transmit: (body) => this.send({ type: "sealed", room, to, body }),
        opened: () => this.#opened(),
        content: (content) => this.#told(content),
        acknowledged: (number) => this.#taken(number),
      },
      this.clock,
    );
  }

  #opened() {
    this.isListening = false;
    this.tellCard();
    this.opened();
  }

  /** @param {number} number */
  #taken(number) {
    if (this.cardNumber > 0 && number >= this.cardNumber) this.knows = true;
  }

  /** @param {unknown} value */
  #told(value) {
    const content = readContent(value);
    switch (content?.kind) {
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
        this.heard(content);
    }
  }
}
