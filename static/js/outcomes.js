// What has come of the clinician's decisions, by the server's word: who was let in, who was found out, which link is over.

/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Method, ToBrowser } from "./messages.js" */
/** @import { Person } from "./room.js" */

/**
 * @typedef {object} OutcomesPage
 * @property {(invitation: string, method: Method|null) => void} admitted  whose link it is was let in
 * @property {(invitation: string, method: Method) => void} confirmed      who they are was found out since
 * @property {(invitation: string) => void} refused                        nobody new is to come by a link
 * @property {() => void} linkEnded                                        a link was refused
 */

export class Outcomes {
  /** @param {OutcomesPage} page */
  constructor(page) {
    this.page = page;
    /** Whose link was refused, and who is still here. @type {Set<string>} */
    this.refused = new Set();
  }

  /**
   * @param {string} participant
   * @param {string|null|undefined} invitation
   */
  refuses(participant, invitation) {
    this.refused.add(participant);
    if (invitation) this.page.refused(invitation);
  }

  /**
   * @param {HostedRoom} room
   * @param {Readonly<Record<string, Person>>} before
   * @param {ToBrowser} message
   */
  follow(room, before, message) {
    if (message.type !== "changed") return;
    if (room.isHost()) for (const person of room.inSession()) this.#identity(person, before[person.id]);
    const ended = (message.gone ?? []).filter((id) => this.refused.delete(id));
    if (ended.length > 0) this.page.linkEnded();
  }

  /**
   * A guest who shares a client's link is not the client.
   *
   * @param {Person} person
   * @param {Person|undefined} before
   */
  #identity({ role, invitation, method = null }, before) {
    if (before === undefined || !invitation || role !== "client") return;
    if (before.standing === "waiting") this.page.admitted(invitation, method);
    else if (before.method === "later" && method !== null && method !== "later")
      this.page.confirmed(invitation, method);
  }
}
