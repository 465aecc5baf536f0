// What stands above everything on the clinician's page: that the connection is lost, or the sign-in over.

import { connectionText, signedOutText } from "./views/notice.js";
import { restartText } from "./views/restart_notice.js";

/** @import { Desk } from "./desk.js" */
/** @import { Guard } from "./guard.js" */
/** @import { Notice } from "./views/notice.js" */

export class ClinicianNotice {
  /**
   * @param {object} page
   * @param {Notice} page.notice
   * @param {Desk} page.desk
   * @param {Guard} page.guard
   * @param {() => boolean} page.isSaid  the session says already that nothing gets through, and why
   * @param {() => void} page.isBack  the connection was lost, and is there again
   */
  constructor({ notice, desk, guard, isSaid, isBack }) {
    this.notice = notice;
    this.desk = desk;
    this.guard = guard;
    this.isSaid = isSaid;
    this.isBack = isBack;
    this.wasLost = false;
  }

  /** @param {boolean} inSession */
  draw(inSession) {
    const { status, rooms } = this.desk;
    const known = [...rooms.values()].some(({ room }) => room !== null);
    const arrived = known || (status.state === "lost" && status.attempt > 0);
    const isOver = status.state === "over" || this.guard.state === "over";
    if (inSession && isOver) return this.notice.show(signedOutText(), "/sign-in");
    const part = arrived ? (inSession ? "session" : "arriving") : "none";
    const stopsAt = [...rooms.values()].map(({ room }) => room?.stopsAt).find((at) => at !== undefined);
    this.notice.show(this.isSaid() ? "" : connectionText(status, part) || restartText(stopsAt, part));
    const isBack = status.state === "open" && this.wasLost;
    this.wasLost = known && status.state !== "open";
    if (isBack) this.isBack();
  }
}
