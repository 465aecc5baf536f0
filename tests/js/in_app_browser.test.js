import assert from "node:assert/strict";
import { test } from "node:test";

import { inAppBrowser } from "../../static/js/in_app_browser.js";

const ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 7 Build/AP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko)";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";
const CHROME = "Version/4.0 Chrome/125.0.0.0 Mobile Safari/537.36";

test("a browser inside an app is told by the app's name", () => {
  for (const [userAgent, app] of [
    [`${ANDROID} ${CHROME} [FB_IAB/FB4A;FBAV/465.0.0.41.105;]`, "Facebook"],
    [`${ANDROID} ${CHROME} [FB_IAB/Orca-Android;FBAV/460.0.0.0;]`, "Messenger"],
    [`${IPHONE} Mobile/15E148 [FBAN/MessengerForiOS;FBAV/460.0]`, "Messenger"],
    [`${ANDROID} ${CHROME} Instagram 333.0.0.42.91 Android`, "Instagram"],
    [`${IPHONE} Mobile/21F79 [LinkedInApp]/9.29`, "LinkedIn"],
    [`${ANDROID} ${CHROME} MMWEBID/1 MicroMessenger/8.0.49`, "WeChat"],
    [`${IPHONE} Mobile/21F79 Safari Line/14.8.0`, "Line"],
    [`${IPHONE} Mobile/21F79 musical_ly_34.9.0 BytedanceWebview/d8a21c6`, "TikTok"],
    [`${IPHONE} Mobile/21F79 Snapchat/12.88`, "Snapchat"],
    [`${IPHONE} Mobile/15E148 WhatsApp/24.11`, "WhatsApp"],
    [`${ANDROID} ${CHROME}`, "another app"],
    [`${IPHONE} Mobile/21F79`, "another app"],
  ])
    assert.equal(inAppBrowser(String(userAgent)), app, String(userAgent));
});

test("a browser of its own is none, whatever its system", () => {
  for (const userAgent of [
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36",
    `${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`,
    `${IPHONE} CriOS/125.0.6422.80 Mobile/15E148 Safari/604.1`,
    `${IPHONE} FxiOS/126.0 Mobile/15E148 Safari/605.1.15`,
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "",
  ])
    assert.equal(inAppBrowser(userAgent), "", userAgent);
});
