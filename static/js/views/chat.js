// The chat of a session: its button in the bar, and the panel beside or below the pictures.

import { LONGEST_TEXT } from "../chat_text.js";
import { element, keepFocus, setAttribute, setText, show } from "../element.js";
import { ChatLineView } from "./chat_line.js";
import { BarButton } from "./device_bar.js";
import { button } from "./modal.js";

/** @import { Chat, ChatLine } from "../chat.js" */

/** @typedef {{participant: string, name: string}} ChatName  somebody in session, as the roster calls them */

const EMPTY = "Only the people in this session can read this. Nothing is kept.";
const NOT_NOW = "Messages cannot be sent just now. What you write stays here until they can.";
const NOT_SENT = "This was not sent, and stays here. Try again in a moment.";
const GONE = "Somebody who has left";
/** From here on the panel stands beside the pictures, as in chat.css. */
const WIDE = "(min-width: 900px)";
/** How many characters are left is said from here on. */
const FEW_LEFT = 200;
/** Of so many of the last is told while the panel is closed. */
const MOST_NEWS = 5;
/** Pixels from the end of the messages within which it is being read. */
const AT_END = 48;

export class ChatPanel {
  /**
   * @param {object} stage
   * @param {() => void} stage.turned       it was opened or closed
   * @param {() => HTMLElement} stage.refuge  where the focus goes when its button is gone, too
   */
  constructor({ turned, refuge }) {
    this.turned = turned;
    this.refuge = refuge;
    /** @type {Chat|null} */
    this.chat = null;
    /** @type {Map<string, ChatLineView>} */
    this.views = new Map();
    /** What everybody was called last: somebody who has left is still called so. @type {Map<string, string>} */
    this.names = new Map();
    this.isOpen = false;
    /** The last try to send came to nothing. */
    this.refused = false;
    this.wide = matchMedia(WIDE);
    this.button = new BarButton(["chat"], () => this.turn());
    this.heading = element("h2", { id: "chat-title" }, "Chat");
    this.empty = element("p", { class: "chat-empty quiet" }, EMPTY);
    this.log = element("div", { class: "chat-log", role: "log", "aria-label": "Messages" });
    /** What comes while the panel is closed, for those who hear the page. It goes with what it tells of. */
    this.news = element("div", { class: "visually-hidden", "aria-live": "polite" });
    this.note = element("p", { class: "chat-note", role: "status" });
    this.left = element("p", { class: "quiet" });
    this.input = this.#newInput();
    this.element = this.#newElement();
    setAttribute(this.button.element, "aria-controls", "session-chat");
    setAttribute(this.button.element, "aria-expanded", "false");
    show(this.button.element, false);
  }

  #newInput() {
    const input = element("textarea", {
      id: "chat-message",
      rows: 2,
      maxlength: LONGEST_TEXT,
      placeholder: "Message",
      autocomplete: "off",
      enterkeyhint: "send",
      oninput: () => this.#written(),
    });
    input.addEventListener("keydown", (event) => this.#typed(event));
    return input;
  }

  #newElement() {
    const panel = element(
      "section",
      { class: "chat", id: "session-chat", "aria-labelledby": "chat-title", hidden: true },
      element("div", { class: "chat-top" }, this.heading, button("Close chat", () => this.close(), "button small")),
      this.empty,
      this.log,
      element(
        "div",
        { class: "chat-form" },
        this.note,
        element("label", { class: "visually-hidden", for: "chat-message" }, "Message"),
        this.input,
        button("Send", () => this.#send(), "button primary"),
        this.left,
      ),
    );
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || event.isComposing) return;
      event.preventDefault();
      this.close();
    });
    return panel;
  }

  /**
   * @param {Chat|null} chat    of the session that is shown; null when there is none
   * @param {readonly ChatName[]} people  who is in it
   */
  update(chat, people) {
    show(this.button.element, chat !== null);
    if (chat !== this.chat) this.#turnTo(chat);
    if (chat === null) return;
    for (const { participant, name } of people) this.names.set(participant, name);
    const added = this.#arrange(chat, people.length > 1);
    show(this.empty, chat.lines.length === 0);
    // A keyboard has to come to what it is to scroll.
    setAttribute(this.log, "tabindex", chat.lines.length > 0 ? "0" : null);
    this.#drawNote();
    this.#drawButton(chat.unread);
    this.#tell(added);
  }

  turn() {
    if (this.isOpen) return this.close();
    this.#show(true);
    this.chat?.opened();
    this.log.scrollTop = this.log.scrollHeight;
    // On a phone a keyboard would cover what is to be read.
    const first = this.wide.matches || this.views.size === 0 ? this.input : this.log;
    first.focus();
  }

  /** The focus goes back to the button when it was in what closes; what is half written stays. */
  close() {
    if (!this.isOpen) return;
    keepFocus(
      this.element,
      () => this.#show(false),
      () => (this.button.element.hidden ? this.refuge() : this.button.element),
    );
    this.chat?.closed();
  }

  /** Nothing of a session stays here when it is over. */
  #wipe() {
    this.views.clear();
    this.names.clear();
    this.log.replaceChildren();
    this.news.replaceChildren();
    this.input.value = "";
    this.refused = false;
    this.#written();
  }

  /** @param {Chat|null} chat */
  #turnTo(chat) {
    this.close();
    this.#wipe();
    this.chat = chat;
    if (chat !== null)
      chat.cleared = () => {
        if (chat === this.chat) this.#wipe();
      };
  }

  /** @param {boolean} open */
  #show(open) {
    this.isOpen = open;
    this.news.replaceChildren();
    show(this.element, open);
    setAttribute(this.button.element, "aria-expanded", String(open));
    this.turned();
  }

  /**
   * Lines are added and never drawn anew: those who hear the page are told of each once.
   *
   * @param {Chat} chat
   * @param {boolean} isGroup
   * @returns {ChatLine[]}  what was not here before
   */
  #arrange({ lines }, isGroup) {
    const { log } = this;
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight <= AT_END;
    const kept = new Set(lines.map(keyOf));
    for (const [key, view] of this.views) {
      if (kept.has(key)) continue;
      view.element.remove();
      this.views.delete(key);
    }
    const added = lines.filter((line) => !this.views.has(keyOf(line)));
    for (const line of added) {
      const view = new ChatLineView(line, line.participant === null ? "" : this.#nameOf(line.participant));
      this.views.set(keyOf(line), view);
      log.append(view.element);
    }
    for (const line of lines)
      this.views.get(keyOf(line))?.update(line, (participant) => this.#nameOf(participant), isGroup);
    const isOwn = added.some(({ participant }) => participant === null);
    if (added.length > 0 && (isAtEnd || isOwn)) log.scrollTop = log.scrollHeight;
    return added;
  }

  /** What is open is a log, which is read out by itself. @param {ChatLine[]} added */
  #tell(added) {
    if (this.isOpen) return;
    for (const { participant, text } of added.slice(-MOST_NEWS)) {
      if (participant === null) continue;
      this.news.append(element("p", {}, `${this.#nameOf(participant)} writes: ${text}`));
      if (this.news.childElementCount > MOST_NEWS) this.news.children[0]?.remove();
    }
  }

  /** @param {string} participant */
  #nameOf(participant) {
    return this.names.get(participant) || GONE;
  }

  /** @param {number} unread */
  #drawButton(unread) {
    const isNew = unread > 0;
    this.button.update(true, isNew ? `Chat, ${unread} new` : "Chat", undefined, isNew ? `${unread} new` : "Chat");
    setAttribute(this.button.element, "data-lamp", isNew ? "true" : null);
  }

  #drawNote() {
    const isReady = this.chat?.isReady === true;
    setText(this.note, isReady ? (this.refused ? NOT_SENT : "") : NOT_NOW);
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) this.#send();
  }

  #written() {
    const left = LONGEST_TEXT - this.input.value.length;
    setText(this.left, left < FEW_LEFT ? `${left} characters left` : "");
  }

  /** What cannot be sent stays where it was written. */
  #send() {
    const { chat, input } = this;
    if (chat === null) return;
    input.focus();
    if (input.value.trim() === "") return;
    this.refused = false;
    if (chat.isReady && chat.say(input.value)) input.value = "";
    else this.refused = chat.isReady;
    this.#written();
    this.#drawNote();
  }
}

/** An id is its sender's own choice. @param {ChatLine} line */
function keyOf({ participant, id }) {
  return `${participant ?? ""} ${id}`;
}
