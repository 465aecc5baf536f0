// As much of IndexedDB as one shelf takes: databases of one store, whose requests are answered a moment later.

const soon = (/** @type {() => void} */ task) => queueMicrotask(task);

export class FakeIndexedDb {
  constructor() {
    /** @type {Map<string, Map<string, unknown>>} */
    this.stores = new Map();
    this.opened = 0;
    this.closed = 0;
    /** What the next transaction is refused with. @type {DOMException|null} */
    this.refusal = null;
    /** Those that are not over: one begins when all before it are. @type {unknown[]} */
    this.transactions = [];
  }

  /** @param {string} name @param {number} version */
  open(name, version) {
    const request = /** @type {any} */ ({ result: this.#database(name), version, error: null });
    request.transaction = {
      abort: () => (request.error = new DOMException("aborted", "AbortError")),
    };
    soon(() => {
      if (!this.stores.has(name)) request.onupgradeneeded();
      if (request.error !== null) return request.onerror();
      this.opened += 1;
      request.onsuccess();
    });
    return request;
  }

  /** @param {string} name */
  #database(name) {
    return {
      createObjectStore: () => void this.stores.set(name, new Map()),
      transaction: () => this.#transaction(this.stores.get(name) ?? new Map()),
      close: () => void (this.closed += 1),
    };
  }

  /**
   * It is over when nothing is asked any more, also not by what an answer has led to.
   *
   * @param {Map<string, unknown>} store
   */
  #transaction(store) {
    const transaction = /** @type {any} */ ({ error: this.refusal });
    this.transactions.push(transaction);
    const hasBegun = () => this.transactions[0] === transaction;
    let asked = 0;
    const ask = (/** @type {() => unknown} */ act) => {
      const request = /** @type {any} */ ({ result: undefined });
      asked += 1;
      const answer = () => {
        if (!hasBegun()) return soon(answer);
        if (transaction.error === null) {
          request.result = act();
          request.onsuccess?.();
        }
        asked -= 1;
      };
      soon(answer);
      return request;
    };
    const settle = () => {
      if (asked > 0 || !hasBegun()) return soon(settle);
      this.transactions.shift();
      return transaction.error === null ? transaction.oncomplete() : transaction.onabort();
    };
    soon(settle);
    transaction.objectStore = () => ({
      get: (/** @type {string} */ place) => ask(() => structuredClone(store.get(place))),
      put: (/** @type {unknown} */ kept, /** @type {string} */ place) =>
        ask(() => store.set(place, structuredClone(kept))),
      delete: (/** @type {string} */ place) => ask(() => store.delete(place)),
    });
    return transaction;
  }
}
