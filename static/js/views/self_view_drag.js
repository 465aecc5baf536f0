// Dragging one's own picture: it follows the finger, and is dropped into a corner.

const SETTLES = 200;

/** @typedef {{x: number, y: number}} Point */

export class SelfViewDrag {
  /**
   * The picture moves by an animation: the page's policy wants no inline style.
   *
   * @param {HTMLElement} picture
   * @param {HTMLElement} area      which it never leaves: nothing beside it is covered
   * @param {(at: Point) => void} drop  puts it into its corner, at once
   */
  constructor(picture, area, drop) {
    this.picture = picture;
    this.area = area;
    this.drop = drop;
    /** Where it was taken. @type {Point|null} */
    this.from = null;
    this.hasMoved = false;
    /** @type {Animation|null} */
    this.motion = null;
    picture.addEventListener("pointerdown", (event) => this.#take(event));
    picture.addEventListener("pointermove", (event) => this.#follow(event));
    picture.addEventListener("pointerup", (event) => this.#release(event));
    picture.addEventListener("pointercancel", () => this.#letGo());
  }

  /** @param {PointerEvent} event */
  #take(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    event.preventDefault();
    this.picture.setPointerCapture(event.pointerId);
    this.from = { x: event.clientX, y: event.clientY };
    this.hasMoved = false;
  }

  /** @param {PointerEvent} event */
  #follow({ clientX, clientY }) {
    if (this.from === null) return;
    this.hasMoved = true;
    this.motion?.cancel();
    const picture = this.picture.getBoundingClientRect();
    const area = this.area.getBoundingClientRect();
    const x = between(area.left - picture.left, clientX - this.from.x, area.right - picture.right);
    const y = between(area.top - picture.top, clientY - this.from.y, area.bottom - picture.bottom);
    this.motion = this.picture.animate({ translate: [`${x}px ${y}px`] }, { duration: 0, fill: "forwards" });
  }

  /** @param {PointerEvent} event */
  #release({ clientX, clientY }) {
    if (this.from === null) return;
    const before = this.picture.getBoundingClientRect();
    const moved = this.hasMoved;
    this.#letGo();
    if (!moved) return;
    this.drop({ x: clientX, y: clientY });
    this.#settle(before);
  }

  #letGo() {
    this.motion?.cancel();
    this.motion = null;
    this.from = null;
  }

  /** From where it was to where it stands now. @param {DOMRect} before */
  #settle(before) {
    const after = this.picture.getBoundingClientRect();
    const from = `${before.left - after.left}px ${before.top - after.top}px`;
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.picture.animate({ translate: [from, "0 0"] }, { duration: calm ? 0 : SETTLES, easing: "ease-out" });
  }
}

/**
 * @param {number} least
 * @param {number} value
 * @param {number} most
 */
function between(least, value, most) {
  return Math.max(least, Math.min(value, most));
}
