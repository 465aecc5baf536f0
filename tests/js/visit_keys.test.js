import assert from "node:assert/strict";
import { test } from "node:test";

import { VisitKeys } from "../../static/js/visit_keys.js";
import { FakeClock } from "./fake_clock.js";
import { FakeMediaKeys, loadOf } from "./keyed_session.js";

function begin() {
  const page = {
    load: /** @type {Uint8Array<ArrayBuffer>|null} */ (null),
    told: /** @type {any[]} */ ([]),
    previews: /** @type {any[]} */ ([]),
  };
  const clock = new FakeClock();
  const epochs = new FakeMediaKeys();
  const keys = new VisitKeys(
    {
      media: { preview: (key) => void page.previews.push(key) },
      epochs,
      load: () => page.load,
      tell: (content) => void page.told.push(content),
      draw: () => undefined,
    },
    clock,
    () => clock.now(),
  );
  const secrets = () => page.told.flatMap(({ kind, secret }) => (kind === "preview_key" ? [secret] : []));
  return { page, keys, epochs, secrets };
}

test("whoever waits makes a key of their own for the preview, and tells it once the channel is open", () => {
  const { page, keys, secrets } = begin();
  keys.follow("waiting");
  assert.deepEqual(page.previews, []);
  page.load = loadOf(1);
  keys.opened();
  assert.equal(secrets().length, 1);
  assert.deepEqual(page.previews.map(({ load }) => load), [loadOf(1)]);
});

test("each wait, and each channel, has another key", () => {
  const { page, keys, secrets } = begin();
  page.load = loadOf(1);
  keys.follow("waiting");
  keys.follow("declined");
  keys.follow("waiting");
  keys.opened();
  assert.equal(new Set(secrets()).size, 3);
});

test("at the decision the preview's key goes, and the session's is asked for", () => {
  const { page, keys } = begin();
  page.load = loadOf(1);
  keys.follow("waiting");
  keys.follow("admitted");
  assert.equal(page.previews.at(-1), null);
  assert.equal(page.told.at(-1).kind, "beat");
});

test("whoever takes no part has no key", async () => {
  const { page, keys, epochs } = begin();
  page.load = loadOf(1);
  keys.follow("admitted");
  const member = { participant: "AAAAAAAAAAAAAAAAAAAAAA", sender: 1, load: "AAAAAAAAAAAAAAAAAAAAAA" };
  keys.heard({ kind: "epoch", epoch: 5, secret: "A".repeat(43), sender: 1, members: [member], go: true });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(epochs.held.size, 1);
  keys.follow(null);
  assert.deepEqual([epochs.held.size, epochs.sends], [0, null]);
});

test("stream numbers that are used up have another key made, or asked for", () => {
  const { page, keys, secrets } = begin();
  page.load = loadOf(1);
  keys.follow("waiting");
  keys.exhausted();
  assert.equal(secrets().length, 2);
  keys.follow("admitted");
  keys.exhausted();
  assert.equal(page.told.at(-1).kind, "epoch_wanted");
});
