// The chat of a session, as one page has it: what was said, what is still on its way, and what is new. In memory only.

import { randomId } from "./base64url.js";
import { ChatRefused } from "./chat_body.js";
import { ChatKeys } from "./chat_keys.js";
import { ChatPost } from "./chat_post.js";
import { cleanText } from "./chat_text.js";
import { CLOCK } from "./clock.js";
import { Pace } from "./pace.js";

/** @import { ChatContent, Said } from "./chat_body.js" */
/** @import { ChatPerson } from "./chat_post.js" */
/** @import { Clock } from "./clock.js" */

/**
 * @typedef {"sending"|"delivered"|"not delivered"} ChatState
 *
 * @typedef {object} ChatLine
 * @property {string} id
 * @property {string|null} participant  who said it; null for this page's own person
 * @property {string} text              as it may be shown
 * @property {number} at                when it was said or came, seconds
 * @property {ChatState} state
 * @property {readonly string[]} missing  who of those still in session does not have it
 */

const MOST_LINES = 500;
/** A message that somebody does not have by then is said to be undelivered, for now; milliseconds. */
const LATE = 5000;
/** Whoever has so much unanswered is heard by nobody: no more is taken. */
const MOST_UNDELIVERED = 50;
/** Of one person: more is dropped before it is opened, and what was honest comes again. */
const PACE = Object.freeze({ atOnce: 24, perSecond: 8 });
/** Of each person so many of the last are known again when they come a second time. */
const MOST_KNOWN = 1000;

export class Chat {
  /**
   * @param {object} page
   * @param {(to: string, body: string) => boolean} page.send  a sealed message; false when it could not be sent
   * @param {() => readonly ChatPerson[]} page.people  who is in session besides this page's own person
   * @param {() => void} page.draw
   * @param {Clock} [page.clock]
   */
  constructor({ send, people, draw, clock = CLOCK }) {
    this.send = send;
    this.people = people;
    this.draw = draw;
    this.clock = clock;
    /** What the session's keys are given to, as to `MediaKeys`. */
    this.keys = new ChatKeys(() => this.#rekeyed());
    this.post = new ChatPost(
      {
        people,
        maySend: () => this.isReady,
        transmit: (to, content) => void this.#transmit(to, content),
        changed: () => this.#settle(),
      },
      clock,
    );
    /** @type {ChatLine[]} */
    this.lines = [];
    /** This page's own messages that somebody does not have yet. @type {Map<string, ChatLine>} */
    this.undelivered = new Map();
    /** Ids of what each person has said. @type {Map<string, Set<string>>} */
    this.known = new Map();
    /** @type {Map<string, Pace>} */
    this.paces = new Map();
    this.unread = 0;
    /** Somebody is reading it. */
    this.isOpen = false;
    /** Whatever shows it empties itself with it. @type {() => void} */
    this.cleared = () => undefined;
  }

  /** Whether this page may speak: it has the session's keys. */
  get isReady() {
    return this.keys.speaking !== null;
  }

  /** Call whenever people may have come, gone, been lost or come back. */
  follow() {
    const here = new Set(this.people().map(({ participant }) => participant));
    for (const from of this.paces.keys()) if (!here.has(from)) this.paces.delete(from);
    this.post.follow();
    this.#settle();
  }

  /**
   * Say something to everybody who is in session now and can read it.
   *
   * @param {string} text
   * @returns {boolean}  false when it cannot be said, and whoever has written it should keep it
   */
  say(text) {
    const clean = cleanText(text);
    const here = new Set(this.people().map(({ participant }) => participant));
    const to = this.keys.readers.filter((participant) => here.has(participant));
    if (clean === "" || to.length === 0 || this.undelivered.size >= MOST_UNDELIVERED) return false;
    const line = this.#add({ id: randomId(), participant: null, text: clean, state: "sending", missing: to });
    this.undelivered.set(line.id, line);
    this.post.say(line.id, clean, to);
    this.clock.later(() => this.#settle(), LATE);
    this.#settle();
    this.draw();
    return true;
  }

  /**
   * A sealed message of algorithm 2.
   *
   * @param {string} sender  whom the server names
   * @param {string} body
   */
  receive(sender, body) {
    if (!this.people().some(({ participant }) => participant === sender)) return;
    if (this.#pace(sender).take()) void this.#take(sender, body);
  }

  /** It is on the screen: nothing is new. */
  opened() {
    this.isOpen = true;
    this.unread = 0;
    this.draw();
  }

  closed() {
    this.isOpen = false;
    this.draw();
  }

  /** This page's part in the session is over: nothing of what was said stays, and no key. */
  clear() {
    const wasEmpty = this.lines.length === 0;
    this.keys.clear();
    this.post.clear();
    this.lines = [];
    for (const kept of [this.undelivered, this.known, this.paces]) kept.clear();
    this.unread = 0;
    this.cleared();
    // It may be said of a session that has not begun, and again and again.
    if (!wasEmpty) this.draw();
  }

  /**
   * @param {string} sender
   * @param {string} body
   */
  async #take(sender, body) {
    const { lines } = this;
    try {
      const { content, isRepeat } = await this.keys.open(sender, body);
      if (lines !== this.lines) return;
      if (content.kind === "taken") return this.post.taken(sender, content.id);
      if (!isRepeat && this.#isNew(sender, content.id)) this.#heard(sender, content);
      // Only what was shown is answered, and that as often as it comes.
      if (this.known.get(sender)?.has(content.id)) this.post.answer(sender, content.id);
    } catch (error) {
      if (!(error instanceof ChatRefused)) throw error;
      // Of what was still on its way when the session ended nobody need know.
      if (lines === this.lines) console.warn("A chat message was refused:", error.message);
    }
  }

  /**
   * @param {string} participant
   * @param {Said} said
   */
  #heard(participant, { id, text }) {
    this.#add({ id, participant, text, state: "delivered", missing: [] });
    if (!this.isOpen) this.unread = Math.min(this.unread + 1, MOST_LINES);
    this.draw();
  }

  /**
   * @param {string} to
   * @param {ChatContent} content
   */
  async #transmit(to, content) {
    const body = await this.keys.seal(content);
    if (body !== null) this.send(to, body);
  }

  /** What nobody has answered yet was said under a key that is over. */
  #rekeyed() {
    this.post.again();
    this.draw();
  }

  /** How far this page's own messages have come. */
  #settle() {
    let changes = false;
    for (const [id, line] of this.undelivered) {
      const letter = this.post.letters.get(id);
      const missing = [...(letter?.missing ?? [])];
      const state = this.#stateOf(line, missing, letter?.taken ?? false);
      changes ||= state !== line.state || missing.length !== line.missing.length;
      Object.assign(line, { state, missing });
      if (missing.length > 0) continue;
      this.undelivered.delete(id);
      this.post.close(id);
    }
    if (changes) this.draw();
  }

  /**
   * @param {ChatLine} line
   * @param {readonly string[]} missing
   * @param {boolean} taken
   * @returns {ChatState}
   */
  #stateOf({ at }, missing, taken) {
    if (missing.length === 0) return taken ? "delivered" : "not delivered";
    const isLate = this.clock.now() >= Math.round(1000 * at) + LATE;
    return isLate || !this.post.reaches(missing) ? "not delivered" : "sending";
  }

  /** @param {Omit<ChatLine, "at">} line @returns {ChatLine} */
  #add({ id, participant, text, state, missing }) {
    const line = { id, participant, text, state, missing, at: this.clock.now() / 1000 };
    this.lines.push(line);
    if (this.lines.length > MOST_LINES) this.lines.shift();
    return line;
  }

  /**
   * @param {string} from
   * @param {string} id
   */
  #isNew(from, id) {
    const known = this.known.get(from) ?? new Set();
    this.known.set(from, known);
    if (known.has(id)) return false;
    known.add(id);
    const [oldest = ""] = known;
    if (known.size > MOST_KNOWN) known.delete(oldest);
    return true;
  }

  /** @param {string} from @returns {Pace} */
  #pace(from) {
    const pace = this.paces.get(from) ?? new Pace(PACE, this.clock);
    this.paces.set(from, pace);
    return pace;
  }
}
