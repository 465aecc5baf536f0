// What the clinician says to one person in private: a message while they wait, whether they are heard, and a question.

import { LONGEST, cleanLine } from "./card.js";

/** @import { Content } from "./card.js" */
/** @import { Answer } from "./code_words.js" */
/** @import { Person } from "./room.js" */

export class Letters {
  /** @param {(to: string, content: Content) => void} tell */
  constructor(tell) {
    this.tell = tell;
    /** The last message to each who waits. @type {Map<string, string>} */
    this.said = new Map();
    /** The sound of whose preview is on. @type {Set<string>} */
    this.listening = new Set();
    /** Who was asked where they are now, and has not said it yet. @type {Set<string>} */
    this.asked = new Set();
  }

  /**
   * @param {string} to
   * @param {string} text
   */
  note(to, text) {
    const line = cleanLine(text, LONGEST.note);
    if (line === "") return;
    this.said.set(to, line);
    this.tell(to, { kind: "note", text: line });
  }

  /**
   * @param {string} to
   * @param {boolean} on
   */
  listen(to, on) {
    if (on === this.listening.has(to)) return;
    if (on) this.listening.add(to);
    else this.listening.delete(to);
    this.tell(to, { kind: "listening", on });
  }

  /** @param {string} to */
  askPlace(to) {
    this.asked.add(to);
    this.tell(to, { kind: "ask_place" });
  }

  /** @param {string} from */
  hasPlace(from) {
    this.asked.delete(from);
  }

  /**
   * @param {string} to
   * @param {Answer} answer
   */
  answerCodeWord(to, { matched, left }) {
    this.tell(to, { kind: "code_word_answer", matched, left });
  }

  /** Somebody else may have come in their place: what was said was not for them. @param {string} to */
  forget(to) {
    this.said.delete(to);
    this.listening.delete(to);
    this.asked.delete(to);
  }

  /** Their page is new and was told nothing of it. @param {string} to */
  repeat(to) {
    const text = this.said.get(to);
    if (text !== undefined) this.tell(to, { kind: "note", text });
    if (this.listening.has(to)) this.tell(to, { kind: "listening", on: true });
    if (this.asked.has(to)) this.tell(to, { kind: "ask_place" });
  }

  /** A wait that is over takes what was said in it along. @param {Readonly<Record<string, Person>>} people */
  follow(people) {
    for (const id of this.said.keys()) if (people[id]?.standing !== "waiting") this.said.delete(id);
    for (const id of this.listening) if (!people[id]?.previewed) this.listen(id, false);
    for (const id of this.asked) if (people[id] === undefined) this.asked.delete(id);
  }
}
