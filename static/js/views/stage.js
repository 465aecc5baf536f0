// The session: the others' pictures, one's own, a clock and a bar. The same for client and clinician.

import { clockText } from "../duration.js";
import { arrange, element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { DeviceBar } from "./device_bar.js";
import { SelfView } from "./self_view.js";
import { Tile } from "./tile.js";

/** @import { Devices } from "../devices.js" */
/** @import { TilePerson } from "./tile.js" */

export class Stage {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {HTMLElement[]} page.actions   the buttons of the bar after those of the devices
   * @param {HTMLElement|null} page.side   a panel beside the pictures
   */
  constructor({ devices, actions, side }) {
    this.devices = devices;
    /** @type {Map<string, Tile>} */
    this.tiles = new Map();
    this.selfView = new SelfView();
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
    const bar = element(
      "div",
      { class: "bar", role: "group", "aria-label": "Session controls" },
      this.bar.microphone.element,
      this.bar.camera.element,
      ...actions,
    );
    this.view = element(
      "div",
      { class: "stage-view" },
      this.clock,
      this.pictures,
      this.alone,
      this.playButton,
      this.selfView.element,
    );
    this.element = element(
      "div",
      { class: "stage", "data-side": side === null ? null : "true" },
      this.heading,
      this.view,
      this.bar.problem,
      bar,
      side,
    );
  }

  /**
   * @param {object} session
   * @param {string} session.title
   * @param {TilePerson[]} session.people
   * @param {string} session.alone      what is said while nobody else is here
   * @param {number|null} session.seconds  since it began
   */
  update({ title, people, alone, seconds }) {
    say(this.heading, "Session with ", nameOf(title));
    setText(this.clock, seconds === null ? "" : clockText(seconds));
    this.#arrange(people);
    setText(this.alone, people.length === 0 ? alone : "");
    this.selfView.update(this.devices);
    this.bar.update();
  }

  /** The clock alone, once a second. @param {number} seconds */
  tick(seconds) {
    setText(this.clock, clockText(seconds));
  }

  /** @param {TilePerson[]} people */
  #arrange(people) {
    for (const person of people) this.#tile(person.participant).update(person);
    for (const [id, tile] of this.tiles) {
      if (people.some(({ participant }) => participant === id)) continue;
      tile.video.srcObject = null;
      this.tiles.delete(id);
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
    const tile = new Tile(participant, (refused) => show(this.playButton, refused));
    this.tiles.set(participant, tile);
    return tile;
  }

  #playAll() {
    for (const tile of this.tiles.values()) void tile.play();
  }
}
