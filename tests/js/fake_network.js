// A network that delays, drops, delivers late and loses answers, all by chance that can be repeated.

import { ApiError } from "../../static/js/api.js";
import { UNREACHABLE } from "./fake_vault_server.js";

/** @import { VaultApi } from "../../static/js/vault_copy.js" */
/** @import { FakeClock } from "./fake_clock.js" */
/** @import { FakeVaultServer } from "./fake_vault_server.js" */

/** What becomes of a request, by how often. @type {[string, number][]} */
const FATES = [
  ["answered", 0.7],
  ["lost", 0.1],
  ["late", 0.05],
  ["unanswered", 0.15],
];
const LONGEST_WAY = 60;

/** One device's way to the server. */
export class FakeNetwork {
  /**
   * @param {FakeVaultServer} server
   * @param {FakeClock} clock
   * @param {() => number} random
   */
  constructor(server, clock, random) {
    this.server = server;
    this.clock = clock;
    this.random = random;
    this.reliable = false;
  }

  /** @returns {VaultApi} */
  api() {
    const { server } = this;
    return {
      vault: () => this.#ask(() => server.read()),
      saveVault: (change) => this.#ask(() => server.write(change)),
      earlierVault: (version) => this.#ask(() => server.earlier(version)),
    };
  }

  /**
   * @template T
   * @param {() => T} act
   * @returns {Promise<T>}
   */
  #ask(act) {
    const fate = this.reliable ? "answered" : this.#fate();
    const there = this.#way();
    const back = there + this.#way();
    return new Promise((resolve, reject) => {
      const answer = () => {
        try {
          const value = act();
          if (fate === "answered") this.clock.later(() => resolve(value), back - there);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          if (fate === "answered") this.clock.later(() => reject(error), back - there);
        }
      };
      if (fate !== "answered") this.clock.later(() => reject(UNREACHABLE), back);
      if (fate !== "lost") this.clock.later(answer, fate === "late" ? there + 5 * LONGEST_WAY : there);
    });
  }

  #fate() {
    let chance = this.random();
    for (const [fate, share] of FATES) {
      if (chance < share) return fate;
      chance -= share;
    }
    return "answered";
  }

  #way() {
    return 1 + this.random() * LONGEST_WAY;
  }
}
