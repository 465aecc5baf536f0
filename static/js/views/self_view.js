// One's own picture, mirrored as in a mirror; what others see is not mirrored.

import { element, setText, show } from "../element.js";

/** @import { Devices } from "../devices.js" */

export class SelfView {
  constructor() {
    this.video = element("video", {
      "data-self": true,
      autoplay: true,
      playsinline: true,
      "aria-label": "Your own picture",
      tabindex: "-1",
    });
    this.video.muted = true;
    this.word = element("p", { class: "self-view-word" });
    this.element = element("div", { class: "self-view" }, this.video, this.word);
    /** @type {MediaStreamTrack|null} */
    this.track = null;
  }

  /** @param {Devices} devices */
  update(devices) {
    const { track, state, reason } = devices.camera;
    if (track !== this.track) {
      this.track = track;
      this.video.srcObject = track === null ? null : new MediaStream([track]);
    }
    const interrupted = track !== null && reason === "muted";
    show(this.word, track === null || interrupted);
    if (interrupted) setText(this.word, "Your camera is interrupted");
    else setText(this.word, state === "asking" ? "Asking your browser" : "Your camera is off");
  }
}
