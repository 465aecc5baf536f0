// Entry of / and /room/<id>: finds out who is here, and opens their page.

import { InstallationChanged, checkInstallation, signOut, trustInstallation } from "./account.js";
import * as api from "./api.js";
import { ClinicianPage } from "./clinician_page.js";
import { Devices } from "./devices.js";
import { LastTouch } from "./last_touch.js";
import { leave } from "./leave.js";
import { Legs } from "./legs.js";
import { announce, fillSite, onReturn, place, reload, socketUrl } from "./page.js";
import { Screens } from "./screens.js";
import { Seat } from "./seat.js";
import { shortcoming } from "./support.js";
import { workerUrl } from "./trusted.js";
import { vaultMeans } from "./vault_means.js";
import { WakeLock } from "./wake_lock.js";
import { AccountDialog } from "./views/account.js";
import { anotherServer } from "./views/arrival.js";
import { browserOutlets } from "./views/link_panel.js";
import { Notice } from "./views/notice.js";
import { failedStart, unsupported } from "./views/problem.js";

/** @import { Rooms, Site } from "./api.js" */
/** @import { Ground } from "./clinician_page.js" */
/** @import { Desk } from "./desk.js" */

const CHANNEL = "telehealth today";

/**
 * The browser, as the page stands on it.
 *
 * @param {Site} site
 * @param {Rooms} account
 * @param {Screens} screens
 * @returns {Ground}
 */
function ground(site, { clinician, rooms }, screens) {
  const { installation } = site;
  const { username } = clinician;
  return {
    screens,
    notice: new Notice(place("notices")),
    wakeLock: new WakeLock(),
    devices: new Devices(),
    rooms: rooms.map(({ id }) => ({ id, seat: new Seat(`room ${id}`) })),
    url: socketUrl(),
    origin: location.origin,
    legs: newLegs,
    address: showAddress,
    tabs: new BroadcastChannel(CHANNEL),
    lastTouch: new LastTouch(),
    vault: (page) => vaultMeans({ installation, username, ...page }),
    api,
    outlets: browserOutlets(),
    now: () => Date.now() / 1000,
    accountSheet: (vault) =>
      new AccountDialog({ clinician, practice: site.name, installation, announce, ...vault }),
    signOut,
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
    connected: () => setLate(false),
    late: () => setLate(true),
    worker: workerUrl(),
  });
}

/** @param {ClinicianPage} page */
async function run(page) {
  setInterval(() => page.tick(), 1000);
  onReturn(() => page.returned());
  page.idle.start(window);
  // A change that only this page has would go with it.
  window.addEventListener("beforeunload", (event) => {
    if (!page.guard.isSaved()) event.preventDefault();
  });
  await page.start();
}

async function start() {
  const screens = new Screens(place("main"));
  try {
    const [site, lacks] = await Promise.all([fillSite(), shortcoming()]);
    if (lacks !== null) return screens.show("problem", unsupported(lacks));
    checkInstallation(site.installation);
    const account = await api.rooms();
    await run(new ClinicianPage(site, account, ground(site, account, screens)));
  } catch (error) {
    if (error instanceof api.ApiError && error.status === 401) return leave("/sign-in");
    if (error instanceof InstallationChanged)
      return screens.show(
        "problem",
        anotherServer(() => void trust()),
      );
    screens.show("problem", failedStart(error, reload));
  }
}

/** The person says that the server was set up anew. */
async function trust() {
  trustInstallation((await api.site()).installation);
  reload();
}

await start();
