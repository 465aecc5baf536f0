// One's own picture in a session: in one of four corners, moved with or without dragging, or hidden.

import { setAttribute, setText, show } from "../element.js";
import { announce } from "../page.js";
import { SelfViewPlace, cornerText } from "../self_view_place.js";
import { button } from "./modal.js";
import { SelfView } from "./self_view.js";
import { SelfViewDrag } from "./self_view_drag.js";

/** @import { Devices } from "../devices.js" */

export class MovableSelfView {
  /** @param {HTMLElement} area  whose corners they are; it puts itself there */
  constructor(area) {
    this.area = area;
    this.place = new SelfViewPlace();
    this.picture = new SelfView();
    this.hiding = button("", () => this.turn());
    this.moving = button("Move self-view", () => this.#move());
    new SelfViewDrag(this.picture.element, area, (point) => {
      this.place.drop(point, area.getBoundingClientRect());
      this.#draw();
    });
    area.append(this.picture.element);
    this.#draw();
  }

  /** @param {Devices} devices */
  update(devices) {
    this.picture.update(devices);
  }

  /** Hide it, or show it again. Others see what they saw. */
  turn() {
    this.place.turn();
    this.#draw();
    announce(this.place.hidden ? "Your self-view is hidden. Others still see you." : "Your self-view is shown.");
  }

  #move() {
    this.place.next();
    this.#draw();
    announce(`Your self-view is at the ${cornerText(this.place.corner)}.`);
  }

  #draw() {
    const { corner, hidden } = this.place;
    setAttribute(this.area, "data-corner", hidden ? "none" : corner);
    show(this.picture.element, !hidden);
    setText(this.hiding, hidden ? "Show self-view" : "Hide self-view");
    show(this.moving, !hidden);
  }
}
