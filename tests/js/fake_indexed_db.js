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

  /** @param {Map<string, unknown>} store */
  #transaction(store) {
    const transaction = /** @type {any} */ ({ error: this.refusal });
    soon(() => (transaction.error === null ? transaction.oncomplete() : transaction.onabort()));
    transaction.objectStore = () => ({
      get: (/** @type {string} */ place) => ({ result: store.get(place) }),
      put: (/** @type {unknown} */ kept, /** @type {string} */ place) => ({ result: store.set(place, kept) }),
      delete: (/** @type {string} */ place) => ({ result: store.delete(place) }),
    });
    return transaction;
  }
}
