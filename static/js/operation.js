// Changes of a vault, as they are asked for.

/** @import { Fields, Operation } from "./vault.js" */

/**
 * @param {string} id
 * @param {object} fields  of any kind of entry; with a `kind` it makes one
 * @returns {Operation}
 */
export function put(id, fields) {
  return { op: "put", id, fields: /** @type {Fields} */ (fields) };
}

/**
 * @param {string} id
 * @param {number} at  seconds
 * @returns {Operation}
 */
export function remove(id, at) {
  return { op: "remove", id, at };
}
