// What somebody said of where they are, and where a browser would keep it.

import { newCard } from "./fake_waiter.js";

/** @import { EmergencyFacts } from "../../static/js/emergency_cards.js" */
/** @import { AllSealed } from "../../static/js/sealed_shelf.js" */
/** @import { SharedShelf } from "../../static/js/shelf.js" */

/**
 * @param {string} label
 * @param {Partial<import("../../static/js/card.js").Card>} [card]
 * @param {number} [at]
 * @returns {EmergencyFacts}
 */
export const factsOf = (label, card = {}, at = 0) => ({
  participant: label.toLowerCase(),
  label,
  card: newCard({ name: label, ...card }),
  at,
});

/** @returns {SharedShelf<AllSealed> & {kept: AllSealed|undefined}} */
export function fakeCardShelf() {
  return {
    kept: undefined,
    async get() {
      return structuredClone(this.kept);
    },
    async put(kept) {
      this.kept = structuredClone(kept);
    },
    async remove() {
      this.kept = undefined;
    },
    async change(change) {
      this.kept = structuredClone(change(structuredClone(this.kept)));
      return this.kept;
    },
  };
}
