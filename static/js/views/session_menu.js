// What stands under "More" in every session: devices, one's own picture, and the keys that do the same as buttons.

import { announce } from "../page.js";
import { Shortcuts } from "../shortcuts.js";
import { DeviceDialog } from "./device_dialog.js";
import { Modal, button } from "./modal.js";
import { MoreMenu } from "./more_menu.js";
import { quickExitItem } from "./quick_exit.js";
import { SafetyWords } from "./safety_words.js";
import { showShortcuts } from "./shortcut_list.js";

/** @import { Devices } from "../devices.js" */
/** @import { DeviceKind } from "../device_reason.js" */
/** @import { WordsWith } from "../safety_words.js" */
/** @import { Shortcut } from "../shortcuts.js" */
/** @import { DeviceBar } from "./device_bar.js" */
/** @import { MovableSelfView } from "./movable_self_view.js" */
/** @import { WordsActs } from "./safety_words.js" */

export class SessionMenu {
  /**
   * @param {object} stage
   * @param {Devices} stage.devices
   * @param {DeviceBar} stage.bar
   * @param {MovableSelfView} stage.selfView
   * @param {readonly Shortcut[]} stage.shortcuts  further ones
   * @param {() => boolean} stage.isHere  whether the session is what the page shows
   */
  constructor({ devices, bar, selfView, shortcuts, isHere }) {
    this.devices = devices;
    this.bar = bar;
    this.more = new MoreMenu();
    this.modal = new Modal(() => this.more.button.element);
    /** Whether Shift three times leaves this page. */
    this.hasQuickExit = false;
    this.deviceDialog = new DeviceDialog(this.modal, devices);
    /** @type {SafetyWords|null} */
    this.words = null;
    this.shortcuts = new Shortcuts(
      [
        { key: "m", text: "Mute or unmute the microphone", press: () => void this.#turn("microphone") },
        { key: "v", text: "Stop or start the camera", press: () => void this.#turn("camera") },
        { key: "s", text: "Hide or show the self-view", press: () => selfView.turn() },
        ...shortcuts,
        { key: "?", text: "Show this list", press: () => this.#showShortcuts() },
      ],
      () => isHere() && !isDialogOpen(),
    );
    // With nothing focused it is the body that hears the keys.
    this.shortcuts.listen(document.body);
    for (const item of [
      button("Camera and microphone", () => this.#openDevices()),
      selfView.hiding,
      selfView.moving,
      button("Keyboard shortcuts", () => this.#showShortcuts()),
    ])
      this.more.add(item);
  }

  /** For a page that can be left at once. @param {() => void} leave */
  addQuickExit(leave) {
    this.hasQuickExit = true;
    this.more.add(quickExitItem(leave));
  }

  /**
   * The question whether the words are the same, with those in session. What is read to each other stands in the flow: no
   * face is covered meanwhile.
   *
   * @param {WordsActs & {side: "client"|"clinician"}} page
   */
  addWords({ side, ...acts }) {
    const refuge = () => this.more.button.element;
    const words = new SafetyWords({ id: "session-words", side, acts, refuge });
    this.words = words;
    this.more.add(words.button);
    this.more.addAbove(words.panel);
    this.more.closing = () => words.close();
  }

  /** @param {readonly WordsWith[]} people */
  updateWords(people) {
    this.words?.update(people);
  }

  /** A device has changed. */
  update() {
    this.deviceDialog.update();
  }

  /** A session has ended. */
  close() {
    this.modal.close();
    this.more.close();
  }

  /** The menu closes first: what had the focus then gets it back from the dialog. */
  #openDevices() {
    this.more.close();
    this.deviceDialog.open();
  }

  #showShortcuts() {
    this.more.close();
    showShortcuts(this.modal, this.shortcuts, this.hasQuickExit);
  }

  /** Who presses a key is not at the button that would say what has become of it. @param {DeviceKind} kind */
  async #turn(kind) {
    await (kind === "microphone" ? this.bar.turnMicrophone() : this.bar.turnCamera());
    announce(`Your ${kind} is ${this.devices[kind].state === "on" ? "on" : "off"}.`);
  }
}

function isDialogOpen() {
  return [...document.body.querySelectorAll("dialog")].some(({ open }) => open);
}
