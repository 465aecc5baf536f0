// The Web Locks of one browser: what one of its pages holds, all others see.

/** @typedef {{name: string, mode: "exclusive"|"shared", grant: () => void}} Ask */

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
   * @param {() => unknown} [callback]
   * @returns {Promise<any>}
   */
  async request(name, options, callback = options) {
    const { mode = "exclusive" } = callback === options ? {} : options;
    /** @type {Ask} */
    const ask = { name, mode, grant: () => undefined };
    const granted = /** @type {Promise<void>} */ (new Promise((resolve) => (ask.grant = resolve)));
    // Nothing is granted at once: the browser's pages ask one another.
    setImmediate(() => {
      this.pending.push(ask);
      this.#grant();
    });
    await granted;
    try {
      return await callback();
    } finally {
      this.held = this.held.filter((each) => each !== ask);
      this.#grant();
    }
  }

  /** Whatever goes together with what is held, in the order in which it was asked for. */
  #grant() {
    for (const ask of [...this.pending]) {
      const others = this.held.filter(({ name }) => name === ask.name);
      if (!others.every(({ mode }) => mode === "shared" && ask.mode === "shared")) continue;
      this.pending = this.pending.filter((each) => each !== ask);
      this.held.push(ask);
      ask.grant();
    }
  }

  async query() {
    return { held: this.held.map(({ name, mode }) => ({ name, mode })), pending: [] };
  }
}
