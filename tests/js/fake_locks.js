// The Web Locks of one browser: what one of its pages holds, all others see.

/**
 * @typedef {object} Ask
 * @property {string} name
 * @property {"exclusive"|"shared"} mode
 * @property {() => void} grant
 * @property {(error: DOMException) => void} lose  another one has stolen it
 */

/** Every page of the browser has had its turns. */
export async function settled() {
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

export class FakeLocks {
  constructor() {
    /** @type {Ask[]} */
    this.held = [];
    /** @type {Ask[]} */
    this.pending = [];
  }

  /**
   * @param {string} name
   * @param {any} options  or the callback
   * @param {(lock: {name: string}|null) => unknown} [callback]
   * @returns {Promise<any>}
   */
  async request(name, options, callback = options) {
    const { mode = "exclusive", ifAvailable = false, steal = false } = callback === options ? {} : options;
    /** @type {Ask} */
    const ask = { name, mode, grant: () => undefined, lose: () => undefined };
    const granted = /** @type {Promise<void>} */ (new Promise((resolve) => (ask.grant = resolve)));
    const stolen = new Promise((_resolve, reject) => (ask.lose = reject));
    stolen.catch(() => undefined);
    // Nothing is granted at once: the browser's pages ask one another.
    await new Promise((resolve) => setImmediate(resolve));
    if (steal) this.#steal(name);
    if (ifAvailable && !this.#isFree(ask)) return callback(null);
    this.pending.push(ask);
    this.#grant();
    await granted;
    try {
      return await Promise.race([stolen, callback({ name })]);
    } finally {
      this.held = this.held.filter((each) => each !== ask);
      this.#grant();
    }
  }

  /** @param {string} name */
  #steal(name) {
    for (const ask of this.held.filter((each) => each.name === name)) {
      this.held = this.held.filter((each) => each !== ask);
      ask.lose(new DOMException("stolen", "AbortError"));
    }
  }

  /** @param {Ask} ask */
  #isFree(ask) {
    const others = this.held.filter(({ name }) => name === ask.name);
    return others.every(({ mode }) => mode === "shared" && ask.mode === "shared");
  }

  /** Whatever goes together with what is held, in the order in which it was asked for. */
  #grant() {
    for (const ask of [...this.pending]) {
      if (!this.#isFree(ask)) continue;
      this.pending = this.pending.filter((each) => each !== ask);
      this.held.push(ask);
      ask.grant();
    }
  }

  async query() {
    return { held: this.held.map(({ name, mode }) => ({ name, mode })), pending: [] };
  }
}
