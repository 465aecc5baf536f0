import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { AnotherDevice } from "../../static/js/views/another_device.js";
import { openElsewhere } from "../../static/js/views/open_elsewhere.js";
import { Modal } from "../../static/js/views/modal.js";
import { FakeElement, fake, fakeDocument, find, installDocument } from "./fake_document.js";

const LINK = "https://practice.example/join/id#secret.key";

beforeEach(() => void installDocument());
afterEach(() => mock.restoreAll());

/** @param {{copies?: boolean, picture?: (link: string) => Promise<any>}} [about] */
async function openDialog({ copies = true, picture = async () => new FakeElement("svg") } = {}) {
  const copied = /** @type {string[]} */ ([]);
  const modal = new Modal(() => document.body);
  const dialog = new AnotherDevice(modal, async (text) => copies && copied.push(text) > 0, picture);
  await dialog.open(LINK);
  return { copied, element: fake(modal.element) };
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

test("another device scans the whole link, or gets it copied", async () => {
  /** @type {string[]} */
  const drawn = [];
  const picture = async (/** @type {string} */ link) => (drawn.push(link), new FakeElement("svg"));
  const { copied, element } = await openDialog({ picture });
  assert.equal(element.querySelectorAll("svg").length, 1);
  assert.equal(element.querySelectorAll("input")[0]?.value, LINK);
  find(element, "button", "Copy link").click();
  await tick();
  assert.deepEqual([copied, drawn], [[LINK], [LINK]]);
  assert.match(element.textContent, /Link copied/);
});

test("a link that the browser does not copy is selected, to be copied by hand", async () => {
  const { element } = await openDialog({ copies: false });
  const [input] = element.querySelectorAll("input");
  let selected = false;
  Object.assign(/** @type {object} */ (input), { select: () => (selected = true) });
  find(element, "button", "Copy link").click();
  await tick();
  assert.ok(selected);
  assert.equal(fakeDocument.activeElement, input);
  assert.match(element.textContent, /copy it by hand/);
});

test("without the picture the link is there all the same", async () => {
  mock.method(console, "warn", () => undefined);
  const { element } = await openDialog({ picture: () => Promise.reject(new TypeError("not loaded")) });
  assert.match(element.textContent, /could not be loaded\. Copy the link instead\./);
});

test("the picture of a real link is drawn by the code that is loaded for it", async () => {
  const modal = new Modal(() => document.body);
  await new AnotherDevice(modal, async () => true).open(LINK);
  const [picture] = fake(modal.element).querySelectorAll("svg");
  assert.equal(picture?.getAttribute("aria-label"), "QR code of this link");
});

test("inside another app the page says why to leave it, how, and where to", async () => {
  let stayed = 0;
  const page = openElsewhere({ app: "Instagram", link: LINK, stay: () => (stayed += 1) });
  const text = fake(page.element).textContent;
  assert.match(text, /Open in your browser.*opened inside Instagram.*Copy link/);
  assert.equal(fake(page.element).querySelectorAll("input")[0]?.value, LINK);
  find(page.element, "button", "Go on here").click();
  assert.equal(stayed, 1);
});

test("where there is no camera to ask for, nobody is led on", () => {
  const page = openElsewhere({ app: "Line", link: LINK, stay: null });
  assert.doesNotMatch(fake(page.element).textContent, /Go on here/);
  assert.match(fake(page.element).textContent, /no camera and no microphone/);
});
