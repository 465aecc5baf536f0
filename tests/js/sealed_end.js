// The other page of a control channel, with the channel's own code: a client's for a host under test, and a host's.

import { encodeBase64url } from "../../static/js/base64url.js";
import { ClientEnd } from "../../static/js/client_end.js";
import { readEnvelope } from "../../static/js/envelope.js";
import { HostEnd } from "../../static/js/host_end.js";
import { SealedRefused } from "../../static/js/sealed_refused.js";
import { newPair } from "../../static/js/x25519.js";

/** @import { Clock } from "../../static/js/clock.js" */
/** @import { Session } from "../../static/js/handshake.js" */
/** @import { Confirmed, Secrets } from "../../static/js/host_end.js" */
/** @import { Transport } from "../../static/js/transport.js" */
/** @import { Turns } from "../../static/js/turns.js" */

/** @typedef {{room: string, invitation: string, client: string, host: string}} Place */

/** An id of 16 bytes that begins with a name. @param {string} name */
export function identifier(name) {
  return `${name.replaceAll(/[^A-Za-z0-9]/g, "-")}${"-".repeat(22)}`.slice(0, 21) + "A";
}

export const ROOM_KEY = await newPair();
/** As it stands in a link. */
export const ROOM_KEY_TEXT = encodeBase64url(ROOM_KEY.publicKey);
/** S of every link, unless a test says otherwise. */
export const SECRET = Uint8Array.from({ length: 16 }, (_, index) => index);
export const RESUMPTION = Uint8Array.from({ length: 32 }, (_, index) => 255 - index);

/** What opens the knocks at a room, and may be changed while it runs. */
export class FakeDoor {
  constructor() {
    this.isLocked = false;
    /** The clinician has ended the links. */
    this.isRefused = false;
    /** R by participant. @type {Map<string, Uint8Array<ArrayBuffer>>} */
    this.resumptions = new Map();
    /** Fresh knocks that may still be answered. */
    this.left = 64;
    /** How often somebody asked what opens a knock. */
    this.asked = 0;
    /** By participant, where it is another one than `link of <participant>`. @type {(participant: string) => string} */
    this.invitation = (participant) => identifier(`link of ${participant}`);
  }

  /** @param {string} participant @returns {Promise<Secrets|null>} */
  async secrets(participant) {
    this.asked += 1;
    if (this.isLocked) return null;
    return {
      invitation: this.invitation(participant),
      secret: SECRET,
      roomKey: ROOM_KEY,
      resumption: this.resumptions.get(participant) ?? null,
      isRefused: this.isRefused,
    };
  }

  /** @param {string} _invitation */
  async count(_invitation) {
    this.left -= 1;
    return this.left >= 0;
  }
}

/** A client's page: what it was told, and what it has to say when a page is new to it. */
export class SealedClient extends ClientEnd {
  /**
   * @param {object} given
   * @param {Place} given.place
   * @param {(body: string) => void} given.transmit
   * @param {unknown[]} [given.says]  when its channel is open
   * @param {Uint8Array<ArrayBuffer>|null} [given.resumption]
   * @param {Uint8Array<ArrayBuffer>} [given.secret]
   * @param {Uint8Array<ArrayBuffer>} [given.roomKey]
   * @param {Clock} clock
   */
  constructor({ place, transmit, says = [], resumption = null, ...keys }, clock) {
    const { secret = SECRET, roomKey = ROOM_KEY.publicKey } = keys;
    super(
      {
        at: { ...place, secret, roomKey, resumption },
        transmit,
        opened: (session) => {
          this.sessions.push(session);
          for (const content of this.says) this.send(content);
        },
        content: (content) => void this.told.push(content),
        acknowledged: (number) => void this.taken.push(number),
        unknown: () => void (this.unknowns += 1),
      },
      clock,
    );
    this.says = says;
  }

  /** @type {Session[]} */
  sessions = [];
  /** @type {any[]} */
  told = [];
  /** What the other page has acknowledged. @type {number[]} */
  taken = [];
  unknowns = 0;
}

/** A page that hosts, as one person's page meets it. */
export class SealedHost extends HostEnd {
  /**
   * @param {object} given
   * @param {Place} given.place
   * @param {(body: string) => void} given.transmit
   * @param {FakeDoor} [given.door]
   * @param {unknown[]} [given.says]  when a channel is confirmed
   * @param {Clock} clock
   */
  constructor({ place, transmit, door = new FakeDoor(), says = [] }, clock) {
    door.invitation = () => place.invitation;
    super(
      {
        place: () => ({ room: place.room, client: place.client, host: place.host }),
        secrets: () => door.secrets(place.client),
        count: (invitation) => door.count(invitation),
        overrun: () => void (this.overruns += 1),
        transmit: (body) => transmit(body),
        confirmed: (confirmed) => {
          this.confirmations.push(confirmed);
          for (const content of says) this.send(content);
        },
        content: (content) => void this.told.push(content),
        acknowledged: (number) => void this.taken.push(number),
      },
      clock,
    );
    this.door = door;
  }

  /** @type {Confirmed[]} */
  confirmations = [];
  /** @type {any[]} */
  told = [];
  /** @type {number[]} */
  taken = [];
  overruns = 0;

  /** As the page that hosts does it. @param {string} body */
  async receive(body) {
    try {
      await this.hear(readEnvelope(body));
    } catch (error) {
      if (!(error instanceof SealedRefused)) throw error;
      console.warn("A sealed message was refused:", error.message);
    }
  }
}

/**
 * When nothing is being sealed or opened any more, whatever that has led to.
 *
 * @param {() => Iterable<ClientEnd|HostEnd>} ends
 */
export async function quiet(ends) {
  for (;;) {
    const before = [...ends()].flatMap(turnsOf).map(({ last }) => last);
    await Promise.all(before);
    const after = [...ends()].flatMap(turnsOf).map(({ last }) => last);
    if (after.every((last, index) => last === before[index]) && after.length === before.length) return;
  }
}

/**
 * What a clinician's page has sealed reaches the pages of its clients, and what they say reaches it, until nobody has
 * anything left to say. Whatever else the page has sent stays where it is.
 *
 * @param {{sent: any[]}} socket  of the clinician's page
 * @param {() => Iterable<ClientEnd|HostEnd>} ends
 * @param {ReadonlyMap<string, SealedClient>} clients  by participant
 */
export async function carrySealed(socket, ends, clients) {
  const all = () => [...ends(), ...clients.values()];
  await quiet(all);
  for (let sealed = takeSealed(socket); sealed.length > 0; sealed = takeSealed(socket)) {
    for (const { to, body } of sealed) await clients.get(to)?.receive(body);
    await quiet(all);
  }
}

/** @param {{sent: any[]}} socket @returns {any[]} */
function takeSealed({ sent }) {
  const all = sent.splice(0);
  sent.push(...all.filter(({ type }) => type !== "sealed"));
  return all.filter(({ type }) => type === "sealed");
}

/** @param {ClientEnd|HostEnd} end @returns {Turns[]} */
function turnsOf(end) {
  const pending = /** @type {{transport?: Transport}|null} */ (end.pending)?.transport;
  return [end.turns, end.transport?.sealing, pending?.sealing].filter((turns) => turns !== undefined);
}
