// People in a session's chat without a browser: their pages, the epochs they hold, and a server between them.

import { randomId } from "../../static/js/base64url.js";
import { Chat } from "../../static/js/chat.js";
import { FakeClock } from "./fake_clock.js";

/** @import { Period } from "../../static/js/periods.js" */

/** @param {string} name @returns {Uint8Array<ArrayBuffer>}  the same sixteen bytes for the same name */
export const loadOf = (name) => new TextEncoder().encode(name.padEnd(16).slice(0, 16));

/** @param {number} epoch */
const secretOf = (epoch) => new Uint8Array(32).fill(epoch % 251);

/** Everybody whose name is given, in this order, from sender 0 on. @param {number} epoch @param {readonly string[]} names */
export function periodsOf(epoch, names, secret = secretOf(epoch)) {
  const members = names.map((participant, sender) => ({ participant, sender, load: loadOf(participant) }));
  return new Map(
    members.map(({ participant, sender, load }) => {
      /** @type {Period} */
      const period = { epoch, secret, own: { sender, load }, members };
      return [participant, period];
    }),
  );
}

/** What of WebCrypto is under way: it takes its own time. */
let pending = 0;
const subtle = Object.getPrototypeOf(crypto.subtle);
for (const name of ["encrypt", "decrypt", "importKey", "deriveBits", "digest"]) {
  const real = subtle[name];
  /** @param {...unknown} given */
  subtle[name] = function (...given) {
    pending += 1;
    return real.apply(this, given).finally(() => (pending -= 1));
  };
}

/** Until nothing is being sealed or opened any more. */
export async function settle() {
  for (let still = 0; still < 3; still += 1) {
    if (pending > 0) still = 0;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

export class ChatSession {
  /** @param {readonly string[]} names */
  constructor(names) {
    this.clock = new FakeClock();
    /** @type {Map<string, {connected: boolean}>} */
    this.people = new Map();
    /** @type {Map<string, Chat>} */
    this.chats = new Map();
    /** Every body that was sent, in order. @type {{from: string, to: string, body: string}[]} */
    this.sent = [];
    /** What the server does with each: true to pass it on. @type {(from: string, to: string) => boolean} */
    this.passes = () => true;
    this.epoch = 0;
    for (const name of names) this.#add(name);
  }

  /** @param {string} name */
  chat(name) {
    const chat = this.chats.get(name);
    if (chat === undefined) throw new Error(`nobody named ${name}`);
    return chat;
  }

  /** Somebody comes in, without keys. @param {string} name */
  #add(name) {
    this.people.set(name, { connected: true });
    this.chats.set(name, this.#newChat(name));
  }

  /** @param {string} name */
  #newChat(name) {
    return new Chat({
      send: (to, body) => this.#pass(name, to, body),
      people: () =>
        [...this.people]
          .filter(([other]) => other !== name)
          .map(([participant, { connected }]) => ({
            participant,
            connected: connected && this.people.get(name)?.connected === true,
          })),
      draw: () => undefined,
      clock: this.clock,
    });
  }

  /** @param {string} from @param {string} to @param {string} body */
  #pass(from, to, body) {
    if (!this.people.get(from)?.connected) return false;
    this.sent.push({ from, to, body });
    if (this.passes(from, to) && this.people.get(to)?.connected) this.chats.get(to)?.receive(from, body);
    return true;
  }

  /** Everybody gets a new epoch and speaks under it. */
  async begins() {
    this.epoch += 1;
    const periods = periodsOf(this.epoch, [...this.people.keys()]);
    await Promise.all([...periods].map(([name, period]) => this.chat(name).keys.hold(period)));
    for (const name of periods.keys()) this.chat(name).keys.send(this.epoch);
    await settle();
    return this;
  }

  /** @param {string} name @param {boolean} connected */
  async connects(name, connected) {
    this.people.set(name, { connected });
    this.follow();
    await settle();
  }

  /** @param {string} name */
  async joins(name) {
    this.#add(name);
    this.follow();
    await this.begins();
  }

  /** @param {string} name */
  async leaves(name) {
    this.people.delete(name);
    this.follow();
    await this.begins();
  }

  follow() {
    for (const chat of this.chats.values()) chat.follow();
  }

  /** Time passes for everybody, and what it brings. @param {number} milliseconds */
  async pass(milliseconds) {
    const steps = Math.ceil(milliseconds / 500);
    for (let step = 0; step < steps; step += 1) {
      this.clock.pass(milliseconds / steps);
      await settle();
    }
  }

  /** @param {string} name @param {string} text */
  async says(name, text) {
    const said = this.chat(name).say(text);
    await settle();
    return said;
  }

  /** What somebody reads, as name and text. @param {string} name */
  reads(name) {
    return this.chat(name).lines.map(({ participant, text }) => `${participant ?? "You"}: ${text}`);
  }

  /** How their own messages stand. @param {string} name */
  states(name) {
    return this.chat(name).lines.flatMap(({ participant, state }) => (participant === null ? [state] : []));
  }
}

export const newId = randomId;
