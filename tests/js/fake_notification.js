// The desktop's notifications, as a page makes them.

/** @param {NotificationPermission} permission */
export function newNotifications(permission) {
  return class FakeNotification extends EventTarget {
    static permission = permission;
    /** What the person answers when they are asked. @type {NotificationPermission} */
    static answer = "granted";
    /** @type {FakeNotification[]} */
    static shown = [];
    /** A browser that shows none of a page's own. */
    static isRefused = false;

    /** @param {string} title @param {any} options */
    constructor(title, options) {
      super();
      if (FakeNotification.isRefused) throw new TypeError("Illegal constructor");
      this.title = title;
      this.options = options;
      this.isOpen = true;
      FakeNotification.shown.push(this);
    }

    static async requestPermission() {
      FakeNotification.permission = FakeNotification.answer;
      return FakeNotification.permission;
    }

    close() {
      this.isOpen = false;
    }
  };
}
