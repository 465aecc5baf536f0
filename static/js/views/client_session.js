// The client's session: the stage, and below the pictures what its person is asked.

import { element } from "../element.js";
import { clientPlan } from "../fallback_words.js";
import { ownLossText } from "../own_loss.js";
import { hostIsHere } from "../room.js";
import { UNENCRYPTED } from "../session_news.js";
import { lostText } from "../tile_people.js";
import { visitPeople } from "../visit_people.js";
import { BarButton } from "./device_bar.js";
import { IsThisYou } from "./is_this_you.js";
import { Stage } from "./stage.js";

/** @import { Devices } from "../devices.js" */
/** @import { Losses } from "../losses.js" */
/** @import { Answer } from "../other_device.js" */
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
   * @param {object} page
   * @param {number|null} page.seconds  since the session began
   * @param {boolean} page.blocked      sound and picture cannot get through
   * @param {Losses} page.losses
   */
  update(visit, { seconds, blocked, losses }) {
    const { room, media, correspondence } = visit;
    if (room === null) return;
    this.isThisYou.update(visit, this.heading);
    this.askedPlace.standIn(this.questions);
    this.askedPlace.update(visit, this.heading);
    const { clinician } = room;
    const people = visitPeople(visit, room, losses);
    const away = hostIsHere(room) ? "" : lostText(clinician);
    const isAwayOnly = away !== "" && people.length > 0 && !people.some(({ participant }) => participant === room.host);
    this.stage.update({
      title: clinician,
      people,
      alone: away,
      seconds,
      blocked,
      why: visit.media.rest?.why ?? "",
      own: media.isUnencrypted ? "" : ownLossText(losses.cause, { clinician, status: visit.status }),
      plan: clientPlan(losses.fallback, { clinician, callback: correspondence.card?.callback ?? null }),
      message: media.isUnencrypted ? UNENCRYPTED : isAwayOnly ? `${away}.` : "",
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
