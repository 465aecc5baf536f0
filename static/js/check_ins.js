// What clients and guests have said of themselves, as the page that hosts their room has heard it.

/** @import { Card, Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Said } from "./code_words.js" */

export class CheckIns {
  /** @param {Clock} clock */
  constructor(clock) {
    this.clock = clock;
    /** Without the code word, which is compared once. @type {Map<string, Card>} */
    this.cards = new Map();
    /** The last word that each gave as the code word. @type {Map<string, Said>} */
    this.words = new Map();
    /** When each said where they are, seconds. @type {Map<string, number>} */
    this.placed = new Map();
    /** Who has told this page where they are after they were asked. @type {Set<string>} */
    this.answered = new Set();
    /** One for each time that somebody has come anew. @type {Map<string, object>} */
    this.arrivals = new Map();
  }

  /**
   * @param {string} from
   * @param {Content} content
   * @param {boolean} isIn  they are in session
   */
  take(from, content, isIn) {
    const card = this.cards.get(from);
    switch (content.kind) {
      case "card":
        this.#word(from, content.codeWord, isIn);
        // Whoever was admitted by one name keeps it for the session.
        return this.#put(from, isIn && card !== undefined ? { ...content, name: card.name } : content);
      case "code_word":
        return this.#word(from, content.word, isIn);
      case "devices": {
        const { kind: _, ...devices } = content;
        return card && this.#put(from, { ...card, devices });
      }
      case "place": {
        const { place, country } = content;
        this.placed.delete(from);
        this.answered.add(from);
        return card && this.#put(from, { ...card, place, country: country || card.country });
      }
    }
  }

  /** @param {string} id */
  forget(id) {
    this.cards.delete(id);
    this.words.delete(id);
    this.placed.delete(id);
    this.answered.delete(id);
    this.arrivals.delete(id);
  }

  /**
   * @param {string} from
   * @param {Card} card
   */
  #put(from, card) {
    const before = this.cards.get(from);
    const isElsewhere = before?.place !== card.place || before.country !== card.country;
    if (isElsewhere || !this.placed.has(from)) this.placed.set(from, this.clock.now() / 1000);
    this.cards.set(from, { ...card, codeWord: "" });
  }

  /**
   * Who is in session is known. A reload has forgotten a word that was said, and takes nothing back.
   *
   * @param {string} from
   * @param {string} word
   * @param {boolean} isIn
   */
  #word(from, word, isIn) {
    if (word === "" || isIn) return;
    const arrival = this.arrivals.get(from) ?? {};
    this.arrivals.set(from, arrival);
    this.words.set(from, { word, arrival });
  }
}
