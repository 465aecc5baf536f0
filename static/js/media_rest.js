// Whether the server has given up connecting sound and picture, and how it is asked to try again.

/** @import { Renew, ToBrowser } from "./messages.js" */

/** After two connections in a row that came to nothing the relay rests until the page asks for another. */
export class MediaRest {
  /** @param {string} room */
  constructor(room) {
    this.room = room;
    this.blocked = false;
    /** Why, in the server's words; empty where it has said nothing. */
    this.why = "";
    /** The session leg that was offered last, 0 for none. */
    this.lastLeg = 0;
  }

  /** @param {ToBrowser} message  of any room */
  received(message) {
    if (!("room" in message) || message.room !== this.room) return;
    if (message.type === "offer" && message.kind === "session") {
      this.lastLeg = message.leg;
      this.blocked = false;
      this.why = "";
    }
    if (message.type === "error" && message.code === "media_unavailable") {
      this.blocked = true;
      this.why = message.text;
    }
    if (message.type === "ended") this.blocked = false;
  }

  /** What asks for another connection. @returns {Renew} */
  tryAgain() {
    this.blocked = false;
    this.why = "";
    return { type: "renew", room: this.room, leg: this.lastLeg };
  }
}
