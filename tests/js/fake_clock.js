// A clock that the test moves.

export class FakeClock {
  constructor() {
    this.time = 0;
    /** @type {{at: number, task: () => void}[]} */
    this.timers = [];
  }

  now() {
    return this.time;
  }

  /**
   * @param {() => void} task
   * @param {number} milliseconds
   */
  later(task, milliseconds) {
    this.timers.push({ at: this.time + milliseconds, task });
  }

  /** @param {number} milliseconds */
  pass(milliseconds) {
    const until = this.time + milliseconds;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.timers = this.timers.filter((each) => each !== due);
      this.time = due.at;
      due.task();
    }
    this.time = until;
  }
}
