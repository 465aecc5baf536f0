// Two or three quiet notes, made in the browser: somebody has arrived, somebody is let in, or a test of the speaker.

import { CLOCK } from "./clock.js";

/** @import { Clock } from "./clock.js" */

/** @typedef {"arrival"|"admission"|"test"} Ring */

/** Each note's pitch in Hz: a doorbell falls, an open door rises. @type {Readonly<Record<Ring, readonly number[]>>} */
const NOTES = Object.freeze({
  arrival: [659.25, 523.25],
  admission: [523.25, 659.25, 783.99],
  test: [440, 440, 587.33],
});
/** Seconds: all of a ring is over within one and a half. */
const APART = 0.22;
const SOUNDS = 0.9;
const RISES = 0.02;
/** Of full loudness, at the top of a note; its octave, softer, makes it a bell and not a whistle. */
const LOUD = 0.12;
const OCTAVE = 0.25;
/** An exponential never reaches nothing. */
const NOTHING = 0.0001;
/** Milliseconds. A browser that does not let a page sound yet may leave the question open for ever. */
const ANSWERS_WITHIN = 1000;

export class Chime {
  /**
   * @param {() => AudioContext} [newContext]
   * @param {Clock} [clock]
   */
  constructor(newContext = () => new AudioContext(), clock = CLOCK) {
    this.newContext = newContext;
    this.clock = clock;
    /** @type {AudioContext|null} */
    this.context = null;
    this.isUnlocked = false;
    /** How many rings are asked for or sounding now. */
    this.rings = 0;
  }

  /** Call in a click or a press of a key: from then on the browser lets it sound, in the background as well. */
  unlock() {
    if (!this.isUnlocked) void this.#unlock();
  }

  async #unlock() {
    this.rings += 1;
    this.isUnlocked = await this.#starts(this.#opened());
    this.#done();
  }

  /**
   * @param {Ring} kind
   * @returns {Promise<boolean>}  whether the browser lets it sound
   */
  async ring(kind) {
    const context = this.#opened();
    this.rings += 1;
    if (!(await this.#starts(context))) {
      this.#done();
      return false;
    }
    this.#play(context, NOTES[kind]);
    return true;
  }

  #opened() {
    this.context ??= this.newContext();
    return this.context;
  }

  /**
   * Asked each time, for it may just be going to rest.
   *
   * @param {AudioContext} context
   * @returns {Promise<boolean>}
   */
  #starts(context) {
    const late = new Promise((resolve) => this.clock.later(() => resolve(false), ANSWERS_WITHIN));
    return /** @type {Promise<boolean>} */ (Promise.race([resumed(context), late]));
  }

  /**
   * @param {AudioContext} context
   * @param {readonly number[]} notes
   */
  #play(context, notes) {
    const begin = context.currentTime;
    const played = notes.map((pitch, place) => note(context, pitch, begin + place * APART));
    const last = played.at(-1);
    if (last !== undefined) last.onended = () => this.#done();
  }

  /** Between rings the speaker is given back: one that is held keeps a computer from going to sleep. */
  #done() {
    this.rings -= 1;
    if (this.rings === 0) void this.context?.suspend();
  }
}

/**
 * @param {AudioContext} context
 * @returns {Promise<boolean>}
 */
async function resumed(context) {
  try {
    await context.resume();
    return true;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    return false;
  }
}

/**
 * @param {AudioContext} context
 * @param {number} pitch  Hz
 * @param {number} at     seconds of the context
 * @returns {OscillatorNode}
 */
function note(context, pitch, at) {
  tone(context, { pitch: 2 * pitch, loud: LOUD * OCTAVE, at });
  return tone(context, { pitch, loud: LOUD, at });
}

/**
 * @param {AudioContext} context
 * @param {{pitch: number, loud: number, at: number}} sound
 * @returns {OscillatorNode}
 */
function tone(context, { pitch, loud, at }) {
  const oscillator = new OscillatorNode(context, { type: "sine", frequency: pitch });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(NOTHING, at);
  gain.gain.exponentialRampToValueAtTime(loud, at + RISES);
  gain.gain.exponentialRampToValueAtTime(NOTHING, at + SOUNDS);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + SOUNDS);
  return oscillator;
}
