// How a clinician knows who somebody is: the methods of verification, by the words the page shows for them.

/** @import { Method } from "./messages.js" */

/** @type {readonly {id: Method, text: string}[]} */
export const METHODS = Object.freeze([
  { id: "recognised", text: "Recognised" },
  { id: "photo_id", text: "Photo ID seen" },
  { id: "voice", text: "Known voice" },
  { id: "code_word", text: "Code word" },
  { id: "vouched", text: "Vouched for by a parent or guardian" },
  { id: "later", text: "I'll confirm once we talk" },
]);

/**
 * @param {string|null|undefined} id
 * @returns {string}  empty for none of them
 */
export function methodText(id) {
  return METHODS.find((method) => method.id === id)?.text ?? "";
}
