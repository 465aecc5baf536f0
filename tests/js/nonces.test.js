import assert from "node:assert/strict";
import { test } from "node:test";

import { SframeRefused } from "../../static/js/sframe.js";
import { KeyedPage, Nonces, loadOf, periodOf, secretOf } from "./keyed_page.js";
import { seededRandom } from "./seeded_random.js";

const SEQUENCES = 1000;
const STEPS = 20;

/** The pages that one person has open with the same link: tabs of one browser, and what became of them. */
class Tabs {
  /**
   * @param {() => number} random
   * @param {(page: KeyedPage) => void} prepare
   */
  constructor(random, prepare) {
    this.random = random;
    this.prepare = prepare;
    /** @type {{ page: KeyedPage, load: Uint8Array<ArrayBuffer>, transforms: number[] }[]} */
    this.open = [];
    /** Secrets that came in this sequence. An epoch that comes again has the secret that it had. */
    this.salt = Math.floor(random() * 2 ** 32);
    this.loads = 0;
    /** @type {Promise<unknown>[]} */
    this.work = [];
    this.duplicate();
  }

  /** @param {number} below */
  draw(below) {
    return Math.floor(this.random() * below);
  }

  /** @param {number} number */
  secret(number) {
    const secret = secretOf(number);
    new DataView(secret.buffer).setUint32(4, this.salt);
    return secret;
  }

  /** A handshake of its own gives each page a load id of its own. */
  duplicate() {
    const page = new KeyedPage();
    this.prepare(page);
    this.open.push({ page, load: loadOf(100 + this.loads), transforms: [] });
    this.loads += 1;
  }

  step() {
    const tab = /** @type {typeof this.open[0]} */ (this.open[this.draw(this.open.length)]);
    const { page, load, transforms } = tab;
    const { keys } = page;
    const epoch = 1 + this.draw(3);
    const own = { sender: 1, load };
    const goOn = () => {
      const held = keys.hold(periodOf(epoch, 1, { secret: this.secret(epoch), own }));
      this.#send(keys, epoch);
      return held;
    };
    const acts = [
      ...Array(4).fill(() => this.#attach(tab)),
      ...Array(4).fill(goOn),
      () => keys.release(transforms.splice(this.draw(transforms.length), 1)[0] ?? 0),
      () => this.#crash(tab),
      () => keys.hold(periodOf(epoch, 1, { secret: this.secret(epoch), own })),
      () => keys.hold(periodOf(epoch, 1, { secret: this.secret(epoch + 10 * this.draw(2)), own })),
      () => this.#send(keys, epoch),
      () => this.#send(keys, null),
      () => keys.drop(epoch),
      () => keys.preview({ secret: this.secret(200 + this.draw(2)), load }),
      () => keys.preview(null),
      () => (this.draw(4) === 0 ? keys.clear() : undefined),
      () => (this.open.length < 3 ? this.duplicate() : undefined),
    ];
    this.work.push(Promise.resolve(acts[this.draw(acts.length)]?.()));
    for (let frame = 0; frame < 2; frame += 1) this.#seal(tab);
  }

  /** @param {Tabs["open"][0]} tab */
  #attach({ page, transforms }) {
    this.work.push(page.attach());
    transforms.push(page.transforms);
  }

  /** Transforms are made again, with the numbers that a new `Frames` would give them. */
  #crash(/** @type {Tabs["open"][0]} */ tab) {
    const count = tab.transforms.length;
    tab.page.newWorker();
    tab.page.transforms = 0;
    tab.transforms = [];
    for (let each = 0; each < count; each += 1) this.#attach(tab);
  }

  /**
   * @param {KeyedPage["keys"]} keys
   * @param {number | null} epoch
   */
  #send(keys, epoch) {
    try {
      keys.send(epoch);
    } catch (error) {
      // Not held, or left for another: refused, as it should be.
      assert.ok(error instanceof RangeError);
    }
  }

  /** @param {Tabs["open"][0]} tab */
  #seal({ page, transforms }) {
    const transform = transforms[this.draw(transforms.length)] ?? 0;
    const sealed = page.ring.seal(transform, new Uint8Array(1), new Uint8Array(0)).catch((error) => {
      assert.ok(error instanceof SframeRefused);
    });
    this.work.push(sealed);
  }
}

/**
 * @param {number} sequences
 * @param {(page: KeyedPage) => void} [prepare]
 */
async function play(sequences, prepare = () => undefined) {
  const nonces = new Nonces();
  try {
    for (let seed = 0; seed < sequences; seed += 1) {
      const random = seededRandom(seed);
      const tabs = new Tabs(random, prepare);
      for (let step = 0; step < STEPS; step += 1) {
        tabs.step();
        // Sometimes everything settles, and sometimes all is in the air at once.
        if (random() < 0.3) await Promise.all(tabs.work.splice(0));
      }
      await Promise.all(tabs.work);
    }
  } finally {
    nonces.restore();
  }
  return nonces;
}

test("no key meets a nonce twice, over attaching, swapping, crashes, epochs, previews and duplicated tabs", async () => {
  const { used, repeated } = await play(SEQUENCES);
  assert.deepEqual(repeated, []);
  assert.ok(used.size > 10 * SEQUENCES, `only ${used.size} frames were sealed`);
});

test("the same sequences find a page that begins to count its streams anew", async () => {
  const { repeated } = await play(50, ({ keys }) => {
    keys.numbers.take = () => 0;
  });
  assert.notEqual(repeated.length, 0);
});

test("the same sequences find tabs that share a load id", async () => {
  const { repeated } = await play(50, ({ keys }) => {
    const hold = keys.hold.bind(keys);
    keys.hold = (period) => hold({ ...period, own: { sender: 1, load: loadOf(1) } });
  });
  assert.notEqual(repeated.length, 0);
});
