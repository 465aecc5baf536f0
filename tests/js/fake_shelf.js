// One place of IndexedDB without a browser. A structured clone of a CryptoKey is that key: no bytes are seen.

/** @import { KeptKey, Shelf } from "../../static/js/page_key.js" */

/** @returns {Shelf & {kept: KeptKey|undefined}} */
export function fakeShelf() {
  return {
    kept: undefined,
    async get() {
      return this.kept && clone(this.kept);
    },
    async put(kept) {
      this.kept = clone(kept);
    },
    async remove() {
      this.kept = undefined;
    },
  };
}

/** @param {KeptKey} kept @returns {KeptKey} */
function clone({ local, ...bytes }) {
  return { local, ...structuredClone(bytes) };
}
