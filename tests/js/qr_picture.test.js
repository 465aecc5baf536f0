import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { encodeQr } from "../../static/js/qr.js";
import { qrPicture } from "../../static/js/views/qr_picture.js";
import { fake, installDocument } from "./fake_document.js";

const LINK = `https://sessions.example.org/join/${"i".repeat(22)}#1.${"s".repeat(22)}.${"k".repeat(43)}`;

beforeEach(() => void installDocument());

test("the picture is one image with a name", () => {
  const picture = fake(qrPicture(LINK, "QR code of Maya's link"));
  assert.equal(picture.getAttribute("role"), "img");
  assert.equal(picture.getAttribute("aria-label"), "QR code of Maya's link");
});

test("it is black on white by attributes alone, with sharp edges, in every colour scheme", () => {
  const picture = fake(qrPicture(LINK, "QR code"));
  assert.equal(picture.getAttribute("shape-rendering"), "crispEdges");
  const [ground, dark] = picture.children;
  assert.equal(ground.getAttribute("fill"), "#fff");
  assert.equal(dark.getAttribute("fill"), "#000");
  for (const each of [picture, ground, dark]) assert.equal(each.getAttribute("style"), null);
});

test("what it draws is the code, with four light modules on every side", () => {
  const picture = fake(qrPicture(LINK, "QR code"));
  const size = 49 + 8;
  assert.equal(picture.getAttribute("viewBox"), `0 0 ${size} ${size}`);
  const [ground, dark] = picture.children;
  assert.deepEqual([ground.getAttribute("width"), ground.getAttribute("height")], [`${size}`, `${size}`]);
  const drawn = Array.from({ length: size }, () => Array(size).fill(false));
  const runs = String(dark.getAttribute("d")).matchAll(/M(\d+) (\d+)h(\d+)v1h-(\d+)z/g);
  for (const [x = 0, y = 0, across, back] of [...runs].map((run) => run.slice(1).map(Number))) {
    assert.equal(across, back);
    drawn[y]?.fill(true, x, x + Number(across));
  }
  const code = encodeQr(LINK);
  drawn.forEach((row, y) => row.forEach((module, x) => assert.equal(module, code[y - 4]?.[x - 4] ?? false)));
});
