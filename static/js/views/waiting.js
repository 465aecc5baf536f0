// The waiting room, and the pause of a held session: calm, true, and one's own picture.

import { element, nameOf, say, setText, show } from "../element.js";
import { hostIsHere } from "../room.js";
import { goesOnElsewhere } from "../visit_screen.js";
import { CodeWordAgain } from "./code_word_again.js";
import { DeviceBar } from "./device_bar.js";
import { Letter } from "./letter.js";
import { SafetyWords } from "./safety_words.js";
import { SelfView } from "./self_view.js";

/** @import { Devices } from "../devices.js" */
/** @import { Room } from "../room.js" */
/** @import { Verdict, WordsWith } from "../safety_words.js" */
/** @import { Visit } from "../visit.js" */
/** @import { AskedPlace } from "./asked_place.js" */

export class Waiting {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {AskedPlace} page.askedPlace
   * @param {(word: string) => void} page.tryCodeWord
   * @param {(participant: string, verdict: Verdict) => void} page.compare  of safety words
   * @param {() => void} page.leave
   */
  constructor({ devices, askedPlace, tryCodeWord, compare, leave }) {
    this.devices = devices;
    this.askedPlace = askedPlace;
    this.selfView = new SelfView();
    this.bar = new DeviceBar(devices);
    this.heading = element("h1", { id: "waiting-heading", tabindex: "-1" });
    this.text = element("p", { class: "lead" });
    this.shared = element("p", { class: "quiet" });
    this.seen = element("p", { class: "seen", hidden: true });
    const status = element(
      "div",
      { class: "waiting-status", role: "status", "aria-labelledby": "waiting-heading" },
      this.heading,
      this.text,
      this.shared,
      this.seen,
    );
    this.letter = new Letter();
    this.codeWord = new CodeWordAgain({ send: tryCodeWord });
    this.questions = element("div", { class: "questions" });
    this.words = new SafetyWords({
      id: "waiting-words",
      side: "client",
      acts: { compare },
      refuge: () => this.heading,
      kind: "link-button",
    });
    const leaveButton = element("button", { type: "button", class: "button", onclick: leave }, "Leave");
    this.element = element(
      "div",
      { class: "waiting" },
      status,
      this.letter.element,
      this.codeWord.element,
      this.questions,
      this.selfView.element,
      element(
        "div",
        { class: "waiting-bar" },
        this.bar.microphone.element,
        this.bar.camera.element,
        leaveButton,
      ),
      this.bar.trouble.element,
      element("div", { class: "waiting-words" }, this.words.button, this.words.panel),
    );
  }

  /**
   * @param {Visit} visit
   * @param {WordsWith|null} words  with the clinician; null while no channel is open
   */
  update(visit, words) {
    const { room, correspondence } = visit;
    if (room === null) return;
    const { letter, isListening } = correspondence.host;
    const held = visit.standing === "held";
    const elsewhere = !held && goesOnElsewhere(room);
    if (held) say(this.heading, nameOf(room.clinician), " has paused your session");
    else say(this.heading, "Waiting for ", nameOf(room.clinician));
    if (elsewhere) say(this.text, ELSEWHERE, nameOf(room.clinician), " can let you in.");
    else if (held) setText(this.text, HELD);
    else say(this.text, ...this.#status(room, correspondence.host.knows));
    say(this.shared, ...(elsewhere ? ["Did somebody share this link with you? ", nameOf(room.clinician), SHARED] : []));
    // Whoever is asked for sound or picture is seen or heard, whatever else the server says.
    show(this.seen, !held && (isPreviewed(room) || visit.media.isDemanded));
    setText(this.seen, isListening ? "You are being seen and heard" : "You are being seen");
    this.letter.update(room.clinician, letter);
    show(this.codeWord.element, !held);
    this.codeWord.update(visit);
    this.askedPlace.standIn(this.questions);
    this.askedPlace.update(visit, this.heading);
    this.selfView.update(this.devices);
    this.bar.update();
    this.words.update(words === null ? [] : [words]);
  }

  /**
   * What the clinician knows of this wait, and no more than that.
   *
   * @param {Room} room
   * @param {boolean} known
   */
  #status(room, known) {
    const name = nameOf(room.clinician);
    if (!hostIsHere(room)) return [name, AWAY];
    return known ? [name, KNOWS] : ["Telling ", name, TELLING];
  }
}

/** @param {Room} room */
function isPreviewed(room) {
  return room.people[room.you]?.previewed === true;
}

const KNOWS = " knows that you are here. Keep this page open: it goes on by itself.";
const TELLING = " that you are here. Keep this page open: it goes on by itself.";
const AWAY = " is not at the page at the moment. Keep this page open: it goes on by itself.";
/** A device that is off, or whose connection is lost, still counts as in session. */
const ELSEWHERE =
  "You are in session on your other device. Answer there. If it is off or out of reach, wait here: ";
const SHARED = " can let you in as a guest. Keep this page open.";
const HELD =
  "Nobody sees or hears you now, and you see and hear nobody. Keep this page open: it goes on by itself.";
