import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { SelfViewDrag } from "../../static/js/views/self_view_drag.js";
import { installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

/** @param {number} left @param {number} top @param {number} width @param {number} height */
const box = (left, top, width, height) => ({ left, top, width, height, right: left + width, bottom: top + height });

/** A picture of 100 × 100 at the bottom right of an area of 400 × 300, and what becomes of it. */
function open() {
  /** @type {any[]} */
  const motions = [];
  const picture = Object.assign(new EventTarget(), {
    setPointerCapture: () => undefined,
    getBoundingClientRect: () => box(290, 190, 100, 100),
    animate: (/** @type {any} */ frames, /** @type {any} */ timing) => {
      const motion = { ...frames, ...timing, canceled: false, cancel: () => void (motion.canceled = true) };
      motions.push(motion);
      return motion;
    },
  });
  const area = { getBoundingClientRect: () => box(0, 0, 400, 300) };
  /** @type {any[]} */
  const drops = [];
  new SelfViewDrag(/** @type {any} */ (picture), /** @type {any} */ (area), (at) => void drops.push(at));
  const point = (/** @type {string} */ type, /** @type {number} */ clientX, /** @type {number} */ clientY, more = {}) =>
    picture.dispatchEvent(
      Object.assign(new Event(type, { cancelable: true }), {
        clientX,
        clientY,
        pointerId: 1,
        button: 0,
        isPrimary: true,
        ...more,
      }),
    );
  return { motions, drops, point };
}

test("it follows the finger, and is dropped where that is lifted", () => {
  const { motions, drops, point } = open();
  point("pointerdown", 300, 200);
  point("pointermove", 200, 150);
  assert.deepEqual(motions[0].translate, ["-100px -50px"]);
  point("pointerup", 60, 40);
  assert.deepEqual(drops, [{ x: 60, y: 40 }]);
  assert.equal(motions[0].canceled, true);
});

test("it never leaves the pictures, so that it covers no control beside them", () => {
  const { motions, point } = open();
  point("pointerdown", 300, 200);
  point("pointermove", -900, 900);
  assert.deepEqual(motions[0].translate, ["-290px 10px"]);
});

test("a click that moves nothing moves nothing", () => {
  const { motions, drops, point } = open();
  point("pointerdown", 300, 200);
  point("pointerup", 300, 200);
  assert.deepEqual([motions, drops], [[], []]);
});

test("a second finger, another button and a pointer that only passes do not take it", () => {
  const { motions, drops, point } = open();
  point("pointermove", 200, 150);
  point("pointerdown", 300, 200, { button: 2 });
  point("pointermove", 200, 150);
  point("pointerdown", 300, 200, { isPrimary: false });
  point("pointermove", 200, 150);
  point("pointerup", 60, 40);
  assert.deepEqual([motions, drops], [[], []]);
});

test("what the browser takes over, as a gesture of its own, puts it back", () => {
  const { motions, drops, point } = open();
  point("pointerdown", 300, 200);
  point("pointermove", 200, 150);
  point("pointercancel", 200, 150);
  point("pointermove", 100, 100);
  assert.equal(motions.length, 1);
  assert.equal(motions[0].canceled, true);
  assert.deepEqual(drops, []);
});
