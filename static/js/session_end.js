// A session that the clinician has ended on this page, whatever the server knows of it yet.

/** @import { FromBrowser, ToBrowser } from "./messages.js" */

export class SessionEnd {
  /**
   * @param {string} room
   * @param {(message: FromBrowser) => boolean} send
   */
  constructor(room, send) {
    this.room = room;
    this.send = send;
    this.isOver = false;
  }

  /** A server that cannot be reached is told when it can. @returns {boolean}  whether it was told now */
  end() {
    this.isOver = true;
    return this.#tell();
  }

  /**
   * @param {ToBrowser} message
   * @param {boolean} isEmpty  nobody is in session, as the server says
   */
  follow(message, isEmpty) {
    if (!this.isOver) return;
    const refused = message.type === "error" && message.about === "end" && message.code !== "too_fast";
    if (refused || isEmpty) this.isOver = false;
    else if (message.type === "welcome") this.#tell();
  }

  #tell() {
    return this.send({ type: "end", room: this.room });
  }
}
