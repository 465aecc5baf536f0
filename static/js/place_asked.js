// The clinician's question where somebody is now: asked, answered, and for a moment what was told.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */

/** @typedef {{country: string, place: string}} Whereabouts  country: a code, or empty for the one said before */

/** Milliseconds: long enough to read one's own address again. */
const SHOWN_FOR = 10_000;

export class PlaceAsked {
  /**
   * @param {() => void} draw
   * @param {Clock} [clock]
   */
  constructor(draw, clock = CLOCK) {
    this.draw = draw;
    this.clock = clock;
    /** How often it was asked: the same question again is another one. */
    this.times = 0;
    this.isAsked = false;
    /** What was told, as long as it is shown. */
    this.told = "";
  }

  ask() {
    this.times += 1;
    this.isAsked = true;
    this.told = "";
  }

  /** @param {string} place */
  answer(place) {
    const { times } = this;
    this.isAsked = false;
    this.told = place;
    this.clock.later(() => {
      if (times !== this.times) return;
      this.told = "";
      this.draw();
    }, SHOWN_FOR);
  }

  forget() {
    this.times += 1;
    this.isAsked = false;
    this.told = "";
  }
}
