// The clinician's rooms as this page holds them, over one connection: which has the session, and what is sent for each.

import { HostedRoom } from "./hosted_room.js";

/** @import { Clock } from "./clock.js" */
/** @import { Devices } from "./devices.js" */
/** @import { News } from "./hosted_room.js" */
/** @import { Keepings } from "./keepings.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Legs } from "./legs.js" */
/** @import { FromBrowser } from "./messages.js" */
/** @import { OutcomesPage } from "./outcomes.js" */
/** @import { Person } from "./room.js" */
/** @import { Seat } from "./seat.js" */

/** @typedef {{id: string, seat: Seat}} Place */

/**
 * @typedef {object} Surroundings
 * @property {string} url          of the WebSocket
 * @property {string} clinician    the public name
 * @property {readonly Place[]} rooms
 * @property {Devices} devices
 * @property {Keepings} keepings
 * @property {(desk: Desk) => Legs} legs
 * @property {(path: string) => void} address   show this address without loading a page
 * @property {(invitation: string|null|undefined) => boolean} isKnown  whose link it is, right now
 * @property {string} consentVersion  of the text that this server shows
 * @property {(room: HostedRoom, person: Person) => string} nameOf     empty when nobody has said it
 * @property {() => void} draw
 *
 * @typedef {Surroundings & OutcomesPage} DeskPage
 */

export class DeskRooms {
  /**
   * @param {object} desk
   * @param {string} desk.clinician  the public name
   * @param {Devices} desk.devices
   * @param {Keepings} desk.keepings
   * @param {(message: FromBrowser) => boolean} desk.send  over the one connection
   * @param {(room: string) => number} desk.leg  the session leg that is open there, 0 for none
   * @param {(room: HostedRoom, news: News) => void} desk.news
   * @param {() => void} desk.changed  something was said or opened that the server says nothing of
   * @param {Clock} clock
   */
  constructor(desk, clock) {
    this.desk = desk;
    this.clock = clock;
    /** @type {Map<string, HostedRoom>} */
    this.all = new Map();
  }

  /** @param {Place} place @returns {HostedRoom} */
  add({ id, seat }) {
    const { clinician, devices, keepings, news, changed } = this.desk;
    /** @type {HostedRoom} */
    const room = new HostedRoom(
      {
        id,
        clinician,
        seat,
        keeping: keepings.of(id, () => room.secrets.displaced()),
        send: (message) => this.send(message),
        leg: () => this.desk.leg(id),
        devices: () => devices.states(),
        news: (said) => news(room, said),
        draw: changed,
      },
      this.clock,
    );
    this.all.set(id, room);
    return room;
  }

  /** What is decided here changes who holds the keys before the server has heard of it. @param {FromBrowser} message */
  send(message) {
    const isSent = this.desk.send(message);
    if (isSent && "room" in message) this.all.get(message.room)?.secrets.asks(message);
    return isSent;
  }

  /** The room whose session is on. @returns {HostedRoom|null} */
  session() {
    return [...this.all.values()].find((room) => room.isHost() && room.inSession().length > 0) ?? null;
  }

  /** The server has said something. */
  heard() {
    for (const { secrets } of this.all.values()) secrets.keeping.seats.heard();
  }

  /** The vault was opened or locked, or is under another key. */
  followVault() {
    for (const { secrets } of this.all.values()) void secrets.followVault();
  }
}
