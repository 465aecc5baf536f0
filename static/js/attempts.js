// Something the server does once, tried until it is known to be done.

import { ApiError } from "./api.js";

/**
 * An answer can be lost after the server has done its part; the next try is then refused, because what it brings
 * is used up. So a refusal after a lost answer first asks whether it has been done.
 */
export class Attempts {
  /**
   * @param {object} one
   * @param {() => Promise<unknown>} one.act
   * @param {() => Promise<boolean>} one.isDone  asked only after an answer was lost
   */
  constructor({ act, isDone }) {
    this.act = act;
    this.isDone = isDone;
    /** An answer was lost. */
    this.unheard = false;
  }

  /**
   * Try once; rejects with what the server, or the way to it, has against it.
   *
   * @returns {Promise<boolean>}  whether it was this try; false when an earlier one had done it
   */
  async make() {
    try {
      await this.act();
      return true;
    } catch (error) {
      if (mayHaveHappened(error)) {
        this.unheard = true;
        throw error;
      }
      if (!this.unheard || !(await this.isDone())) throw error;
      return false;
    }
  }
}

/**
 * Whether the server takes what is sent, a password for example: false when it says that it is wrong.
 *
 * @param {() => Promise<unknown>} send
 * @returns {Promise<boolean>}
 */
export async function isTaken(send) {
  try {
    await send();
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return false;
    throw error;
  }
}

/**
 * The server may have done what it was asked for although its answer did not arrive.
 *
 * @param {unknown} error
 * @returns {boolean}
 */
function mayHaveHappened(error) {
  return error instanceof ApiError && (error.status === 0 || error.status >= 500 || error.code === "unclear");
}
