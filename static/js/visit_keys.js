// What somebody's page encrypts under, before and after they are admitted: a preview's key of its own, then the session's.

import { encodeBase64url } from "./base64url.js";
import { Membership } from "./membership.js";

/** @import { EpochKeys } from "./all_keys.js" */
/** @import { Content } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Epoch, Go, Lease } from "./key_contents.js" */
/** @import { MediaKeys } from "./media_keys.js" */
/** @import { Standing } from "./messages.js" */

const SECRET_BYTES = 32;

export class VisitKeys {
  /**
   * @param {object} page
   * @param {Pick<MediaKeys, "preview">} page.media
   * @param {EpochKeys} page.epochs  what works under the session's keys
   * @param {() => Uint8Array<ArrayBuffer>|null} page.load  of the channel that is open, null without one
   * @param {(content: Content) => void} page.tell
   * @param {() => void} page.draw
   * @param {Clock} clock
   * @param {() => number} [steady]  milliseconds, of a clock that nobody sets
   */
  constructor({ media, epochs, load, tell, draw }, clock, steady) {
    this.media = media;
    this.load = load;
    this.tell = tell;
    this.membership = new Membership({ keys: epochs, load, tell, draw }, clock, steady);
    this.waits = false;
  }

  /** For want of a word from the clinician's page nothing is sent. */
  get isSilent() {
    return this.membership.isSilent;
  }

  /**
   * Where this page's person stands, and whether they take part at all.
   *
   * @param {Standing|null} standing  null for who does not
   */
  follow(standing) {
    const waits = standing === "waiting";
    // First the end of a session: it would take the preview's key along.
    this.membership.follow(standing === "admitted");
    if (waits === this.waits) return;
    this.waits = waits;
    if (waits) this.#preview();
    else this.media.preview(null);
  }

  /** The clinician's page has a channel with this one, which it did not have before. */
  opened() {
    if (this.waits) this.#preview();
    this.membership.renewed();
  }

  /** @param {Epoch|Go|Lease} content */
  heard(content) {
    this.membership.heard(content);
  }

  /** This page's stream numbers are used up. */
  exhausted() {
    if (this.waits) this.#preview();
    else this.membership.exhausted();
  }

  /** A key of its own for each wait: whoever has seen one preview opens no other. */
  #preview() {
    const load = this.load();
    if (load === null) return;
    const secret = crypto.getRandomValues(new Uint8Array(SECRET_BYTES));
    this.media.preview({ secret, load });
    this.tell({ kind: "preview_key", secret: encodeBase64url(secret) });
  }
}
