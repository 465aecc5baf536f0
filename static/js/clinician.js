// Entry of / and /room/<id>: finds out who is here, and opens their page.

import { InstallationChanged, checkInstallation, trustInstallation } from "./account.js";
import * as api from "./api.js";
import { ClinicianPage } from "./clinician_page.js";
import { ground } from "./ground.js";
import { leave } from "./leave.js";
import { fillSite, onReturn, place, reload } from "./page.js";
import { takeSeats } from "./room_seats.js";
import { Screens } from "./screens.js";
import { shortcoming } from "./support.js";
import { anotherServer } from "./views/arrival.js";
import { failedStart, unsupported } from "./views/problem.js";

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
    const stands = ground(site, account, screens);
    await takeSeats(stands.rooms);
    await run(new ClinicianPage(site, account, stands));
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
