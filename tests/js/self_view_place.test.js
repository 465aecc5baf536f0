import assert from "node:assert/strict";
import { test } from "node:test";

import { CORNERS, SelfViewPlace, cornerText } from "../../static/js/self_view_place.js";

test("one's own picture begins at the bottom right, and goes round all four corners", () => {
  const place = new SelfViewPlace();
  const seen = CORNERS.map(() => {
    const { corner } = place;
    place.next();
    return corner;
  });
  assert.deepEqual(seen, ["bottom-right", "bottom-left", "top-left", "top-right"]);
  assert.equal(place.corner, "bottom-right");
});

test("where it is dropped decides by the quarter of the area", () => {
  const place = new SelfViewPlace();
  const area = { left: 100, top: 50, width: 400, height: 200 };
  const dropped = [
    { x: 120, y: 60 },
    { x: 480, y: 60 },
    { x: 120, y: 240 },
    { x: 480, y: 240 },
  ].map((point) => {
    place.drop(point, area);
    return place.corner;
  });
  assert.deepEqual(dropped, ["top-left", "top-right", "bottom-left", "bottom-right"]);
});

test("it is hidden and shown again where it was", () => {
  const place = new SelfViewPlace();
  place.next();
  place.turn();
  assert.equal(place.hidden, true);
  place.turn();
  assert.deepEqual([place.hidden, place.corner], [false, "bottom-left"]);
});

test("a corner is said as people say it", () => {
  assert.equal(cornerText("top-left"), "top left");
});
