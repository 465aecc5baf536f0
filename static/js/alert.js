// The desktop's notification that somebody waits: one at a time, and it names nobody.

/**
 * unasked: the person has not said; missing: this browser has none for a page.
 *
 * @typedef {"unasked"|"granted"|"denied"|"missing"} AlertState
 * @typedef {Pick<typeof Notification, "permission"|"requestPermission">} Permitted
 * @typedef {Permitted & (new (title: string, options: NotificationOptions) => Notification)} Notifications
 */

const TEXT = "Somebody is waiting";
/** A second one takes the place of the first. */
const TAG = "telehealth waiting";

export class Alert {
  /**
   * @param {object} page
   * @param {Notifications|undefined} page.notification
   * @param {() => void} page.chosen  the person clicked it
   */
  constructor({ notification, chosen }) {
    this.notification = notification;
    this.chosen = chosen;
    /** @type {Notification|null} */
    this.shown = null;
  }

  /** @returns {AlertState} */
  get state() {
    if (this.notification === undefined) return "missing";
    const { permission } = this.notification;
    return permission === "default" ? "unasked" : permission;
  }

  /** Call in a click. */
  async ask() {
    await this.notification?.requestPermission();
  }

  /** @param {{silent: boolean}} how  whether the page has made a sound of its own */
  show({ silent }) {
    if (this.notification === undefined || this.state !== "granted") return;
    try {
      this.shown = new this.notification(TEXT, { tag: TAG, silent });
    } catch (error) {
      // Android shows none that a page makes without a service worker, and says so only here.
      if (!(error instanceof TypeError)) throw error;
      this.notification = undefined;
      return;
    }
    this.shown.addEventListener("click", () => {
      this.chosen();
      this.close();
    });
  }

  close() {
    this.shown?.close();
    this.shown = null;
  }
}
