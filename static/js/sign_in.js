// Entry of /sign-in.

import { openRecovery, recover, signIn } from "./account.js";
import { ApiError, rooms, vault } from "./api.js";
import { Entrance } from "./entrance.js";
import { KnownServer } from "./known_server.js";
import { leave } from "./leave.js";
import { onReturn, place, reload } from "./page.js";
import { restoreDataKey, SHELF } from "./page_key.js";
import { newRecoveryCode } from "./recovery_code.js";
import { Screens } from "./screens.js";
import { shortcoming } from "./support.js";
import { failedStart, unsupported } from "./views/problem.js";

/**
 * Who can go on to Today in this browser without a password. Asked of the server only when this browser keeps a key.
 *
 * @returns {Promise<string|null>}
 */
async function signedIn() {
  try {
    if ((await SHELF.get()) === undefined) return null;
    const { clinician } = await rooms();
    const { page_half: half } = await vault();
    const kept = await restoreDataKey(half);
    return kept?.username === clinician.username ? clinician.name : null;
  } catch (error) {
    const isNobody = error instanceof ApiError && error.status === 401;
    // Some private windows keep nothing.
    if (isNobody || error instanceof DOMException) return null;
    throw error;
  }
}

async function start() {
  const screens = new Screens(place("main"));
  onReturn(() => undefined);
  try {
    const lacks = await shortcoming();
    if (lacks !== null) return screens.show("problem", unsupported(lacks));
    const acts = { signedIn, signIn, openRecovery, recover, newCode: newRecoveryCode };
    await new Entrance({ screens, server: new KnownServer(), acts, leave }).start();
  } catch (error) {
    screens.show("problem", failedStart(error, reload));
  }
}

await start();
