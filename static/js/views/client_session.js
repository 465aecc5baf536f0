// The client's session: the stage, and below the pictures what its person is asked.

import { element } from "../element.js";
import { hostIsHere, inSession } from "../room.js";
import { UNENCRYPTED } from "../session_news.js";
import { tilePeople } from "../tile_people.js";
import { BarButton } from "./device_bar.js";
import { IsThisYou } from "./is_this_you.js";
import { Stage } from "./stage.js";

/** @import { Devices } from "../devices.js" */
/** @import { Answer } from "../other_device.js" */
/** @import { Person, Room } from "../room.js" */
/** @import { Visit } from "../visit.js" */
/** @import { AskedPlace } from "./asked_place.js" */

export class ClientSession {
  /**
   * @param {object} page
   * @param {Devices} page.devices
   * @param {AskedPlace} page.askedPlace  the same as in the waiting room: what is half written comes along
   * @param {(participant: string, answer: Answer) => void} page.answer  about another device
   * @param {() => void} page.tryAgain
   * @param {() => void} page.leave
   * @param {() => void} page.quickExit
   * @param {HTMLElement} page.danger     help in danger, which has no other place here
   */
  constructor({ devices, askedPlace, answer, tryAgain, leave, quickExit, danger }) {
    this.askedPlace = askedPlace;
    this.isThisYou = new IsThisYou({ answer });
    this.leave = new BarButton(["leave"], leave, "leave");
    this.leave.update(true, "Leave");
    this.stage = new Stage({ devices, actions: [this.leave.element], tryAgain, side: null });
    this.questions = element("div", { class: "questions" }, this.isThisYou.element);
    this.stage.notes.append(this.questions);
    this.stage.menu.addQuickExit(quickExit);
    this.stage.more.add(danger);
    this.element = this.stage.element;
    this.heading = this.stage.heading;
  }

  /**
   * @param {Visit} visit
   * @param {number|null} seconds  since the session began
   * @param {boolean} blocked      sound and picture cannot get through
   */
  update(visit, seconds, blocked) {
    const { room } = visit;
    if (room === null) return;
    this.isThisYou.update(visit, this.heading);
    this.askedPlace.standIn(this.questions);
    this.askedPlace.update(visit, this.heading);
    this.stage.update({
      title: room.clinician,
      people: peopleOf(visit, room),
      alone: hostIsHere(room)
        ? ""
        : `The connection to ${room.clinician} was lost. Waiting for them to come back.`,
      seconds,
      blocked,
      message: warningOf(visit, room),
      chat: visit.chat,
    });
  }

  /** The session is over, or goes on later: nothing of it stands over another screen. */
  close() {
    this.stage.menu.close();
    this.stage.chat.close();
  }

  /** Once a second. @param {number} seconds */
  tick(seconds) {
    this.stage.tick(seconds);
  }
}

/**
 * Why this person is neither seen nor heard, if it is so.
 *
 * @param {Visit} visit
 * @param {Room} room
 */
function warningOf({ media, secrets }, room) {
  if (media.isUnencrypted) return UNENCRYPTED;
  if (!secrets.keys.isSilent) return "";
  return `You can’t be seen or heard: ${room.clinician}’s page has not answered for a while. It goes on by itself when it does.`;
}

/**
 * The clinician's page that hosts, then the others, as the host calls them.
 *
 * @param {Visit} visit
 * @param {Room} room
 */
function peopleOf({ roster, media }, room) {
  const known = (/** @type {Person} */ { id }) =>
    roster.find(({ participant }) => participant === id) ?? null;
  const host = room.host === null ? undefined : room.people[room.host];
  return tilePeople({
    people: [...(host === undefined ? [] : [host]), ...inSession(room)],
    name: (person) => (person.id === room.host ? room.clinician : known(person)?.name || "Guest"),
    devices: (person) => known(person)?.devices ?? null,
    streams: media.streams,
  });
}
