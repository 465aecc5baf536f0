// A WebSocket whose other end is the test.

export class FakeSocket {
  constructor() {
    this.readyState = 0;
    /** @type {string[]} */
    this.sent = [];
    this.closed = false;
    /** @type {any} */ this.onopen = null;
    /** @type {any} */ this.onmessage = null;
    /** @type {any} */ this.onclose = null;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(text);
  }

  close() {
    this.closed = true;
  }

  accept() {
    this.readyState = 1;
    this.onopen();
  }

  /** @param {object} message */
  says(message) {
    this.onmessage({ data: JSON.stringify(message) });
  }

  /**
   * @param {number} code
   * @param {string} [reason]
   */
  ends(code, reason = "") {
    this.readyState = 3;
    this.onclose({ code, reason });
  }

  types() {
    return this.sent.map((text) => JSON.parse(text).type);
  }
}
