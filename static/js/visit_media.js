// A client's sound and picture: the connections of the page, the tracks they are given, and the streams that arrive.

import { MediaRest } from "./media_rest.js";

/** @import { Devices } from "./devices.js" */
/** @import { Legs } from "./legs.js" */
/** @import { Renew, ToBrowser } from "./messages.js" */

export class VisitMedia {
  /**
   * @param {Legs} legs
   * @param {Devices} devices
   */
  constructor(legs, devices) {
    this.legs = legs;
    this.devices = devices;
    /** @type {MediaRest|null} */
    this.rest = null;
    /** @type {Map<string, MediaStream>} */
    this.streams = new Map();
    /** Somebody receives what this page sends. */
    this.isDemanded = false;
    /** The browser has sent what was not encrypted. */
    this.isUnencrypted = false;
  }

  /** Whether a connection is tried no more until somebody asks for it. */
  get isBlocked() {
    return this.rest?.blocked ?? false;
  }

  /** @param {(request: Renew) => unknown} ask */
  tryAgain(ask) {
    if (this.rest !== null) ask(this.rest.tryAgain());
  }

  /**
   * @param {string} room
   * @param {number} leg  the one that goes on, 0 for none
   */
  welcomed(room, leg) {
    this.rest ??= new MediaRest(room);
    this.legs.welcome(room, leg);
  }

  /** @param {ToBrowser} message */
  received(message) {
    this.rest?.received(message);
    if (message.type === "demand") this.isDemanded = message.mids.length > 0;
    if (message.type === "closed") this.isDemanded = false;
    if (message.type === "offer" || message.type === "demand" || message.type === "closed")
      this.legs.handle(message);
  }

  /**
   * @param {string} participant
   * @param {MediaStream|null} media
   */
  setStream(participant, media) {
    if (media === null) this.streams.delete(participant);
    else this.streams.set(participant, media);
  }

  /** The connection gets the tracks only of somebody who has said that they are ready. @param {boolean} ready */
  give(ready) {
    const on = ready && !this.isUnencrypted;
    this.legs.setTrack("audio", on ? this.devices.microphone.track : null);
    this.legs.setTrack("video", on ? this.devices.camera.track : null);
  }

  /** The browser has sent what was not encrypted: nothing more leaves it. */
  unencrypted() {
    this.isUnencrypted = true;
    this.devices.release();
  }

  /** Camera and microphone go off. */
  stop() {
    this.streams.clear();
    this.devices.release();
    this.give(false);
  }
}
