// A place of this browser for what is sealed, without a browser; it may refuse to keep anything.

/** @import { AllSealed } from "../../static/js/sealed_shelf.js" */
/** @import { SharedShelf } from "../../static/js/shelf.js" */

export class FakeSealedShelf {
  /** @type {AllSealed|undefined} */
  kept = undefined;
  /** As some private windows do. */
  refuses = false;
  /** How often it was changed. */
  changes = 0;

  /** @returns {SharedShelf<AllSealed>} */
  get place() {
    return {
      get: () => this.#ask(() => this.kept),
      put: (kept) => this.#ask(() => void (this.kept = structuredClone(kept))),
      remove: () => this.#ask(() => void (this.kept = undefined)),
      change: (change) =>
        this.#ask(() => {
          this.changes += 1;
          this.kept = change(structuredClone(this.kept));
          return this.kept;
        }),
    };
  }

  get size() {
    return Object.keys(this.kept ?? {}).length;
  }

  /** All bytes that lie there, as text. */
  get text() {
    return Object.entries(this.kept ?? {})
      .map(([id, { sealed }]) => id + Buffer.from(sealed).toString("latin1"))
      .join("");
  }

  /** @template T @param {() => T} task @returns {Promise<T>} */
  async #ask(task) {
    if (this.refuses) throw new DOMException("not here", "InvalidStateError");
    return task();
  }
}
