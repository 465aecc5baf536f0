// Where one's own picture stands over the others', and whether it is shown: for as long as the page lives.

/** @typedef {"bottom-right"|"bottom-left"|"top-left"|"top-right"} Corner */

/** In the order in which "Move self-view" goes round. @type {readonly Corner[]} */
export const CORNERS = Object.freeze(["bottom-right", "bottom-left", "top-left", "top-right"]);

export class SelfViewPlace {
  constructor() {
    /** @type {Corner} */
    this.corner = "bottom-right";
    this.hidden = false;
  }

  turn() {
    this.hidden = !this.hidden;
  }

  /** The next corner: whoever cannot drag reaches each of them. */
  next() {
    const place = (CORNERS.indexOf(this.corner) + 1) % CORNERS.length;
    this.corner = CORNERS[place] ?? this.corner;
  }

  /**
   * It was dropped somewhere: it stands in the corner of that quarter.
   *
   * @param {{x: number, y: number}} point
   * @param {{left: number, top: number, width: number, height: number}} area
   */
  drop({ x, y }, { left, top, width, height }) {
    const below = y > top + height / 2;
    const right = x > left + width / 2;
    this.corner = `${below ? "bottom" : "top"}-${right ? "right" : "left"}`;
  }
}

/**
 * "bottom left", as people say it.
 *
 * @param {Corner} corner
 * @returns {string}
 */
export function cornerText(corner) {
  return corner.replace("-", " ");
}
