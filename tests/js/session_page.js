// One session as the clinician's page follows it, minute by minute, and what its receipt says.

import { SessionRecord } from "../../static/js/session_record.js";
import { sessionReceipt } from "../../static/js/session_receipt.js";
import { FakeHosted } from "./fake_hosted.js";

/** @import { Card } from "../../static/js/card.js" */
/** @import { ParticipantView, Standing } from "../../static/js/messages.js" */

/** Seconds: Wednesday, 25 November 2026, 14:00 in Berlin. */
export const BEGAN = Date.UTC(2026, 10, 25, 13) / 1000;

export class Session {
  constructor({ loaded = false } = {}) {
    this.now = BEGAN;
    this.room = new FakeHosted().welcome();
    this.record = SessionRecord.begin(this.room.hosted, BEGAN, loaded);
    /** Whom the vault knows. @type {Record<string, string>} */
    this.labels = { maya: "M. from Tuesday" };
  }

  /** Maya Q. is admitted by her code word at 14:00. */
  static withMaya() {
    const session = new Session();
    session.room.says("maya", { name: "Maya Q." }, BEGAN - 180);
    session.stands("maya", "admitted");
    return session;
  }

  /** @param {number} minutes */
  pass(minutes) {
    this.now += minutes * 60;
    return this;
  }

  /** @param {string} id @param {Standing} standing @param {Partial<ParticipantView>} [more] */
  stands(id, standing, more) {
    this.room.stands(id, standing, more);
    return this.follow();
  }

  /** @param {string} id @param {Partial<Card>} card */
  says(id, card) {
    this.room.says(id, card, this.now);
    return this.follow();
  }

  follow() {
    this.record.follow(this.room.hosted, this.now, ({ id }) => this.labels[id] ?? "");
    return this;
  }

  /** The clinician has ended it. */
  ends() {
    this.room.isOver = true;
    return this.follow();
  }

  receipt({ withLabels = false } = {}) {
    return sessionReceipt(this.record.facts, { practice: "Riverside", withLabels, now: this.now });
  }

  /** What stands beside this word, in all parts. @param {string} term */
  said(term) {
    const rows = this.receipt().parts.flatMap((part) => part.rows);
    return rows.filter((row) => row.term === term).map(({ text }) => text);
  }

  /** @returns {string[]} */
  interruptions() {
    const part = this.receipt().parts.find(({ title }) => title === "Interruptions");
    return (part?.rows ?? []).map(({ term, text }) => `${term}: ${text}`);
  }

  /** Who was present, by name. */
  present() {
    return this.receipt().parts.filter(({ title }) => title === "Present: ").map(({ name }) => name);
  }
}
