// What of a chat is still to be delivered, to each person one message after the other, until they say that they have it.

import { Pace } from "./pace.js";

/** @import { ChatContent } from "./chat_body.js" */
/** @import { Clock } from "./clock.js" */

/** @typedef {{participant: string, connected: boolean}} ChatPerson  somebody in session besides this page's own */
/** @typedef {{text: string, missing: Set<string>, taken: boolean}} Letter  taken: somebody has it */

/**
 * @typedef {object} Line  to one person
 * @property {string[]} messages   ids of what they do not have yet, in the order in which it was said
 * @property {boolean} connected
 * @property {number} due          when the first of them is to be sent, milliseconds
 * @property {number} patience     how long an answer may take then, milliseconds
 */

/** What has no answer is said again after this time, then later each time, milliseconds. */
const AGAIN_AFTER = 3000;
const AGAIN_LATEST = 30_000;
/** A page may send 20 messages a second in all, and what the session needs goes before. */
const MESSAGES = Object.freeze({ atOnce: 8, perSecond: 3 });
const ANSWERS = Object.freeze({ atOnce: 6, perSecond: 4 });
/** Whoever is owed more answers says it again by themselves. */
const MOST_ANSWERS = 16;

export class ChatPost {
  /**
   * @param {object} page
   * @param {() => readonly ChatPerson[]} page.people
   * @param {() => boolean} page.maySend
   * @param {(to: string, content: ChatContent) => void} page.transmit
   * @param {() => void} page.changed  somebody has it, or will not have it
   * @param {Clock} clock
   */
  constructor({ people, maySend, transmit, changed }, clock) {
    this.people = people;
    this.maySend = maySend;
    this.transmit = transmit;
    this.changed = changed;
    this.clock = clock;
    /** @type {Map<string, Line>} */
    this.lines = new Map();
    /** By id. @type {Map<string, Letter>} */
    this.letters = new Map();
    /** To whom is owed that what they said is here: ids, by participant. @type {Map<string, Set<string>>} */
    this.owed = new Map();
    this.messages = new Pace(MESSAGES, clock);
    this.answers = new Pace(ANSWERS, clock);
    /** When this looks again, milliseconds. */
    this.looks = Infinity;
  }

  /**
   * @param {string} id
   * @param {string} text
   * @param {readonly string[]} to
   */
  say(id, text, to) {
    this.follow();
    this.letters.set(id, { text, missing: new Set(to), taken: false });
    for (const participant of to) this.lines.get(participant)?.messages.push(id);
    this.#look();
  }

  /**
   * Somebody has it.
   *
   * @param {string} from
   * @param {string} id
   */
  taken(from, id) {
    const line = this.lines.get(from);
    const letter = this.letters.get(id);
    if (line === undefined || letter === undefined || !letter.missing.delete(from)) return;
    letter.taken = true;
    line.messages = line.messages.filter((message) => message !== id);
    hurry(line);
    this.changed();
    this.#look();
  }

  /**
   * Tell somebody that what they said is here.
   *
   * @param {string} to
   * @param {string} id
   */
  answer(to, id) {
    const owed = this.owed.get(to) ?? new Set();
    this.owed.set(to, owed);
    if (owed.size < MOST_ANSWERS) owed.add(id);
    this.#look();
  }

  /** People may have come, gone, been lost or come back. */
  follow() {
    const here = new Map(this.people().map(({ participant, connected }) => [participant, connected]));
    for (const participant of [...this.lines.keys()]) if (!here.has(participant)) this.#forget(participant);
    for (const participant of this.owed.keys()) if (!here.get(participant)) this.owed.delete(participant);
    for (const [participant, connected] of here) {
      const line = this.lines.get(participant) ?? newLine();
      if (connected && !line.connected) hurry(line);
      line.connected = connected;
      this.lines.set(participant, line);
    }
    this.#look();
  }

  /** Everything has to be said anew, under another key. */
  again() {
    for (const line of this.lines.values()) hurry(line);
    this.#look();
  }

  /** Whether any of them can be reached now. @param {Iterable<string>} participants */
  reaches(participants) {
    return [...participants].some((participant) => this.lines.get(participant)?.connected === true);
  }

  /** A message that is no longer shown need not be known. @param {string} id */
  close(id) {
    this.letters.delete(id);
  }

  clear() {
    this.lines.clear();
    this.letters.clear();
    this.owed.clear();
  }

  /** Whoever has gone gets nothing more. @param {string} participant */
  #forget(participant) {
    this.lines.delete(participant);
    for (const { missing } of this.letters.values()) missing.delete(participant);
    this.changed();
  }

  #look() {
    if (!this.maySend()) return;
    this.#sendAnswers();
    this.#sendMessages();
  }

  /** One to each in turn, so that nobody who says much keeps others from their answers. */
  #sendAnswers() {
    for (;;) {
      const [next] = this.owed;
      if (next === undefined) return;
      if (!this.answers.take()) return this.#lookAt(this.clock.now() + 1000 / ANSWERS.perSecond);
      const [participant, ids] = next;
      const [id = ""] = ids;
      ids.delete(id);
      this.owed.delete(participant);
      if (ids.size > 0) this.owed.set(participant, ids);
      this.transmit(participant, { kind: "taken", id });
    }
  }

  #sendMessages() {
    const now = this.clock.now();
    for (const [participant, line] of this.lines) {
      const [id] = line.messages;
      const letter = this.letters.get(id ?? "");
      if (!line.connected || id === undefined || letter === undefined) continue;
      if (line.due <= now) {
        if (!this.messages.take()) return this.#lookAt(now + 1000 / MESSAGES.perSecond);
        line.due = now + line.patience;
        line.patience = Math.min(AGAIN_LATEST, 2 * line.patience);
        this.transmit(participant, { kind: "chat", id, text: letter.text });
      }
      this.#lookAt(line.due);
    }
  }

  /** @param {number} time  milliseconds */
  #lookAt(time) {
    if (time >= this.looks) return;
    this.looks = time;
    this.clock.later(() => {
      if (this.looks === time) this.looks = Infinity;
      this.#look();
    }, time - this.clock.now());
  }
}

/** @returns {Line} */
function newLine() {
  return { messages: [], connected: false, due: 0, patience: AGAIN_AFTER };
}

/** The next is said at once. @param {Line} line */
function hurry(line) {
  line.due = 0;
  line.patience = AGAIN_AFTER;
}
