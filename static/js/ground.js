// The browser, as the clinician's page stands on it.

import { signOut } from "./account.js";
import * as api from "./api.js";
import { Arrivals } from "./arrivals.js";
import { Chime } from "./chime.js";
import { Devices } from "./devices.js";
import { EmergencyShelf } from "./emergency_shelf.js";
import { LastTouch } from "./last_touch.js";
import { leave } from "./leave.js";
import { Legs } from "./legs.js";
import { announce, place, socketUrl } from "./page.js";
import { forgetRoomSeats, roomSeats } from "./room_seats.js";
import { SEAT_LIST_SHELF, forgetSeatLists } from "./seat_list.js";
import { receiptShelf } from "./session_records.js";
import { workerUrl } from "./trusted.js";
import { vaultMeans } from "./vault_means.js";
import { WakeLock } from "./wake_lock.js";
import { AccountDialog } from "./views/account.js";
import { browserOutlets } from "./views/link_panel.js";
import { Notice } from "./views/notice.js";

/** @import { Rooms, Site } from "./api.js" */
/** @import { Clock } from "./clock.js" */
/** @import { Desk } from "./desk.js" */
/** @import { Door } from "./door.js" */
/** @import { Tabs } from "./idle.js" */
/** @import { Screens } from "./screens.js" */
/** @import { Seat } from "./seat.js" */
/** @import { SealedLists } from "./seat_list_shelf.js" */
/** @import { SharedShelf } from "./shelf.js" */
/** @import { VaultContent } from "./vault.js" */
/** @import { VaultSync } from "./vault_sync.js" */
/** @import { Outlets } from "./views/link_panel.js" */

/**
 * What the page stands on; a test brings its own.
 *
 * @typedef {object} Ground
 * @property {Screens} screens
 * @property {Notice} notice
 * @property {Pick<WakeLock, "set">} wakeLock
 * @property {Devices} devices
 * @property {readonly {id: string, seat: Seat}[]} rooms
 * @property {string} url       of the WebSocket
 * @property {string} origin
 * @property {(desk: Desk, setLate: (late: boolean) => void) => Legs} legs
 * @property {(path: string) => void} address
 * @property {Tabs} tabs        the browser's other pages
 * @property {Pick<Arrivals, "update"|"setMuted"|"alert">} arrivals
 * @property {EmergencyShelf} emergencyShelf
 * @property {ReturnType<typeof receiptShelf>} receiptShelf
 * @property {SharedShelf<SealedLists>} seatLists
 * @property {LockManager} locks
 * @property {Pick<LastTouch, "record">} lastTouch
 * @property {(page: {changed: () => void, failed: (error: Error) => void}) => ReturnType<typeof vaultMeans>} vault
 * @property {ConstructorParameters<typeof Door>[0]["api"]} api
 * @property {Outlets} outlets
 * @property {() => number} now  seconds
 * @property {Clock} [clock]
 * @property {(vault: {sync: VaultSync, bringBack: (content: VaultContent) => Promise<number>,
 *   signOut: () => Promise<unknown>}) => AccountSheet} accountSheet
 * @property {() => Promise<unknown>} signOut      at the server, and here
 * @property {() => Promise<void>} forgetSeats     of whom was let in in this browser, and its own
 * @property {(path: string) => Promise<unknown>} leave
 *
 * @typedef {{open: () => void, close: () => void, element: HTMLElement}} AccountSheet
 */

const CHANNEL = "telehealth today";

/**
 * The browser, as the page stands on it.
 *
 * @param {Site} site
 * @param {Rooms} account
 * @param {Screens} screens
 * @returns {Ground}
 */
export function ground(site, { clinician, rooms }, screens) {
  const { installation } = site;
  const { username } = clinician;
  return {
    screens,
    notice: new Notice(place("notices")),
    wakeLock: new WakeLock(),
    devices: new Devices(),
    rooms: roomSeats(rooms),
    url: socketUrl(),
    origin: location.origin,
    legs: newLegs,
    address: showAddress,
    tabs: new BroadcastChannel(CHANNEL),
    lastTouch: new LastTouch(),
    arrivals: new Arrivals({
      chime: new Chime(),
      announce,
      document,
      notification: globalThis.Notification,
      navigator,
    }),
    emergencyShelf: new EmergencyShelf(),
    receiptShelf: receiptShelf(),
    seatLists: SEAT_LIST_SHELF,
    locks: navigator.locks,
    vault: (page) => vaultMeans({ installation, username, ...page }),
    api,
    outlets: browserOutlets(),
    now: () => Date.now() / 1000,
    accountSheet: (vault) =>
      new AccountDialog({ clinician, practice: site.name, installation, announce, ...vault }),
    signOut,
    forgetSeats: async () => void (await Promise.all([forgetSeatLists(), forgetRoomSeats()])),
    leave,
  };
}

/** @param {string} path */
function showAddress(path) {
  if (location.pathname === path) return;
  if (path === "/") history.replaceState(null, "", path);
  else history.pushState(null, "", path);
}

/**
 * @param {Desk} desk
 * @param {(late: boolean) => void} setLate
 */
function newLegs(desk, setLate) {
  return new Legs({
    send: (message) => desk.signalling.send(/** @type {any} */ (message)),
    stream: (found) => desk.setStream(found, found.media),
    gone: (found) => desk.setStream(found, null),
    problem: ({ reason }) => console.warn("A media connection is made anew:", reason),
    reach: () => desk.draw(),
    probe: (answered) => desk.signalling.returned(answered),
    connected: () => setLate(false),
    late: () => setLate(true),
    unencrypted: () => desk.course.unencrypted(),
    keys: desk.page.keepings.media,
    worker: workerUrl(),
  });
}
