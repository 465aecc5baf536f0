// Entry of /kept: the practice's name above what stands on the page already.

import { ApiError } from "./api.js";
import { fillSite } from "./page.js";

try {
  await fillSite();
} catch (error) {
  // The table holds whoever runs the server.
  if (!(error instanceof ApiError)) throw error;
}
