import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { download, saveText } from "../../static/js/download.js";
import { FakeClock } from "./fake_clock.js";
import { FakeElement, installDocument } from "./fake_document.js";

/** @type {{href: string|null, name: string|null, isAlive: boolean}[]} */
let clicked = [];
/** @type {Map<string, Blob>} */
let blobs = new Map();

const addresses = {
  createObjectURL: (/** @type {any} */ blob) => {
    const address = `blob:${blobs.size + 1}`;
    blobs.set(address, blob);
    return address;
  },
  revokeObjectURL: (/** @type {string} */ address) => void blobs.delete(address),
};

class Anchor extends FakeElement {
  /** @override */
  click() {
    const href = this.getAttribute("href");
    clicked.push({ href, name: this.getAttribute("download"), isAlive: blobs.has(String(href)) });
  }
}

beforeEach(() => {
  [clicked, blobs] = [[], new Map()];
  installDocument();
  Object.assign(document, { createElement: (/** @type {string} */ tag) => new Anchor(tag) });
});

test("a text is saved under its name from an address within the page", async () => {
  download("appointment.ics", "text/calendar", "BEGIN:VCALENDAR\r\n", { addresses, clock: new FakeClock() });
  assert.deepEqual(clicked, [{ href: "blob:1", name: "appointment.ics", isAlive: true }]);
  const blob = blobs.get("blob:1");
  assert.equal(blob?.type, "text/calendar");
  assert.equal(await blob?.text(), "BEGIN:VCALENDAR\r\n");
});

test("the address lives while the person may still be asked, and then ends", () => {
  const clock = new FakeClock();
  download("recovery-code.txt", "text/plain;charset=utf-8", "", { addresses, clock });
  clock.pass(5 * 60 * 1000);
  assert.equal(blobs.size, 1);
  clock.pass(5 * 60 * 1000);
  assert.equal(blobs.size, 0);
});

test("a plain text is saved as what every editor reads", async () => {
  const { createObjectURL, revokeObjectURL } = URL;
  Object.assign(URL, addresses);
  try {
    mock.timers.enable({ apis: ["setTimeout"] });
    saveText("receipt.txt", "Zoë\r\n");
  } finally {
    mock.timers.reset();
    Object.assign(URL, { createObjectURL, revokeObjectURL });
  }
  const blob = blobs.get("blob:1");
  assert.deepEqual([clicked[0]?.name, blob?.type, await blob?.text()], ["receipt.txt", "text/plain;charset=utf-8", "Zoë\r\n"]);
});
