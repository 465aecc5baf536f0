// How loud the microphone is now: proof that it works, before anybody listens. The sound goes nowhere.

import { element } from "../element.js";

const EVERY = 100;
const SAMPLES = 1024;

/** A root mean square of 0.25 is loud speech: it fills the bar. */
const LOUD = 0.25;

export class Level {
  constructor() {
    this.meter = element("meter", { min: 0, max: 1, value: 0, id: "microphone-level" });
    this.element = element(
      "div",
      { class: "level", hidden: true },
      element("label", { for: "microphone-level" }, "Say something: this bar moves"),
      this.meter,
    );
    /** @type {MediaStreamTrack|null} */
    this.track = null;
    /** @type {AudioContext|null} */
    this.context = null;
    /** @type {ReturnType<typeof setInterval>|undefined} */
    this.timer = undefined;
  }

  /** @param {MediaStreamTrack|null} track */
  follow(track) {
    if (track === this.track) return;
    this.stop();
    this.track = track;
    if (track === null) return;
    this.element.hidden = false;
    this.context = new AudioContext();
    const analyser = this.context.createAnalyser();
    analyser.fftSize = SAMPLES;
    this.context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
    const samples = new Float32Array(SAMPLES);
    this.timer = setInterval(() => this.#measure(analyser, samples), EVERY);
  }

  stop() {
    clearInterval(this.timer);
    void this.context?.close();
    this.context = null;
    this.track = null;
    this.meter.value = 0;
    this.element.hidden = true;
  }

  /**
   * @param {AnalyserNode} analyser
   * @param {Float32Array<ArrayBuffer>} samples
   */
  #measure(analyser, samples) {
    // The screen has gone on: measuring would only cost.
    if (!this.element.isConnected) return this.stop();
    analyser.getFloatTimeDomainData(samples);
    this.meter.value = levelOf(samples);
  }
}

/**
 * Loudness between 0 and 1: the square root makes quiet speech visible.
 *
 * @param {Float32Array} samples
 * @returns {number}
 */
export function levelOf(samples) {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.min(1, Math.sqrt(Math.sqrt(power) / LOUD));
}
