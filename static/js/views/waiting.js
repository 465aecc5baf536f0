// The waiting room, and the pause of a held session: calm, true, and one's own picture.

import { element, nameOf, say, setText, show } from "../element.js";
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
    const status = element(
      "div",
      { class: "waiting-status", role: "status", "aria-labelledby": "waiting-heading" },
      this.heading,
      this.text,
      this.seen,
    );
    const leaveButton = element("button", { type: "button", class: "button", onclick: leave }, "Leave");
    this.element = element(
      "div",
      { class: "waiting" },
      status,
      this.selfView.element,
      element(
        "div",
        { class: "waiting-bar" },
        this.bar.microphone.element,
        this.bar.camera.element,
        leaveButton,
      ),
      this.bar.problem,
    );
  }

  /** @param {Visit} visit */
  update(visit) {
    const { room } = visit;
    if (room === null) return;
    const held = ownStanding(room) === "held";
    const name = nameOf(room.clinician);
    if (held) say(this.heading, name, " has paused your session");
    else say(this.heading, "Waiting for ", name);
    if (held) setText(this.text, HELD);
    else say(this.text, nameOf(room.clinician), hostIsHere(room) ? HERE : AWAY);
    show(this.seen, !held && room.people[room.you]?.previewed === true);
    this.selfView.update(this.devices);
    this.bar.update();
  }
}

const HERE = " can see that you are here, and will let you in. Keep this page open.";
const AWAY = " is not at the page at the moment. Keep this page open: it goes on by itself.";
const HELD =
  "Nobody sees or hears you now, and you see and hear nobody. Keep this page open: it goes on by itself.";
