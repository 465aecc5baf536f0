import assert from "node:assert/strict";
import { test } from "node:test";

import { Alert } from "../../static/js/alert.js";
import { newNotifications } from "./fake_notification.js";

/** @param {NotificationPermission} permission */
function newAlert(permission) {
  const notification = newNotifications(permission);
  const chosen = { count: 0 };
  const alert = new Alert({
    notification: /** @type {any} */ (notification),
    chosen: () => void (chosen.count += 1),
  });
  return { alert, notification, chosen };
}

test("a notification names nobody, takes the place of the one before, and is as loud as it is wanted", () => {
  const { alert, notification } = newAlert("granted");
  alert.show({ silent: true });
  alert.show({ silent: false });
  assert.deepEqual(
    notification.shown.map(({ title, options }) => [title, options]),
    [
      ["Somebody is waiting", { tag: "telehealth waiting", silent: true }],
      ["Somebody is waiting", { tag: "telehealth waiting", silent: false }],
    ],
  );
});

test("a click on it leads to the page and puts it away", () => {
  const { alert, notification, chosen } = newAlert("granted");
  alert.show({ silent: true });
  notification.shown[0]?.dispatchEvent(new Event("click"));
  assert.deepEqual([chosen.count, notification.shown[0]?.isOpen], [1, false]);
});

test("nothing is shown without leave, and the leave is asked for only when somebody wants it", async () => {
  const { alert, notification } = newAlert("default");
  alert.show({ silent: true });
  assert.deepEqual([notification.shown, alert.state], [[], "unasked"]);
  await alert.ask();
  assert.equal(alert.state, "granted");
  notification.permission = "denied";
  alert.show({ silent: true });
  assert.deepEqual([notification.shown, alert.state], [[], "denied"]);
});

test("a browser without notifications, or one that shows none of a page's own, has none", async () => {
  const none = new Alert({ notification: undefined, chosen: () => undefined });
  assert.equal(none.state, "missing");
  await none.ask();
  none.show({ silent: true });
  none.close();
  const { alert, notification } = newAlert("granted");
  notification.isRefused = true;
  alert.show({ silent: true });
  assert.equal(alert.state, "missing");
});
