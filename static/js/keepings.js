// What the clinician's page brings to each of its rooms: the seats it has given, the right to hold the room, its keys.

import { HostLock } from "./host_lock.js";
import { MediaKeys } from "./media_keys.js";
import { RoomDoor } from "./room_door.js";
import { SeatList } from "./seat_list.js";

/** @import { Clock } from "./clock.js" */
/** @import { Keeping } from "./hosted_secrets.js" */
/** @import { SealedLists } from "./seat_list_shelf.js" */
/** @import { SharedShelf } from "./shelf.js" */
/** @import { VaultContent } from "./vault.js" */

/** @typedef {{content: VaultContent, dataKey: Uint8Array<ArrayBuffer>}} OpenVault */

const LOAD_BYTES = 16;

export class Keepings {
  /**
   * @param {{locks: LockManager|null, seatLists: SharedShelf<SealedLists>, clock?: Clock}} ground
   * @param {object} page
   * @param {() => OpenVault|null} page.vault  null while it is locked
   * @param {() => void} page.exhausted        this page's stream numbers are used up
   */
  constructor(ground, { vault, exhausted }) {
    this.ground = ground;
    this.vault = vault;
    this.load = crypto.getRandomValues(new Uint8Array(LOAD_BYTES));
    this.media = new MediaKeys({ exhausted });
    this.door = new RoomDoor(() => vault()?.content ?? null);
    /** Under which the lists were opened last. @type {Uint8Array<ArrayBuffer>|null} */
    this.dataKey = null;
  }

  /**
   * @param {string} room
   * @param {() => void} displaced  another page of this browser holds the room now
   * @returns {Keeping}
   */
  of(room, displaced) {
    const { media, load, door } = this;
    const { locks, seatLists: shelf, clock } = this.ground;
    const lock = new HostLock(room, { locks, lost: displaced });
    const seats = new SeatList(room, { shelf, mayWrite: () => lock.held, ...(clock && { clock }) });
    return { seats, lock, door, media, load, dataKey: () => this.vault()?.dataKey ?? null };
  }

  /** Whether the vault was opened, locked, or is under another key since this was asked last. */
  isOtherKey() {
    const dataKey = this.vault()?.dataKey ?? null;
    const isOther = dataKey !== this.dataKey;
    this.dataKey = dataKey;
    if (dataKey === null) this.door.close();
    return isOther;
  }
}
