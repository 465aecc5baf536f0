// What a person is told when something they asked for did not happen.

import { InstallationChanged } from "./account.js";
import { ApiError } from "./api.js";
import { VaultRefused } from "./vault.js";
import { RolledBack } from "./vault_sync.js";

const FAULT =
  "Something went wrong in this page, and nothing was changed. Try again; if it stays, reload the page.";
const ANOTHER_SERVER = "This server is not the one this browser knows. Reload the page, and sign in again.";
const REFUSED =
  "What the server keeps does not open with your keys: it is damaged, or was changed. Whoever runs the server may have a backup.";
const NO_STORAGE =
  "This browser keeps no data for this page. Allow cookies and site data for this address in the browser's settings, then try again.";

/**
 * The sentence for an error; what nobody foresaw also goes to the console.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function refusalText(error) {
  if (error instanceof ApiError || error instanceof RolledBack) return error.message;
  if (error instanceof InstallationChanged) return ANOTHER_SERVER;
  if (error instanceof VaultRefused) return REFUSED;
  console.error("The page could not do this:", error);
  return error instanceof DOMException && STORAGE_FAULTS.includes(error.name) ? NO_STORAGE : FAULT;
}

/** What browsers throw when they keep no data, or have no room for it. */
const STORAGE_FAULTS = Object.freeze([
  "SecurityError",
  "InvalidStateError",
  "QuotaExceededError",
  "DataCloneError",
]);
