// One page of a browser hosts a room: by Web Locks, which also tell a page that another one has taken over.

/** @param {string} room */
export function lockName(room) {
  return `telehealth host ${room}`;
}

export class HostLock {
  /** Ends what holds the lock. @type {(() => void)|null} */
  #letGo = null;
  /** What is asked for at the moment. @type {Promise<boolean>|null} */
  #asking = null;
  /** Whether it is wanted when it comes. */
  #isWanted = false;

  /**
   * @param {string} room
   * @param {object} page
   * @param {LockManager|null} [page.locks]  without them (older than any browser that comes past check-in) each
   *   page believes that it holds the room, and the server's host decides
   * @param {() => void} page.lost  another page of this browser has taken it
   */
  constructor(room, { locks = navigator.locks ?? null, lost }) {
    this.name = lockName(room);
    this.locks = locks;
    this.lost = lost;
  }

  get held() {
    return this.#letGo !== null;
  }

  /**
   * Unless another page of this browser has it.
   *
   * @returns {Promise<boolean>}  whether it is held
   */
  acquire() {
    return this.#ask({ ifAvailable: true });
  }

  /**
   * Also from another page, which is told that it has lost it.
   *
   * @returns {Promise<boolean>}  whether it is held
   */
  async take() {
    // What was asked for before is answered first, and may have been enough.
    if (this.#asking !== null) await this.#asking;
    return this.#ask({ steal: true });
  }

  release() {
    this.#isWanted = false;
    const letGo = this.#letGo;
    this.#letGo = null;
    letGo?.();
  }

  /** @param {LockOptions} options */
  #ask(options) {
    this.#isWanted = true;
    if (this.held) return Promise.resolve(true);
    this.#asking ??= this.#request(options).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /**
   * @param {LockOptions} options
   * @returns {Promise<boolean>}
   */
  #request(options) {
    const { locks } = this;
    if (locks === null) {
      this.#letGo = () => undefined;
      return Promise.resolve(true);
    }
    return new Promise((answer, fail) => {
      locks
        .request(this.name, options, (lock) => {
          const isKept = lock !== null && this.#isWanted;
          answer(isKept);
          return isKept ? new Promise((done) => (this.#letGo = () => done(undefined))) : undefined;
        })
        .catch((error) => {
          // The lock is lost; before it was held there was nothing to lose.
          if (this.#letGo === null) return fail(error);
          this.#letGo = null;
          if (!isStolen(error)) throw error;
          this.lost();
        });
    });
  }
}

/** @param {unknown} error */
function isStolen(error) {
  return error instanceof DOMException && error.name === "AbortError";
}
