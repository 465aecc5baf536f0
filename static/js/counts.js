// What became of the frames of one transform, for the watchdog and for tests. Nothing in it is secret.

export class Counts {
  constructor() {
    this.seen = 0;
    this.passed = 0;
    this.failed = 0;
    this.duplicates = 0;
    /** When the first received frame was opened, milliseconds since 1970. */
    /** @type {number | null} */
    this.first = null;
  }
}
