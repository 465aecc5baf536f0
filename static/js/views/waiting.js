// The waiting room, and the pause of a held session: calm, true, and one's own picture.

import { element, nameOf, setText, show } from "../element.js";
import { hostIsHere, ownStanding } from "../room.js";
import { DeviceBar } from "./device_bar.js";
import { SelfView } from "./self_view.js";

/** @import { Devices } from "../devices.js" */
/** @import { Visit } from "../visit.js" */

export class Waiting {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {() => void} page.leave
   */
  constructor({ devices, leave }) {
    this.devices = devices;
    this.selfView = new SelfView();
    this.bar = new DeviceBar(devices);
    this.heading = element("h1", { id: "waiting-heading", tabindex: "-1" });
    this.text = element("p", { class: "lead" });
    this.seen = element("p", { class: "seen", hidden: true }, "You are being seen");
    const status = element("div", { class: "waiting-status", role: "status", "aria-labelledby": "waiting-heading" },
      this.heading, this.text, this.seen);
    const leaveButton = element("button", { type: "button", class: "button", onclick: leave }, "Leave");
    this.element = element("div", { class: "waiting" }, status, this.selfView.element,
      element("div", { class: "waiting-bar" }, this.bar.microphone.element, this.bar.camera.element, leaveButton),
      this.bar.problem);
  }

  /** @param {Visit} visit */
  update(visit) {
    const { room } = visit;
    if (room === null) return;
    const held = ownStanding(room) === "held";
    const [before, after] = held ? ["", " has paused your session"] : ["Waiting for ", ""];
    if (this.heading.textContent !== `${before}${room.clinician}${after}`) {
      this.heading.replaceChildren(before, nameOf(room.clinician), after);
    }
    setText(this.text, held ? HELD : hostIsHere(room) ? HERE : AWAY);
    show(this.seen, !held && room.people[room.you]?.previewed === true);
    this.selfView.update(this.devices);
    this.bar.update();
  }
}

const HERE = "They can see on their page that you are here, and will let you in. You can keep this page open and wait.";
const AWAY = "They are not at their page yet. Keep this page open: it goes on by itself when they come.";
const HELD = "Nobody sees or hears you now, and you see and hear nobody. Keep this page open: it goes on by itself.";
