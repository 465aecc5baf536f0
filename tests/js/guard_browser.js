// The guard of one browser's pages, with a vault and a server that do what a test wants.

import { WrongPassword } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { Guard } from "../../static/js/guard.js";
import { FakeServer, FakeSync } from "./fake_practice.js";
import { FakeTabs } from "./fake_tabs.js";

export const PASSWORD = "five words of hers here";

/** One browser: what it keeps of the data key is in all its tabs. */
export class Browser {
  constructor() {
    this.tabs = new FakeTabs();
    this.server = new FakeServer();
    this.kept = /** @type {any} */ (null);
    /** @type {Error|null} */
    this.loading = null;
    this.reachable = true;
    /** What loading waits for. */
    this.onTheWay = Promise.resolve();
  }

  page() {
    /** @type {any} */
    const page = { inSession: false, opened: [], closed: 0, draws: 0, channels: 0 };
    page.guard = new Guard({
      username: "ruiz",
      keys: {
        restore: async () => this.kept,
        unlock: async (password) => {
          if (!this.reachable) throw new ApiError(0, "unreachable", "No answer.");
          if (password !== PASSWORD) throw new WrongPassword();
          this.kept = { username: "ruiz", dataKey: new Uint8Array(32) };
          return this.kept.dataKey;
        },
        forget: async () => void (this.kept = null),
      },
      half: async () => {
        if (!this.reachable) throw new ApiError(0, "unreachable", "No answer.");
        return "half";
      },
      newSync: () => {
        const sync = new FakeSync(this.server);
        sync.refusal = this.loading;
        const load = sync.load.bind(sync);
        sync.load = async () => {
          await this.onTheWay;
          await load();
        };
        page.sync = sync;
        page.channels += 1;
        return { sync: /** @type {any} */ (sync), close: () => void (page.channels -= 1) };
      },
      versions: async () => ({ offered: 3, seen: 7 }),
      tabs: this.tabs.open(),
      inSession: () => page.inSession,
      opened: (sync) => void page.opened.push(sync),
      closed: () => void (page.closed += 1),
      draw: () => void (page.draws += 1),
    });
    return page;
  }
}

/** Everything that was begun has been done. */
export const settled = () => new Promise((resolve) => setTimeout(resolve));

export async function openPage(browser = new Browser()) {
  const page = browser.page();
  await page.guard.open();
  if (page.guard.state === "locked") await page.guard.unlock(PASSWORD);
  return { browser, page, guard: /** @type {Guard} */ (page.guard) };
}
