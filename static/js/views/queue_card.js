// One person who waits: who it is, how long, what they have said, how they are equipped, and what can be done.

import { countryName } from "../countries.js";
import { waitedText } from "../duration.js";
import { element, nameOf, say, setAttribute, setText, show } from "../element.js";
import { QueueActions } from "./queue_actions.js";
import { QueueChips, chipsOf } from "./queue_chips.js";
import { QueueDevices } from "./queue_devices.js";
import { QueuePreview } from "./queue_preview.js";
import { SafetyWords } from "./safety_words.js";

/** @import { Card, DeviceStates } from "../card.js" */
/** @import { Method } from "../messages.js" */
/** @import { Recognised } from "../recognition.js" */
/** @import { Verdict } from "../safety_words.js" */
/** @import { QueueDialogs } from "./queue_dialogs.js" */

/**
 * `unsaid`: asked for and not given yet; three misses take the one click away.
 *
 * @typedef {object} CodeWordState
 * @property {"none"|"unsaid"|"checking"|"matched"|"missed"} state
 * @property {string} word    to be asked for, empty for none
 * @property {number} misses
 *
 * @typedef {object} OtherDevice          a further device that waits by the same link
 * @property {string} participant
 * @property {string} device              what it is, in words
 * @property {DeviceStates|null} devices
 * @property {number} seconds
 * @property {boolean} connected
 *
 * @typedef {object} Waiter                one link's people who wait: mostly one
 * @property {string} room
 * @property {string} participant          the device that is decided about
 * @property {Recognised["state"]} state   whether the vault knows their link
 * @property {string} name                 the clinician's own label; empty unless the link is known
 * @property {boolean} waits               false while they still check in
 * @property {boolean} connected
 * @property {boolean} mayDecide           this page hosts the room
 * @property {number} seconds
 * @property {boolean} previewed
 * @property {boolean} sound               the preview's sound is on
 * @property {MediaStream|null} media      of the preview
 * @property {Card|null} card              what they said; null until it has come
 * @property {string} typed                the name on the card where it is another than the label
 * @property {CodeWordState} codeWord
 * @property {"first"|"second"|"lost"} place  nobody of this link is in session | another device is |
 *   it is, and its connection is lost
 * @property {boolean} linkInSession    somebody who came by the same link is in session, as themselves or as a guest
 * @property {boolean} disowned            the person in session said: that is not me
 * @property {OtherDevice[]} others        further devices that wait by the same link
 * @property {number|null} declinedFor     seconds left to undo, while a decline is on its way
 * @property {string} said                 the last message sent to them, empty for none
 * @property {boolean} admitting           Admit was clicked and is not decided yet
 * @property {boolean} later               whether it may be confirmed later: nobody is in session
 * @property {string} unconfirmed          who in session keeps all others out until confirmed, empty for none
 * @property {readonly string[]|null} words  safety words; null while no channel is open
 * @property {Verdict} compared            what was said of them
 *
 * @typedef {object} Decisions
 * @property {(waiter: Waiter, method: Method, how?: {guest: boolean}) => void} admit
 * @property {(waiter: Waiter) => void} decline        ten seconds later, unless undone
 * @property {(waiter: Waiter) => void} undo
 * @property {(waiter: Waiter, how: {spare: boolean}) => void} refuse
 * @property {(waiter: Waiter, on: boolean) => void} preview
 * @property {(waiter: Waiter, on: boolean) => void} listen
 * @property {(waiter: Waiter, text: string) => void} message
 * @property {(waiter: Waiter, participant: string) => void} choose   of several devices
 * @property {(waiter: Waiter) => void} emergency      open the emergency card
 * @property {(waiter: Waiter) => void} replaceLink    offered after three misses, and when safety words differ
 * @property {(waiter: Waiter, verdict: Verdict) => void} compare   of safety words
 */

const UNNAMED = "Somebody";
const STRANGERS = Object.freeze({
  known: "",
  locked: "",
  looking: "Looking up whose link this is.",
  unknown: "This link is not one of yours.",
});

export class QueueCard {
  /**
   * @param {object} page
   * @param {Waiter} page.waiter
   * @param {string} page.id         unique in the page
   * @param {Decisions} page.decisions
   * @param {QueueDialogs} page.dialogs
   * @param {() => number} page.now  seconds
   */
  constructor({ waiter, id, decisions, dialogs, now }) {
    this.waiter = waiter;
    this.now = now;
    this.name = element("h3", { id });
    this.waited = element("p", { class: "waited" });
    this.typed = element("p", { class: "quiet" });
    this.stranger = element("p", { class: "stranger" });
    this.elsewhere = element("p", { class: "card-elsewhere" });
    this.disowned = element("p", { class: "stranger" });
    this.place = element("p", { class: "card-place" });
    this.chips = new QueueChips();
    this.devices = new QueueDevices(id, (participant) => decisions.choose(this.waiter, participant));
    this.preview = new QueuePreview(
      waiter.participant,
      (on) => decisions.listen(this.waiter, on),
      (text) => decisions.message(this.waiter, text),
    );
    this.said = element("p", { class: "card-said" });
    this.actions = new QueueActions({ id, card: this, decisions, dialogs });
    this.words = new SafetyWords({
      id: `${id}-words`,
      side: "clinician",
      acts: {
        compare: (_participant, verdict) => decisions.compare(this.waiter, verdict),
        replaceLink: () => decisions.replaceLink(this.waiter),
      },
      refuge: () => this.actions.message,
      kind: "link-button",
    });
    this.element = element(
      "article",
      { class: "card", "aria-labelledby": id },
      element("div", { class: "card-head" }, this.name, this.waited),
      ...this.#parts(),
    );
  }

  #parts() {
    const { typed, stranger, elsewhere, disowned, place, chips, devices, preview, said, actions, words } = this;
    const lines = [typed, stranger, elsewhere, disowned, place];
    const comparing = element("div", { class: "card-words" }, words.button, words.panel);
    return [...lines, chips.element, devices.element, preview.element, said, actions.element, comparing];
  }

  /** Whether these are the same people: any of the link's devices is. @param {Waiter} waiter */
  isOf(waiter) {
    const ids = idsOf(this.waiter);
    return waiter.room === this.waiter.room && idsOf(waiter).some((id) => ids.includes(id));
  }

  /** @param {Waiter} waiter */
  update(waiter) {
    this.waiter = waiter;
    const { waits, mayDecide, state } = waiter;
    const isOpen = mayDecide && state !== "locked";
    say(this.name, ...this.#title());
    say(this.waited, ...this.#waitedParts());
    setAttribute(this.element, "data-waits", waits);
    this.#drawWords(isOpen);
    this.chips.update(isOpen ? chipsOf(waiter, this.now()) : []);
    this.devices.update(isOpen && waits ? waiter : { ...waiter, others: [] });
    this.preview.update(waiter);
    this.actions.update(waiter);
    this.words.update(isOpen && state === "known" ? [wordsWith(waiter)] : []);
  }

  /** Where the focus goes when what had it is not there any more. @param {Element|null} focused */
  refuge(focused) {
    return this.words.refugeOf(focused) ?? this.actions.refuge(focused);
  }

  stop() {
    this.preview.stop();
  }

  #title() {
    const { name, waits, place } = this.waiter;
    if (name === "") return [nameOf(waits ? UNNAMED : `${UNNAMED} is checking in`)];
    return place === "lost" ? [nameOf(name), ", new device"] : [nameOf(name)];
  }

  /** "4 min" is enough for the eye, beside the name. */
  #waitedParts() {
    const { waits, connected, seconds } = this.waiter;
    if (!connected) return ["Their connection was lost a moment ago"];
    if (!waits) return ["Not ready yet"];
    return [element("span", { class: "visually-hidden" }, "Has waited "), waitedText(seconds)];
  }

  /** On a page that does not host there is the label, and how long they wait. @param {boolean} isOpen */
  #drawWords(isOpen) {
    const { typed, state, place, disowned, card, said, name } = this.waiter;
    const label = nameOf(name || UNNAMED);
    const saysNot = [label, " says: that is not me."];
    line(this.typed, isOpen && typed !== "", ["says: ", nameOf(typed)]);
    line(this.stranger, STRANGERS[state] !== "", [STRANGERS[state]]);
    line(this.elsewhere, isOpen && place !== "first", elsewhereParts(place, name || UNNAMED));
    line(this.disowned, isOpen && disowned, saysNot);
    const where = card === null ? "" : placeText(card);
    line(this.place, isOpen && where !== "", [hidden("Place: "), nameOf(where)]);
    line(this.said, isOpen && said !== "", ["You wrote: ", nameOf(said)]);
  }
}

/**
 * @param {HTMLElement} target
 * @param {boolean} shown
 * @param {(string|HTMLElement)[]} parts
 */
function line(target, shown, parts) {
  if (shown) say(target, ...parts);
  else setText(target, "");
  show(target, shown);
}

/** @param {string} text */
function hidden(text) {
  return element("span", { class: "visually-hidden" }, text);
}

/**
 * @param {Waiter["place"]} place
 * @param {string} name
 */
function elsewhereParts(place, name) {
  if (place === "lost") return ["The connection to ", nameOf(name), "'s other device was lost."];
  return [nameOf(name), " is in session on another device."];
}

/** @param {Waiter} waiter */
function wordsWith({ participant, name, words, compared }) {
  return { participant, name: name || UNNAMED, words, compared };
}

/** @param {Waiter} waiter */
function idsOf({ participant, others }) {
  return [participant, ...others.map((device) => device.participant)];
}

/**
 * "Lisbon, Portugal", and the country once.
 *
 * @param {Pick<Card, "place"|"country">} card
 * @returns {string}
 */
export function placeText({ place, country }) {
  const land = country === "" ? "" : countryName(country);
  if (place.toLowerCase().includes(land.toLowerCase())) return place;
  return place === "" ? land : `${place}, ${land}`;
}
