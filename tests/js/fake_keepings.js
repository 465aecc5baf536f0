// What a page brings to the rooms that it hosts, without a browser: its vault is open and knows every link.

import { SeatList } from "../../static/js/seat_list.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";
import { FakeMediaKeys } from "./keyed_session.js";
import { ROOM_KEY, SECRET, identifier } from "./sealed_end.js";

/** @import { Clock } from "../../static/js/clock.js" */
/** @import { Keeping } from "../../static/js/hosted_secrets.js" */

/**
 * Tests may have names for links, where knocks are made with ids.
 *
 * @param {string} _room
 * @param {string} link
 */
const opened = async (_room, link) => ({ secret: SECRET, roomKey: ROOM_KEY, invitation: identifier(link) });

export class FakeKeepings {
  /** @param {Clock} clock */
  constructor(clock) {
    this.clock = clock;
    this.dataKey = new Uint8Array(32);
    this.media = Object.assign(new FakeMediaKeys(), { watch: () => undefined, preview: () => undefined });
    /** By room. @type {Map<string, Keeping>} */
    this.rooms = new Map();
  }

  /** @param {string} room @returns {Keeping} */
  of(room) {
    const shelf = /** @type {any} */ (new FakeSealedShelf().place);
    const keeping = /** @type {any} */ ({
      seats: new SeatList(room, { shelf, clock: this.clock }),
      // The only page of its browser.
      lock: { held: true, acquire: async () => true, take: async () => true, release: () => undefined },
      door: { open: opened },
      dataKey: () => this.dataKey,
      media: this.media,
      load: new Uint8Array(16),
    });
    this.rooms.set(room, keeping);
    return keeping;
  }

  /** It was opened once and stays open. */
  isOtherKey() {
    return false;
  }
}
