// The browser, as the client's page stands on it: its connections, its help in danger, and the way out of another app.

import { inAppBrowser } from "./in_app_browser.js";
import { Legs } from "./legs.js";
import { Losses } from "./losses.js";
import { workerUrl } from "./trusted.js";
import { openElsewhere } from "./views/open_elsewhere.js";
import { gatheringOf } from "./visit_people.js";

/** @import { Site } from "./api.js" */
/** @import { Screens } from "./screens.js" */
/** @import { Visit } from "./visit.js" */

/** A session hides the foot of the page: the same help is found under "More". */
export function newDanger() {
  const help = document.querySelector("details.danger");
  if (!(help instanceof HTMLElement)) throw new TypeError("this page has no help for who is in danger");
  return /** @type {HTMLElement} */ (help.cloneNode(true));
}

/**
 * @param {Visit} visit
 * @param {(late: boolean) => void} setLate
 */
export function newLegs(visit, setLate) {
  return new Legs({
    send: (message) => visit.signalling.send(/** @type {any} */ (message)),
    stream: ({ participant, media }) => visit.setStream(participant, media),
    gone: ({ participant }) => visit.setStream(participant, null),
    problem: ({ reason }) => console.warn("A media connection is made anew:", reason),
    reach: () => visit.draw(),
    probe: (answered) => visit.signalling.returned(answered),
    connected: () => setLate(false),
    late: () => setLate(true),
    unencrypted: () => visit.media.unencrypted(),
    keys: visit.secrets.media,
    worker: workerUrl(),
  });
}

/**
 * @param {Visit} visit
 * @param {object} page
 * @param {Site} page.site
 * @param {() => boolean} page.isBlocked  the connection for sound and picture takes too long, or is tried no more
 * @param {() => void} page.changed
 */
export function newLosses(visit, { site, isBlocked, changed }) {
  return new Losses({
    legs: visit.media.legs,
    gathering: () => gatheringOf(visit, isBlocked()),
    changed,
    callBackAfter: site.call_back_after,
  });
}

/**
 * Inside another app a page may get neither camera nor a place to come back to: the way out is shown first.
 *
 * @param {Screens} screens
 * @param {boolean} mayStay  whether a session could be held here as well
 */
export async function leaveOtherApp(screens, mayStay) {
  const app = inAppBrowser(navigator.userAgent);
  if (app === "") return;
  await new Promise((goOn) =>
    screens.show(
      "problem",
      openElsewhere({ app, link: location.href, stay: mayStay ? () => goOn(null) : null }),
    ),
  );
}
