// A client's end and the host's, and the server between them, which may do with their bodies what it likes.

import { FakeClock } from "./fake_clock.js";
import { FakeDoor, SealedClient, SealedHost, identifier, quiet } from "./sealed_end.js";

/** @import { Place } from "./sealed_end.js" */

/** @type {Place} */
export const PLACE = Object.freeze({
  room: identifier("room"),
  invitation: identifier("link of maya"),
  client: identifier("maya"),
  host: identifier("ruiz"),
});
export const CARD = Object.freeze({ kind: "card", name: "Maya" });

export class EndPair {
  /** @param {Partial<ConstructorParameters<typeof SealedClient>[0]>} [client] */
  constructor(client = {}) {
    this.clock = new FakeClock();
    this.door = new FakeDoor();
    /** On the way to the host. @type {string[]} */
    this.toHost = [];
    /** On the way to the client. @type {string[]} */
    this.toClient = [];
    this.host = this.newHost();
    this.client = this.newClient(client);
  }

  /** @param {Partial<ConstructorParameters<typeof SealedClient>[0]>} [given] */
  newClient(given = {}) {
    const transmit = (/** @type {string} */ body) => void this.toHost.push(body);
    return new SealedClient({ place: PLACE, transmit, says: [CARD], ...given }, this.clock);
  }

  newHost() {
    const transmit = (/** @type {string} */ body) => void this.toClient.push(body);
    return new SealedHost({ place: PLACE, transmit, door: this.door }, this.clock);
  }

  /** Both are connected, and one has been told the other's card. */
  async opens() {
    this.host.setConnected(true);
    this.client.setConnected(true);
    await this.settles();
    return this;
  }

  quiet() {
    return quiet(() => [this.client, this.host]);
  }

  /** Everything is carried to and fro until nobody has anything left to say. */
  async settles() {
    do {
      await this.carries();
      this.clock.pass(100);
      await this.quiet();
    } while (this.toHost.length > 0 || this.toClient.length > 0);
  }

  /** What is on the way arrives. */
  async carries() {
    await this.quiet();
    for (const body of this.toHost.splice(0)) await this.host.receive(body);
    for (const body of this.toClient.splice(0)) await this.client.receive(body);
    await this.quiet();
  }
}

/**
 * What is refused is said in the console once, in our own words.
 *
 * @param {() => Promise<unknown>} act
 * @returns {Promise<string[]>}
 */
export async function refusals(act) {
  const { warn } = console;
  /** @type {string[]} */
  const said = [];
  console.warn = (...words) => void said.push(words.join(" "));
  try {
    await act();
  } finally {
    console.warn = warn;
  }
  return said;
}
