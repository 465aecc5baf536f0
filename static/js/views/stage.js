// The session: the others' pictures, one's own, a clock and a bar. The same for client and clinician.

import { clockText } from "../duration.js";
import { arrange, element, keepFocus, nameOf, say, setAttribute, setText, show } from "../element.js";
import { announce } from "../page.js";
import { newsOf } from "../tile_people.js";
import { ChatPanel } from "./chat.js";
import { DeviceBar } from "./device_bar.js";
import { FallbackLine } from "./fallback_line.js";
import { MovableSelfView } from "./movable_self_view.js";
import { SessionMenu } from "./session_menu.js";
import { Tile } from "./tile.js";

/** @import { Chat } from "../chat.js" */
/** @import { Devices } from "../devices.js" */
/** @import { Plan } from "../fallback_words.js" */
/** @import { Shortcut } from "../shortcuts.js" */
/** @import { TilePerson } from "./tile.js" */

const BLOCKED = "Sound and picture cannot get through. Try another network, or switch off a VPN.";

const UNSTARTED = "This browser starts sound and picture only when you say so. Press Start sound and picture.";

export class Stage {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {HTMLElement[]} page.actions   the buttons of the bar after those of the devices, the last of which leaves
   * @param {() => void} page.tryAgain     ask for sound and picture once more
   * @param {HTMLElement|null} page.side   a panel beside the pictures
   * @param {readonly Shortcut[]} [page.shortcuts]  keys beside those that everybody has
   */
  constructor({ devices, actions, tryAgain, side, shortcuts = [] }) {
    this.devices = devices;
    /** Whose sound and picture the browser plays only after a click. @type {Set<string>} */
    this.refused = new Set();
    /** Whom those who hear the page were told of last. @type {readonly TilePerson[]} */
    this.told = [];
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
    this.bar = new DeviceBar(devices);
    this.heading = element("h1", { class: "visually-hidden", tabindex: "-1" }, "Session");
    this.clock = element("p", { class: "clock" });
    this.alone = element("p", { class: "stage-alone" });
    this.pictures = element("div", { class: "pictures" });
    this.playButton = element(
      "button",
      { type: "button", class: "button primary play", hidden: true, onclick: () => this.#playAll() },
      "Start sound and picture",
    );
    this.view = element(
      "div",
      { class: "stage-view" },
      this.clock,
      this.pictures,
      this.alone,
      this.playButton,
    );
    this.selfView = new MovableSelfView(this.view);
    /** That one's own sound and picture do not get through. */
    this.own = element("p", { class: "stage-own", role: "status" });
    this.fallback = new FallbackLine();
    this.message = element("p", { class: "stage-message", role: "status" });
    this.blocked = element("p", { class: "stage-blocked", role: "status" });
    this.tryButton = element(
      "button",
      { type: "button", class: "button small", hidden: true, onclick: tryAgain },
      "Try again",
    );
    this.notes = this.#newNotes();
    /** Where a card stands for as long as it is open: beside or below the pictures, never over them. */
    this.card = element("div", { class: "stage-card", hidden: true });
    this.chat = new ChatPanel({ turned: () => this.#turnedChat(), refuge: () => this.heading });
    this.menu = new SessionMenu({
      devices,
      bar: this.bar,
      selfView: this.selfView,
      shortcuts,
      isHere: () => this.element.isConnected,
    });
    this.more = this.menu.more;
    this.controls = element(
      "div",
      { class: "bar", role: "group", "aria-label": "Session controls" },
      this.bar.microphone.element,
      this.bar.camera.element,
      ...actions.slice(0, -1),
      this.chat.button.element,
      this.more.button.element,
      ...actions.slice(-1),
    );
    this.element = element(
      "div",
      { class: "stage", "data-side": side === null ? null : "true" },
      this.heading,
      this.chat.news,
      this.view,
      this.notes,
      this.card,
      this.chat.element,
      this.more.panel,
      this.controls,
      side,
    );
  }

  /** The chat has the place of whatever stands beside the pictures, or below them. */
  #turnedChat() {
    setAttribute(this.element, "data-chat", this.chat.isOpen ? "true" : null);
  }

  /** In the flow, so that nothing of it ever covers a face. */
  #newNotes() {
    return element(
      "div",
      { class: "stage-notes" },
      this.own,
      element("div", { class: "stage-cure" }, this.blocked, this.tryButton),
      this.fallback.element,
      this.message,
      this.bar.trouble.element,
    );
  }

  /**
   * @param {object} session
   * @param {string} session.title
   * @param {TilePerson[]} session.people
   * @param {string} session.alone      what is said while nobody else is here
   * @param {number|null} session.seconds  since it began
   * @param {boolean} session.blocked      sound and picture cannot get through
   * @param {string} [session.why]         in the server's words
   * @param {string} [session.message]
   * @param {string} [session.own]         why this page's person can be neither seen nor heard
   * @param {Plan|null} [session.plan]     for a connection that does not come back
   * @param {boolean} [session.timersMuted]  no clock is shown
   * @param {Chat|null} [session.chat]
   */
  update(session) {
    keepFocus(
      this.element,
      () => this.#draw(session),
      () => this.heading,
    );
  }

  /** @param {Parameters<Stage["update"]>[0]} session */
  #draw(session) {
    const { title, people, alone, seconds, blocked, why = "" } = session;
    const { message = "", timersMuted = false, chat = null } = session;
    say(this.heading, "Session with ", nameOf(title));
    setText(this.clock, seconds === null ? "" : clockText(seconds));
    show(this.clock, !timersMuted);
    this.#arrange(people);
    this.#tell(people, people.length === 0 ? alone : "");
    setText(this.message, message);
    setText(this.own, session.own ?? "");
    this.fallback.update(session.plan ?? null);
    setText(this.blocked, blocked ? why || BLOCKED : "");
    show(this.tryButton, blocked);
    this.selfView.update(this.devices);
    this.bar.update();
    this.menu.update();
    this.chat.update(chat, people);
  }

  /** Once a second: the clock, and how long is waited. @param {number} seconds */
  tick(seconds) {
    setText(this.clock, clockText(seconds));
    this.fallback.tick();
  }

  /**
   * What tiles show and say is news to those who hear the page, too.
   *
   * @param {readonly TilePerson[]} people
   * @param {string} alone
   */
  #tell(people, alone) {
    const news = alone !== "" && alone !== this.alone.textContent ? alone : newsOf(this.told, people);
    this.told = people;
    setText(this.alone, alone);
    if (news !== "") announce(news);
  }

  /** @param {TilePerson[]} people */
  #arrange(people) {
    for (const person of people) this.#tile(person.participant).update(person);
    for (const [id, tile] of this.tiles) {
      if (people.some(({ participant }) => participant === id)) continue;
      tile.video.srcObject = null;
      this.tiles.delete(id);
      this.#played(id, false);
    }
    arrange(
      this.pictures,
      people.map(({ participant }) => this.#tile(participant).element),
    );
    setAttribute(this.view, "data-count", String(people.length));
  }

  /**
   * @param {string} participant
   * @returns {Tile}
   */
  #tile(participant) {
    const known = this.tiles.get(participant);
    if (known !== undefined) return known;
    const tile = new Tile(participant, (refused) => this.#played(participant, refused));
    this.tiles.set(participant, tile);
    return tile;
  }

  /**
   * @param {string} participant
   * @param {boolean} refused
   */
  #played(participant, refused) {
    if (refused && this.tiles.has(participant)) this.refused.add(participant);
    else this.refused.delete(participant);
    const isAsked = this.refused.size > 0;
    if (isAsked && this.playButton.hidden) announce(UNSTARTED);
    const isLeft = !isAsked && document.activeElement === this.playButton;
    show(this.playButton, isAsked);
    if (isLeft) this.heading.focus();
  }

  #playAll() {
    for (const tile of this.tiles.values()) void tile.play();
  }
}
