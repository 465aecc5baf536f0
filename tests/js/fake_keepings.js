// What a page brings to the rooms that it hosts, without a browser: its vault is open and knows every link of an id.

import { SeatList } from "../../static/js/seat_list.js";
import { FakeSealedShelf } from "./fake_sealed_shelf.js";
import { FakeMediaKeys } from "./keyed_session.js";
import { ROOM_KEY, SECRET } from "./sealed_end.js";

/** @import { Clock } from "../../static/js/clock.js" */
/** @import { Keeping } from "../../static/js/hosted_secrets.js" */

export class FakeKeepings {
  /** @param {Clock} clock */
  constructor(clock) {
    this.clock = clock;
    this.dataKey = new Uint8Array(32);
    /** The keys to the previews of those who wait, as the page has them. @type {Map<string, unknown>} */
    this.watched = new Map();
    this.media = Object.assign(new FakeMediaKeys(), {
      watch: (/** @type {string} */ participant, /** @type {unknown} */ key) => {
        if (key === null) this.watched.delete(participant);
        else this.watched.set(participant, key);
      },
      preview: () => undefined,
      clear: () => void this.watched.clear(),
    });
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
      door: { open: async () => ({ secret: SECRET, roomKey: ROOM_KEY }) },
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
