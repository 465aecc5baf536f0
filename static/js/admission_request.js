// Whom the server was last asked to let in, and what it takes to ask again when another case is in the session.

/** @import { Admit, BringTogether } from "./messages.js" */
/** @import { Person } from "./room.js" */

/**
 * @typedef {Required<Omit<Admit, "type"|"room">>} Admission  who is let in, how they are known, and what they agreed to
 */

export class AdmissionRequest {
  /**
   * @param {string} room
   * @param {(message: Admit|BringTogether) => boolean} send
   * @param {(participant: string) => Person|null} person
   */
  constructor(room, send, person) {
    this.room = room;
    this.send = send;
    this.person = person;
    /** What was asked of the server last. @type {Admission|null} */
    this.admission = null;
    /** The person whose admission the server has refused for the sake of another case. */
    this.otherCase = "";
  }

  /**
   * @param {Admission} admission
   * @returns {boolean}  whether it could be asked of the server
   */
  ask(admission) {
    this.admission = admission;
    this.otherCase = "";
    return this.send({ type: "admit", room: this.room, ...admission });
  }

  /** @param {string} code  why the server has refused something */
  refused(code) {
    if (code === "other_case") this.otherCase = this.admission?.participant ?? "";
  }

  /** What was refused, with the other case let in before. @returns {boolean}  whether it could be asked of the server */
  bringTogether() {
    const { admission, otherCase, room } = this;
    const other = this.person(otherCase)?.case;
    this.otherCase = "";
    if (!other || admission === null) return true;
    return this.send({ type: "bring_together", room, case: other }) && this.ask(admission);
  }

  /** Somebody is gone, or somebody else may have come in their place. @param {string} id */
  forget(id) {
    if (this.otherCase === id) this.otherCase = "";
    if (this.admission?.participant === id) this.admission = null;
  }
}
