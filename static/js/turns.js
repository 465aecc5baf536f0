// One thing after the other: what takes its time never crosses what was asked for before it.

export class Turns {
  constructor() {
    /** @type {Promise<unknown>} */
    this.last = Promise.resolve();
  }

  /**
   * @template Value
   * @param {() => Promise<Value>} task
   * @returns {Promise<Value>}
   */
  take(task) {
    const result = this.last.then(task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
