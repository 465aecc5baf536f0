import assert from "node:assert/strict";
import { test } from "node:test";

import { deviceWords } from "../../static/js/device_words.js";

test("a device is named as people name it", () => {
  for (const [userAgent, words] of [
    ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/141.0.0.0 Mobile Safari/537.36", "Phone (Android)"],
    ["Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Phone (Android)"],
    ["Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36", "Tablet (Android)"],
    ["Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile", "Phone (iPhone)"],
    ["Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile", "Tablet (iPad)"],
    ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36", "Computer (Windows)"],
    ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15", "Computer (Mac)"],
    ["Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36", "Computer (ChromeOS)"],
    ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Computer (Linux)"],
    ["", "Another device"],
  ])
    assert.equal(deviceWords({ userAgent: String(userAgent), maxTouchPoints: 0 }), words);
});

test("an iPad that says it is a Mac is told by its touch screen", () => {
  const userAgent = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15";
  assert.equal(deviceWords({ userAgent, maxTouchPoints: 5 }), "Tablet (iPad)");
});
