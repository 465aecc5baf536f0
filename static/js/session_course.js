// What begins and ends with a session on the clinician's page: its address, its clock, and what leaves the browser.

import { UNENCRYPTED } from "./session_news.js";

/** @import { Devices } from "./devices.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Legs } from "./legs.js" */

export class SessionCourse {
  /**
   * @param {object} page
   * @param {ReadonlyMap<string, HostedRoom>} page.rooms
   * @param {Devices} page.devices
   * @param {Legs} page.legs
   * @param {(path: string) => void} page.address   show this address without loading a page
   * @param {(text: string) => void} page.say
   */
  constructor({ rooms, devices, legs, address, say }) {
    this.rooms = rooms;
    this.devices = devices;
    this.legs = legs;
    this.address = address;
    this.say = say;
    /** Whose session is on. @type {string|null} */
    this.room = null;
    /** The browser has sent what was not encrypted: until the page is loaded again it gets nothing to send. */
    this.isUnencrypted = false;
  }

  /**
   * @param {HostedRoom|null} now  whose session is on
   * @returns {boolean}  whether one has begun or ended
   */
  follow(now) {
    if ((now?.id ?? null) === this.room) return false;
    const before = this.rooms.get(this.room ?? "");
    this.room = now?.id ?? null;
    if (now !== null) this.#began(now);
    else if (before?.connected || before?.isOver) this.#ended();
    this.giveTracks();
    return true;
  }

  /** Nothing of the clinician leaves the browser but in a session. */
  giveTracks() {
    const on = this.room !== null && !this.isUnencrypted;
    this.legs.setTrack("audio", on ? this.devices.microphone.track : null);
    this.legs.setTrack("video", on ? this.devices.camera.track : null);
  }

  /** The browser has sent what was not encrypted: nothing more leaves it. */
  unencrypted() {
    this.isUnencrypted = true;
    this.say(UNENCRYPTED);
    this.devices.release();
  }

  /** @param {HostedRoom} room */
  #began({ id, seat }) {
    this.say("");
    this.address(`/room/${id}`);
    seat.keep({ started: seat.read()?.started ?? Date.now() }, true);
  }

  #ended() {
    this.say("The session is over.");
    this.address("/");
    for (const { seat, media } of this.rooms.values()) {
      seat.forgetCard();
      media.blocked = false;
    }
    this.devices.release();
    this.devices.forgetMuted();
  }
}
