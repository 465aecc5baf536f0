// Twin of telehealth/signalling/socket.py: one page's WebSocket, and its return after a loss.

import { readMessage } from "./messages.js";

/** @import { FromBrowser, Opening, Refusal, ToBrowser } from "./messages.js" */

const PING_AFTER = 20_000;
const PONG_WITHIN = 10_000;
/** In a session a connection that has died is to be noticed, and made anew, while the other person still waits for it. */
const URGENT = Object.freeze({ pingAfter: 5000, pongWithin: 3000, longestDelay: 1000 });
/** After a sleep or a change of networks the person looks on. */
const PONG_ON_RETURN = 2500;
const OPEN_WITHIN = 10_000;
const LONGEST_DELAY = 15_000;

/** What is said of a click that could not reach the server: it is not done later, when nobody expects it. */
export const NOT_SENT = "Not sent: no connection";

/**
 * @typedef {"moved"|"sign_in"|"gone"|"refused"} Verdict
 * @typedef {{state: "open"} | {state: "lost", attempt: number, stopping: boolean, text: string}
 *   | {state: "over", verdict: Verdict, code: string, text: string}} Status
 *   code: the refusal's, as errors.py names it, or empty
 *
 * @typedef {object} Surroundings  what a test replaces
 * @property {(url: string) => WebSocket} connect
 * @property {(task: () => void, milliseconds: number) => unknown} later
 * @property {(timer: any) => void} cancel
 * @property {() => number} random
 */

/** @type {Surroundings} */
const BROWSER = {
  connect: (url) => new WebSocket(url),
  later: (task, milliseconds) => setTimeout(task, milliseconds),
  cancel: (timer) => clearTimeout(timer),
  random: Math.random,
};

/**
 * Milliseconds to wait before a try: doubled each time, at most 15 s (1 s in a session), and spread over half of that,
 * so that the browsers of a whole practice do not return in the same instant.
 *
 * @param {number} attempt  0 for the first
 * @param {number} random   0 ≤ random < 1
 * @param {boolean} [isUrgent]  a session is on
 * @returns {number}
 */
export function backOff(attempt, random, isUrgent = false) {
  const limit = isUrgent ? URGENT.longestDelay : LONGEST_DELAY;
  const longest = Math.min(limit, 400 * 2 ** Math.min(attempt, 10));
  return longest / 2 + (longest / 2) * random;
}

/**
 * What a close code (they echo HTTP) means for this page, or null when it should come back by itself.
 *
 * @param {number} code
 * @returns {Verdict|null}
 */
export function verdictOf(code) {
  switch (code) {
    case 4409:
      return "moved";
    case 4401:
      return "sign_in";
    case 4404:
    case 4410:
      return "gone";
    case 4400:
    case 4403:
    case 4413:
      return "refused";
    default:
      return null;
  }
}

export class Signalling {
  /**
   * @param {object} page
   * @param {string} page.url
   * @param {() => Opening[]} page.openings  the first messages of a connection, one a room
   * @param {(message: ToBrowser) => void} page.message
   * @param {(status: Status) => void} page.status
   * @param {() => boolean} [page.isUrgent]  this page is in a session
   * @param {Surroundings} [surroundings]
   */
  constructor({ url, openings, message, status, isUrgent = () => false }, surroundings = BROWSER) {
    this.url = url;
    this.openings = openings;
    this.message = message;
    this.status = status;
    this.isUrgent = isUrgent;
    this.surroundings = surroundings;
    /** @type {WebSocket|null} */
    this.socket = null;
    this.attempt = 0;
    /** @type {unknown} */
    this.timer = null;
    /** The server's last refusal, in case the close that follows has no words. @type {Refusal|null} */
    this.refusal = null;
    /** A pong is awaited that shows whether this connection has outlived the page's absence. */
    this.probing = false;
    /** Who wants to hear that it has. @type {(() => void)[]} */
    this.probers = [];
    this.over = false;
  }

  /** Connect, or connect at once instead of waiting for the next try. */
  open() {
    if (this.over || this.socket !== null) return;
    this.#cancelTimer();
    const socket = this.surroundings.connect(this.url);
    this.socket = socket;
    socket.onopen = () => this.#opened();
    socket.onmessage = (event) => this.#received(String(event.data));
    socket.onclose = (event) => this.#closed(socket, event.code, event.reason);
    this.#after(OPEN_WITHIN, () => this.reconnect());
  }

  /**
   * Send now or not at all: what is decided without a connection must not happen minutes later.
   *
   * @param {FromBrowser} message
   * @returns {boolean}  whether there was a connection to send it by
   */
  send(message) {
    if (!this.isOpen()) return false;
    this.socket?.send(JSON.stringify(message));
    return true;
  }

  /**
   * The person or the network is back: connect at once, or find out at once whether the connection still lives.
   *
   * @param {() => void} [answered]  it does
   */
  returned(answered) {
    if (this.over) return;
    if (!this.probing && !this.send({ type: "ping" })) return this.open();
    if (answered !== undefined) this.probers.push(answered);
    if (this.probing) return;
    this.probing = true;
    this.#after(PONG_ON_RETURN, () => this.reconnect());
  }

  isOpen() {
    return this.socket?.readyState === 1;
  }

  /** Give this connection up and make another: it is silent, or a change was missed. */
  reconnect() {
    const socket = this.socket;
    if (socket === null) return this.open();
    this.#detach(socket);
    socket.close();
    this.#lost(false, "");
  }

  /** The page needs the server no more. */
  close() {
    this.over = true;
    this.#cancelTimer();
    if (this.socket === null) return;
    const socket = this.socket;
    this.#detach(socket);
    socket.close(1000);
  }

  #opened() {
    this.refusal = null;
    for (const opening of this.openings()) this.send(opening);
    this.#pingLater();
  }

  /** @param {string} text */
  #received(text) {
    const message = readMessage(text);
    // What had arrived before the page slept proves nothing about the connection now.
    if (!this.probing || message?.type === "pong") this.#pingLater();
    if (message?.type === "pong") for (const answered of this.probers.splice(0)) answered();
    if (message === null) return;
    if (message.type === "error") this.refusal = message;
    if (message.type === "welcome") {
      this.attempt = 0;
      this.status({ state: "open" });
    }
    this.message(message);
  }

  /**
   * @param {WebSocket} socket
   * @param {number} code
   * @param {string} reason
   */
  #closed(socket, code, reason) {
    this.#detach(socket);
    const verdict = verdictOf(code);
    const text = sentence(reason) || (code >= 4000 && this.refusal?.text) || "";
    const stopping = reason === "stopping" || (code === 4503 && this.refusal?.code === "stopping");
    const isOther = stopping && this.refusal?.code !== "stopping";
    if (verdict === null) return this.#lost(stopping, isOther ? "" : text);
    this.over = true;
    this.#cancelTimer();
    this.status({ state: "over", verdict, code: codeIn(reason) || (this.refusal?.code ?? ""), text });
  }

  /**
   * @param {boolean} stopping
   * @param {string} text  why the server has closed, in words, or empty
   */
  #lost(stopping, text) {
    this.status({ state: "lost", attempt: this.attempt, stopping, text });
    const delay = backOff(this.attempt, this.surroundings.random(), this.isUrgent());
    this.attempt += 1;
    this.#after(delay, () => this.open());
  }

  /** Any message proves the connection; after 20 s of silence (5 s in a session) it is asked for one. */
  #pingLater() {
    this.probing = false;
    const isUrgent = this.isUrgent();
    this.#after(isUrgent ? URGENT.pingAfter : PING_AFTER, () => {
      this.send({ type: "ping" });
      this.#after(isUrgent ? URGENT.pongWithin : PONG_WITHIN, () => this.reconnect());
    });
  }

  /** @param {WebSocket} socket */
  #detach(socket) {
    socket.onopen = socket.onmessage = socket.onclose = null;
    if (this.socket === socket) this.socket = null;
    this.probing = false;
    this.probers = [];
  }

  /**
   * @param {number} milliseconds
   * @param {() => void} task
   */
  #after(milliseconds, task) {
    this.#cancelTimer();
    this.timer = this.surroundings.later(task, milliseconds);
  }

  #cancelTimer() {
    if (this.timer !== null) this.surroundings.cancel(this.timer);
    this.timer = null;
  }
}

/**
 * @param {string} reason
 * @returns {string}
 */
function codeIn(reason) {
  return /^[a-z_]+$/.test(reason) ? reason : "";
}

/**
 * A close reason that a person can read; a bare code (`seat_over`) is none.
 *
 * @param {string} reason
 * @returns {string}
 */
function sentence(reason) {
  return reason.includes(" ") ? reason : "";
}
