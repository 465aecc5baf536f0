// The server behind this page, and whether it is the one that this browser knows.

import { checkInstallation, trustInstallation } from "./account.js";
import { fillSite } from "./page.js";

/** @import { Site } from "./api.js" */

export class KnownServer {
  /** @param {() => Promise<Site>} ask */
  constructor(ask = fillSite) {
    this.ask = ask;
    /** @type {Site|null} */
    this.found = null;
  }

  /**
   * Asked once; a try that failed is made again with the next call. Throws `ApiError`, or `InstallationChanged`
   * when nothing must be typed here before the person has said that they know of it.
   *
   * @returns {Promise<Site>}
   */
  async site() {
    this.found ??= await this.ask();
    checkInstallation(this.found.installation);
    return this.found;
  }

  /** The person says that the server was set up anew. */
  trust() {
    if (this.found !== null) trustInstallation(this.found.installation);
  }
}
