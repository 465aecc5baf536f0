// A session of pages that hold keys, without anything to send: who was handed what, and who sends under what.

import { encodeBase64url } from "../../static/js/base64url.js";
import { Epochs } from "../../static/js/epochs.js";
import { Membership } from "../../static/js/membership.js";
import { FakeClock } from "./fake_clock.js";

/** @import { Content } from "../../static/js/card.js" */
/** @import { Period } from "../../static/js/periods.js" */

/** What a page's worker has been told. */
export class FakeMediaKeys {
  constructor() {
    /** @type {Map<number, Period>} */
    this.held = new Map();
    /** @type {number|null} */
    this.sends = null;
    /** What the worker has not taken in yet. @type {(() => void)[]|null} */
    this.slow = null;
  }

  /** @param {Period} period @returns {Promise<void>} */
  hold(period) {
    this.held.set(period.epoch, period);
    if (this.slow === null) return Promise.resolve();
    return new Promise((resolve) => this.slow?.push(resolve));
  }

  /** @param {number|null} epoch */
  send(epoch) {
    this.sends = epoch;
  }

  /** @param {number} epoch */
  drop(epoch) {
    this.held.delete(epoch);
  }
}

/** @param {number} byte */
export const loadOf = (byte) => new Uint8Array(16).fill(byte);

/** The load of the `loads`-th channel of somebody. @param {string} name @param {number} loads */
const loadNamed = (name, loads) => loadOf((name.charCodeAt(0) * 7 + loads) % 256);

export class MemberPage {
  /**
   * @param {KeyedSession} session
   * @param {string} name
   */
  constructor(session, name) {
    this.name = name;
    this.loads = 0;
    this.keys = new FakeMediaKeys();
    /** Every secret this page was ever handed, by epoch. @type {Map<number, string>} */
    this.secrets = new Map();
    /** What the server keeps back. @type {Content[]|null} */
    this.withheld = null;
    /** Words to the host are lost. */
    this.isMute = false;
    this.membership = new Membership(
      {
        keys: this.keys,
        load: () => this.load,
        tell: (content) => !this.isMute && session.toHost(name, content),
        draw: () => undefined,
      },
      session.clock,
      () => session.clock.now(),
    );
  }

  get load() {
    return loadNamed(this.name, this.loads);
  }

  /** @param {Content} content */
  hear(content) {
    if (this.withheld !== null) return void this.withheld.push(content);
    if (content.kind === "epoch") this.secrets.set(content.epoch, content.secret);
    if (content.kind === "epoch" || content.kind === "go" || content.kind === "lease")
      this.membership.heard(content);
  }

  deliver() {
    const withheld = this.withheld ?? [];
    this.withheld = null;
    for (const content of withheld) this.hear(content);
  }
}

export class KeyedSession {
  constructor() {
    this.clock = new FakeClock();
    this.keys = new FakeMediaKeys();
    /** @type {Map<string, MemberPage>} */
    this.pages = new Map();
    /** Who is in, by the clinician's list. @type {Set<string>} */
    this.members = new Set();
    this.epochs = new Epochs(
      {
        load: loadOf(1),
        own: () => "host",
        keys: this.keys,
        tell: (participant, content) => this.pages.get(participant)?.hear(content),
      },
      this.clock,
    );
  }

  /** What the host sends under. @returns {Period|null} */
  get period() {
    const { newest, gone } = this.epochs.periods;
    return gone ? newest : null;
  }

  /** @param {string} name */
  page(name) {
    const page = this.pages.get(name) ?? new MemberPage(this, name);
    this.pages.set(name, page);
    return page;
  }

  /** @param {string} name */
  async joins(name) {
    const page = this.page(name);
    this.members.add(name);
    page.membership.follow(true);
    return this.follow();
  }

  /** The page is loaded again, and resumes. @param {string} name */
  async returns(name) {
    const page = this.page(name);
    page.loads += 1;
    page.keys.held.clear();
    return this.follow();
  }

  /** @param {string} name @param {boolean} [knows]  whether their own page is told that they are out */
  async leaves(name, knows = true) {
    this.members.delete(name);
    if (knows) this.page(name).membership.follow(false);
    return this.follow();
  }

  async follow() {
    this.epochs.follow(new Map([...this.members].map((name) => [name, encodeBase64url(this.page(name).load)])));
    await this.settle();
  }

  /** What is promised has happened; no time passes. */
  async settle() {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }

  /** @param {number} milliseconds */
  async pass(milliseconds) {
    for (let passed = 0; passed < milliseconds; passed += 250) {
      this.clock.pass(Math.min(250, milliseconds - passed));
      await this.settle();
    }
  }

  /** @param {string} from @param {Content} content */
  toHost(from, content) {
    if (content.kind === "beat" || content.kind === "epoch_held" || content.kind === "epoch_wanted")
      this.epochs.heard(from, content);
  }
}
