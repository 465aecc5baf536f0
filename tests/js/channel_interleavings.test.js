// Two ends of a control channel and a server that loses, doubles, reorders, changes and reflects what they say.

import assert from "node:assert/strict";
import { test } from "node:test";

import { decodeBase64url, encodeBase64url } from "../../static/js/base64url.js";
import { readEnvelope } from "../../static/js/envelope.js";
import { CARD, EndPair, refusals } from "./end_pair.js";
import { seededRandom } from "./seeded_random.js";

const SEQUENCES = 1000;
const STEPS = 24;

/** @param {any[]} contents @returns {number[]} */
const numbers = (contents) => contents.map(({ number }) => number);

/** A server that does its worst, by one seed. */
class Server {
  /** @param {number} seed */
  constructor(seed) {
    this.random = seededRandom(seed);
    this.pair = new EndPair();
    /** What each side has ever said. @type {{toHost: string[], toClient: string[]}} */
    this.seen = { toHost: [], toClient: [] };
    /** How much each has said since the card. */
    this.said = { client: 0, host: 0 };
  }

  /** @param {number} most */
  below(most) {
    return Math.floor(this.random() * most);
  }

  /** Some of what is on the way arrives, in some order, and something else with it. @param {"toHost"|"toClient"} way */
  async delivers(way) {
    const { pair } = this;
    const end = way === "toHost" ? pair.host : pair.client;
    this.seen[way].push(...pair[way]);
    const bodies = pair[way].splice(0).filter(() => this.random() > 0.3);
    if (this.random() < 0.3) bodies.reverse();
    if (this.random() < 0.3) bodies.push(...bodies);
    for (let extra = this.below(3); extra > 0; extra -= 1) bodies.push(this.something());
    for (const body of bodies) await end.receive(body);
    await pair.quiet();
  }

  /** Something that was said before, by whomever, and some of it with another bit. */
  something() {
    const seen = [...this.seen.toHost, ...this.seen.toClient];
    const body = seen[this.below(seen.length)];
    if (body === undefined) return "";
    if (this.random() < 0.5) return body;
    const bytes = decodeBase64url(body);
    const index = 2 + this.below(bytes.length - 2);
    bytes[index] = (bytes[index] ?? 0) ^ (1 << this.below(8));
    return encodeBase64url(bytes);
  }

  async step() {
    const { pair } = this;
    const chance = this.random();
    if (chance < 0.3) await this.delivers("toHost");
    else if (chance < 0.6) await this.delivers("toClient");
    else if (chance < 0.8) this.#say("client");
    else if (chance < 0.9) this.#say("host");
    else if (chance < 0.95) pair.clock.pass(this.below(3000));
    else for (const on of [false, true]) (this.random() < 0.5 ? pair.client : pair.host).setConnected(on);
    await pair.quiet();
  }

  /** @param {"client"|"host"} who */
  #say(who) {
    const number = this.said[who] + 1;
    if (this.pair[who].send({ kind: "said", number }) > 0) this.said[who] = number;
  }

  /** The server behaves itself, and everybody is there. */
  async relents() {
    const { pair } = this;
    for (let time = 0; time < 12; time += 1) {
      for (const end of [pair.client, pair.host]) end.setConnected(true);
      await pair.carries();
      pair.clock.pass(1000 * 2 ** Math.min(time, 5));
    }
    await pair.settles();
  }
}

/**
 * Whatever a server does, each side takes what the other has said since the channel opened: all of it, once, in order.
 *
 * @param {number} seed
 */
async function follow(seed) {
  const server = new Server(seed);
  const { pair } = server;
  for (const end of [pair.client, pair.host]) end.setConnected(true);
  await pair.quiet();
  for (let step = 0; step < STEPS; step += 1) await server.step();
  await server.relents();
  return server;
}

/**
 * A content says under which number, from 1 by one, it was said. A channel that was opened anew begins where the other
 * side's last word was not taken, so words may be missing there and nowhere else.
 *
 * @param {number[]} taken
 * @param {number} said
 * @param {boolean} isOne  there was one channel from the first to the last
 */
function checkOrder(taken, said, isOne) {
  for (const [index, number] of taken.entries()) assert.ok(number > (taken[index - 1] ?? 0), `${taken}`);
  if (isOne) assert.deepEqual(taken, Array.from({ length: said }, (_, index) => index + 1));
  else assert.ok((taken.at(-1) ?? 0) <= said);
}

/**
 * A number of a channel is sealed once: whatever carries it again is the same, byte for byte.
 *
 * @param {string[]} bodies  of one direction
 */
function checkNumbers(bodies) {
  /** @type {Map<string, string>} */
  const known = new Map();
  for (const body of bodies) {
    const envelope = readEnvelope(body);
    if (envelope.kind !== "message" && envelope.kind !== "acknowledgement") continue;
    const name = `${envelope.kind} ${envelope.channel} ${envelope.number}`;
    assert.equal(known.get(name) ?? body, body, name);
    known.set(name, body);
  }
}

test(`in ${SEQUENCES} sequences of what a server may do, contents arrive in order, once, and nothing forged`, async () => {
  const outcomes = { one: 0, several: 0, refused: 0 };
  for (let seed = 1; seed <= SEQUENCES; seed += 1) {
    /** @type {Server|undefined} */
    let server;
    const said = await refusals(async () => {
      server = await follow(seed);
    });
    assert.ok(server);
    const { pair } = server;
    outcomes.refused += said.length;
    assert.ok(said.every((words) => words.startsWith("A sealed message was refused: ")));
    const confirmed = pair.host.confirmations.length;
    assert.ok(confirmed >= 1, `seed ${seed}: a channel opens in the end`);
    const isOne = confirmed === 1 && pair.client.sessions.length === 1;
    if (isOne) outcomes.one += 1;
    else outcomes.several += 1;
    const cards = pair.host.told.filter(({ kind }) => kind === "card");
    assert.deepEqual(cards, Array.from({ length: confirmed }, () => CARD));
    checkOrder(numbers(pair.host.told.filter(({ kind }) => kind === "said")), server.said.client, isOne);
    checkOrder(numbers(pair.client.told), server.said.host, isOne);
    const [last] = pair.host.confirmations.slice(-1);
    assert.deepEqual(last?.load, pair.client.sessions.at(-1)?.load, `seed ${seed}: both are in the same channel`);
    for (const end of [pair.client, pair.host]) assert.deepEqual(end.transport?.unacknowledged, []);
    for (const bodies of [server.seen.toHost, server.seen.toClient]) checkNumbers(bodies);
  }
  assert.ok(outcomes.one > SEQUENCES / 4 && outcomes.several > SEQUENCES / 20, JSON.stringify(outcomes));
  assert.ok(outcomes.refused > SEQUENCES, JSON.stringify(outcomes));
});
