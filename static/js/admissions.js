// Letting somebody in: the clinician's own camera and microphone first, then one request, and its answer.

/** @import { Devices } from "./devices.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Method } from "./messages.js" */

const ASKING =
  "Your browser asks whether this page may use your camera and microphone. Please answer it there.";

export class Admissions {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {(room: HostedRoom) => boolean} page.mayAdmit  whether this room may have a session now; it says why not
   * @param {(invitation: string|null|undefined) => boolean} page.isKnown  whose link it is, right now
   * @param {string} page.consentVersion  of the text that this server shows
   * @param {(text: string) => void} page.say
   * @param {(text: string) => void} page.unsay            unless something else was said since
   * @param {(sent: boolean) => boolean} page.sent         says of a request whether it could be sent
   * @param {() => void} page.draw
   */
  constructor({ devices, mayAdmit, isKnown, consentVersion, say, unsay, sent, draw }) {
    this.devices = devices;
    this.mayAdmit = mayAdmit;
    this.isKnown = isKnown;
    this.consentVersion = consentVersion;
    this.say = say;
    this.unsay = unsay;
    this.sent = sent;
    this.draw = draw;
    /** Whose admission was clicked and is not yet decided. @type {Set<string>} */
    this.underway = new Set();
  }

  /**
   * @param {HostedRoom} room
   * @param {string} participant
   * @param {{method: Method, guest?: boolean}} how
   */
  async admit(room, participant, { method, guest = false }) {
    const seat = room.secrets.keys.seatOf(participant);
    if (this.underway.has(participant) || seat === null || !this.mayAdmit(room)) return this.draw();
    this.underway.add(participant);
    await this.#switchOn();
    // The question may have stood open for long: they may have left, Today may be locked, a session may be on.
    if (!this.underway.has(participant)) return this.draw();
    const consent = this.#consent(room, participant);
    // And whoever has come in their place meanwhile is not whom the clinician has let in.
    const isSame = room.secrets.keys.seatOf(participant) === seat;
    const may = isSame && this.isKnown(room.person(participant)?.invitation) && this.mayAdmit(room);
    const asked = may && this.sent(room.letting.ask({ participant, method, consent, guest }));
    if (!asked) this.underway.delete(participant);
    this.draw();
  }

  /**
   * The version goes to the server's log, where nothing that a client wrote may stand: only the one it knows anyway.
   *
   * @param {HostedRoom} room
   * @param {string} participant
   */
  #consent(room, participant) {
    const version = room.cards.get(participant)?.consent.version;
    return version === this.consentVersion ? this.consentVersion : "";
  }

  async #switchOn() {
    const devices = this.devices.resume();
    this.say(this.devices.isAsking() ? ASKING : "");
    this.draw();
    await devices;
    this.unsay(ASKING);
  }

  /** The server has refused. */
  refused() {
    this.underway.clear();
  }

  /** Nothing that was asked will be answered. @returns {boolean}  whether something was */
  lost() {
    const some = this.underway.size > 0;
    this.underway.clear();
    return some;
  }

  /** Whoever does not wait any more is admitted, or has gone. @param {readonly HostedRoom[]} rooms */
  follow(rooms) {
    for (const id of this.underway) {
      if (!rooms.some((room) => room.person(id)?.standing === "waiting")) this.underway.delete(id);
    }
  }
}
