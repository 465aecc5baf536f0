// Entry of /enrol: a one-time link makes an account.

import { enrol } from "./account.js";
import { enrolment } from "./api.js";
import { Enrolment } from "./enrolment.js";
import { EnrolmentToken } from "./enrolment_token.js";
import { KnownServer } from "./known_server.js";
import { leave } from "./leave.js";
import { onReturn, place, reload } from "./page.js";
import { newRecoveryCode } from "./recovery_code.js";
import { Screens } from "./screens.js";
import { shortcoming } from "./support.js";
import { unsupported } from "./views/problem.js";

async function start() {
  const screens = new Screens(place("main"));
  const token = new EnrolmentToken();
  token.take();
  const lacks = await shortcoming();
  if (lacks !== null) return screens.show("problem", unsupported(lacks));
  const acts = { enrolment, enrol, newCode: newRecoveryCode };
  const page = new Enrolment({ screens, server: new KnownServer(), token, acts, leave, reload });
  // A link pasted into the address bar of this very page changes the fragment only: nothing is loaded.
  window.addEventListener("hashchange", () => token.take() && void page.start());
  onReturn(() => undefined);
  await page.start();
}

await start();
