// "Are your words the same?": a quiet question, and once it is asked the words that two people read to each other.

import { arrange, element, keepFocus, nameOf, say, setAttribute, setText, show } from "../element.js";
import { button } from "./modal.js";

/** @import { Verdict, WordsWith } from "../safety_words.js" */

/**
 * @typedef {object} WordsActs
 * @property {(participant: string, verdict: Verdict) => void} compare
 * @property {((participant: string) => void)|null} [replaceLink]  offered where words differ
 */

const QUESTION = "Are your words the same?";
/** What it shows, and what it does not. */
const MEANING =
  "Read the four words to each other: if they are the same, nobody has tampered with the link on its way. " +
  "They do not prove that this page itself is unaltered, nor that a voice is real.";
const SAME = "You both read the same words.";
const DIFFER = "The words differ.";
const AGAIN = "Read them once more, each from the device in use: every device has words of its own.";
const CAUSE =
  "If they still differ, the link may have been changed on its way, and somebody may listen here. Say nothing private.";
const FROM_ELSEWHERE =
  " on a number that you know from elsewhere: not from this page, nor from the message with the link.";

export class SafetyWords {
  /**
   * The button and the panel are put into the page by whoever makes this.
   *
   * @param {object} page
   * @param {string} page.id                    unique in the page
   * @param {"client"|"clinician"} page.side    who looks at it
   * @param {WordsActs} page.acts
   * @param {() => HTMLElement} page.refuge     where the focus goes when there is nothing to compare any more
   * @param {string} [page.kind]                the button's class
   */
  constructor({ id, side, acts, refuge, kind = "button" }) {
    this.side = side;
    this.acts = acts;
    this.refuge = refuge;
    /** @type {Map<string, PersonWords>} */
    this.blocks = new Map();
    this.button = button(QUESTION, () => this.#turn(), kind);
    this.list = element("div", { class: "safety-people" });
    this.panel = element(
      "section",
      { class: "safety", id, "aria-label": "Safety words", tabindex: "-1", hidden: true },
      this.list,
      element("p", { class: "quiet" }, MEANING),
    );
    setAttribute(this.button, "aria-controls", id);
    this.panel.addEventListener("keydown", (event) => this.#pressed(event));
    this.#setOpen(false);
    show(this.button, false);
  }

  /**
   * Everybody with whom there may be words; without any, nothing of this is to be seen.
   *
   * @param {readonly WordsWith[]} people
   */
  update(people) {
    const shown = people.filter(({ words }) => words !== null);
    const focused = document.activeElement;
    keepFocus(
      this.panel,
      () => this.#draw(shown),
      () => this.refugeOf(focused) ?? this.refuge(),
    );
    if (shown.length === 0 && document.activeElement === this.button) this.refuge().focus();
    show(this.button, shown.length > 0);
  }

  /**
   * What stands for a button that an answer has taken away; null for anything else.
   *
   * @param {Element|null} focused  what had the focus
   */
  refugeOf(focused) {
    if (!this.isOpen()) return null;
    return [...this.blocks.values()].find(({ element: block }) => block.contains(focused))?.refuge ?? null;
  }

  isOpen() {
    return !this.panel.hidden;
  }

  close() {
    keepFocus(
      this.panel,
      () => this.#setOpen(false),
      () => this.button,
    );
  }

  /** @param {readonly WordsWith[]} people */
  #draw(people) {
    const ids = people.map(({ participant }) => participant);
    for (const id of this.blocks.keys()) if (!ids.includes(id)) this.blocks.delete(id);
    arrange(
      this.list,
      people.map((person) => this.#block(person).element),
    );
    if (people.length === 0) this.#setOpen(false);
  }

  /** @param {WordsWith} person */
  #block(person) {
    const { participant } = person;
    const block = this.blocks.get(participant) ?? new PersonWords(participant, this.side, this.acts);
    this.blocks.set(participant, block);
    block.update(person);
    return block;
  }

  #turn() {
    if (this.isOpen()) return this.close();
    this.#setOpen(true);
    this.panel.focus();
  }

  /** Only this closes, and not what it stands in. @param {KeyboardEvent} event */
  #pressed(event) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    this.close();
  }

  /** @param {boolean} open */
  #setOpen(open) {
    show(this.panel, open);
    setAttribute(this.button, "aria-expanded", String(open));
  }
}

class PersonWords {
  /**
   * @param {string} participant
   * @param {"client"|"clinician"} side
   * @param {WordsActs} acts
   */
  constructor(participant, side, { compare, replaceLink = null }) {
    this.side = side;
    /** As it is drawn. */
    this.drawn = "";
    const answer = (/** @type {Verdict} */ verdict) => () => compare(participant, verdict);
    this.title = element("p", {});
    this.words = element("ol", { class: "safety-words", role: "list" });
    this.verdict = element("p", { class: "safety-verdict", tabindex: "-1" });
    this.advice = element("div", { class: "safety-advice" });
    this.same = button("They are the same", answer("same"));
    this.asked = element(
      "div",
      { class: "safety-answers" },
      this.same,
      button("They differ", answer("differ")),
    );
    this.replace = button("Replace link", () => replaceLink?.(participant));
    this.mayReplace = replaceLink !== null;
    this.answered = element(
      "div",
      { class: "safety-answers" },
      this.replace,
      button("Compare again", answer(""), "link-button"),
    );
    this.element = element("div", { class: "safety-person", role: "group" }, ...this.#parts());
  }

  #parts() {
    return [this.title, this.words, this.verdict, this.advice, this.asked, this.answered];
  }

  /** @param {WordsWith} person */
  update({ name, words, compared }) {
    say(this.title, "Your words with ", nameOf(name));
    setAttribute(this.element, "aria-label", `Your words with ${name}`);
    const text = (words ?? []).join(" ");
    if (text !== this.drawn) this.words.replaceChildren(...(words ?? []).map((word) => element("li", {}, word)));
    this.drawn = text;
    this.#drawVerdict(name, compared);
  }

  /** Where the focus goes when its button is not there any more. */
  get refuge() {
    return this.verdict.hidden ? this.same : this.verdict;
  }

  /**
   * @param {string} name
   * @param {Verdict} compared
   */
  #drawVerdict(name, compared) {
    setText(this.verdict, compared === "" ? "" : compared === "same" ? SAME : DIFFER);
    setAttribute(this.verdict, "data-verdict", compared || null);
    show(this.verdict, compared !== "");
    const advice = compared === "differ" ? adviceFor(this.side, name) : [];
    say(this.advice, ...advice);
    show(this.advice, advice.length > 0);
    show(this.asked, compared === "");
    show(this.answered, compared !== "");
    show(this.replace, compared === "differ" && this.mayReplace);
  }
}

/**
 * Calm, cause then cure: what it may be, and what to do about it.
 *
 * @param {"client"|"clinician"} side
 * @param {string} name
 */
function adviceFor(side, name) {
  const who = nameOf(name);
  const cure =
    side === "client"
      ? ["Leave, and call ", who, FROM_ELSEWHERE]
      : ["Do not go on here: call ", who, " on a number that you know, and replace their link before you meet again."];
  return [element("p", {}, AGAIN), element("p", {}, CAUSE), element("p", {}, ...cure)];
}
