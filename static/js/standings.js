// What the clinician has decided of each seat on this page, beside what the server says of it: only the first gives keys.

import { waitedSeconds } from "./room.js";

/** @import { FromBrowser, Seated } from "./messages.js" */
/** @import { Person } from "./room.js" */
/** @import { ListedSeat, SeatList } from "./seat_list.js" */

/** @typedef {Readonly<Record<string, Person>>} People */

const IN_SESSION = new Set(/** @type {string[]} */ (["admitted", "held"]));
/** Whoever stands so has given the seat up, or lost it. */
const OVER = new Set(["left", "declined", "ended"]);
/** The server takes no more of them at once. */
const MOST_CLAIMED = 64;
/** A day, in seconds: the server believes nobody to have waited longer. */
const MOST_WAITED = 86_400;
const WITHDRAWING = new Set(["hold", "send_back", "remove", "decline", "refuse", "end"]);

export class Standings {
  /**
   * @param {object} page
   * @param {SeatList} page.seats
   * @param {(participant: string) => string|null|undefined} page.invitation
   * @param {(participant: string) => void} page.intruded  the server has let in whom this page has not
   */
  constructor({ seats, invitation, intruded }) {
    this.seats = seats;
    this.invitation = invitation;
    this.intruded = intruded;
    /** Who was let in here, and is not yet by the server. @type {Set<string>} */
    this.letting = new Set();
    /** Who of them is let in as somebody else than whom the link is for. @type {Set<string>} */
    this.guests = new Set();
    /** From which device each of them comes, who goes on from another one. @type {Map<string, string>} */
    this.moving = new Map();
    /** Who is to be out of the session or held, until the server has followed. @type {Set<string>} */
    this.withdrawn = new Set();
    /** What was decided before the list was read. @type {FromBrowser[]} */
    this.early = [];
    /** Who is in session by the server's word alone, and was spoken of. @type {Set<string>} */
    this.intruders = new Set();
    /** The server was told who was in session, and has not answered: it may be new, and know nobody. */
    this.isClaiming = false;
  }

  /**
   * What this page asks of the server. Keys are taken away at once, and given when the server has followed.
   *
   * @param {FromBrowser} message
   */
  asks(message) {
    const { seats } = this;
    if (!seats.isOpen && WITHDRAWING.has(message.type)) this.early.push(message);
    switch (message.type) {
      case "admit":
        if (message.guest) this.guests.add(message.participant);
        return void this.letting.add(message.participant);
      case "move":
        this.moving.set(message.to, message.participant);
        return void this.letting.add(message.to);
      case "resume":
        if (seats.get(message.participant)?.standing === "held") this.letting.add(message.participant);
        return;
      case "hold":
      case "send_back":
        this.#withdraw(message.participant);
        return seats.decide(message.participant, message.type === "hold" ? "held" : "waiting");
      case "remove":
      case "decline":
        return this.#remove(message.participant);
      case "refuse":
        return this.#refuse(message.participant, message.spare ?? false);
      case "end":
        for (const { participant, standing } of seats.members())
          if (IN_SESSION.has(standing)) this.#remove(participant);
    }
  }

  /** Whatever was asked was about another seat: somebody has come anew. @param {string} participant */
  forget(participant) {
    this.letting.delete(participant);
    this.withdrawn.delete(participant);
    this.seats.remove(participant);
  }

  /** Nothing that was asked will be answered: whoever is not where this page has them is sent back. */
  lost() {
    this.letting.clear();
    this.guests.clear();
    this.moving.clear();
    this.withdrawn.clear();
    this.isClaiming = false;
  }

  /**
   * Who is in session by this page's own decision, for a server that was restarted, and who waits.
   *
   * @param {People} people  as the server has told of them last
   * @param {number} now     milliseconds
   * @returns {Seated[]}
   */
  claims(people, now) {
    const decided = this.seats.members().filter(({ standing }) => IN_SESSION.has(standing));
    const waiting = Object.values(people).filter(({ id, standing }) => standing === "waiting" && !this.#isDecided(id));
    return [...decided.map(seatedAs), ...waiting.map((person) => waitingAs(person, now))]
      .filter(({ invitation }) => invitation !== "")
      .slice(0, MOST_CLAIMED);
  }

  /** Whether somebody is in session here of whom the server says otherwise, or nothing. @param {People} people */
  isForgotten(people) {
    return this.seats
      .members()
      .some(({ participant, standing }) => IN_SESSION.has(standing) && !IN_SESSION.has(people[participant]?.standing ?? ""));
  }

  /**
   * The server has refused something of this kind. What it refuses to take away here stays taken away: whom it leaves in
   * session all the same has no key, and is sent back.
   *
   * @param {string} about
   */
  refused(about) {
    if (about === "admit" || about === "move" || about === "resume") this.letting.clear();
    if (about === "admit") this.guests.clear();
    if (about === "take_seat") this.isClaiming = false;
    if (about === "move") this.moving.clear();
    if (WITHDRAWING.has(about)) this.withdrawn.clear();
  }

  /**
   * @param {People} people
   * @param {readonly string[]} gone
   */
  follow(people, gone) {
    if (this.seats.isOpen) for (const message of this.early.splice(0)) this.asks(message);
    for (const participant of gone) this.seats.remove(participant);
    for (const participant of this.withdrawn)
      if (people[participant]?.standing !== "admitted") this.withdrawn.delete(participant);
    for (const { participant, standing } of this.isClaiming ? [] : this.seats.members())
      this.#takeBack(participant, standing, people[participant]?.standing ?? "");
    for (const participant of this.letting) this.#follow(participant, people[participant]?.standing);
    if (this.seats.isOpen) this.#watch(people);
    for (const { id, method } of Object.values(people)) if (method) this.seats.note(id, { method });
  }

  /**
   * Whether somebody is in session here, by this page's own decision. Before the list was read the server's word stands
   * for it: it gives nobody a key.
   *
   * @param {Person} person
   */
  isIn({ id, standing }) {
    return IN_SESSION.has(standing) && (!this.seats.isOpen || this.#isDecided(id));
  }

  /** Whether somebody may hold the keys. @param {Person} person */
  isMember({ id, standing }) {
    return standing === "admitted" && this.seats.get(id)?.standing === "admitted";
  }

  /** @param {string} participant */
  #isDecided(participant) {
    return IN_SESSION.has(this.seats.get(participant)?.standing ?? "");
  }

  /**
   * Whoever is out of the session has to be let in again.
   *
   * @param {string} participant
   * @param {string} decided  here
   * @param {string} standing  as the server says; empty for whom it does not list
   */
  #takeBack(participant, decided, standing) {
    if (OVER.has(standing)) return this.seats.remove(participant);
    const isOut = !IN_SESSION.has(standing) && !this.letting.has(participant);
    if (decided !== "waiting" && isOut) this.seats.decide(participant, "waiting");
  }

  /**
   * @param {string} participant
   * @param {string|undefined} standing  as the server says
   */
  #follow(participant, standing) {
    if (standing === "waiting" || standing === "held") return;
    this.letting.delete(participant);
    const from = this.moving.get(participant);
    this.moving.delete(participant);
    if (standing !== "admitted") return;
    this.seats.decide(participant, "admitted");
    if (this.guests.delete(participant)) this.seats.note(participant, { guest: true });
    // The place has moved, whatever the server says of the device before.
    if (from !== undefined) this.#remove(from);
  }

  /** @param {People} people */
  #watch(people) {
    for (const { id, standing } of Object.values(people)) {
      const isAsked = this.withdrawn.has(id) || this.letting.has(id);
      const isIntruder = IN_SESSION.has(standing) && !this.#agrees(id, standing) && !isAsked;
      if (!isIntruder) this.intruders.delete(id);
      else if (!this.intruders.has(id)) {
        this.intruders.add(id);
        this.intruded(id);
      }
    }
  }

  /**
   * The server may hold whom this page has let in, and not let in whom it holds.
   *
   * @param {string} participant
   * @param {string} standing  as the server says
   */
  #agrees(participant, standing) {
    const decided = this.seats.get(participant)?.standing ?? "";
    return decided === "admitted" || (decided === "held" && standing === "held");
  }

  /** @param {string} participant */
  #withdraw(participant) {
    this.letting.delete(participant);
    this.withdrawn.add(participant);
  }

  /** @param {string} participant */
  #remove(participant) {
    this.#withdraw(participant);
    this.seats.remove(participant);
  }

  /**
   * A link ends with every seat taken by it; who is to be spared keeps theirs.
   *
   * @param {string} participant
   * @param {boolean} spare
   */
  #refuse(participant, spare) {
    const invitation = this.seats.get(participant)?.invitation ?? this.invitation(participant);
    for (const seat of this.seats.members()) {
      const isSpared = spare && IN_SESSION.has(seat.standing);
      if (seat.invitation === invitation && !isSpared) this.#remove(seat.participant);
    }
    if (!spare) this.#remove(participant);
  }
}

/** @param {ListedSeat} seat @returns {Seated} */
function seatedAs({ participant, invitation, standing, method = null, guest = false }) {
  return { participant, invitation, standing, method, guest };
}

/**
 * @param {Person} person
 * @param {number} now  milliseconds
 * @returns {Seated}
 */
function waitingAs(person, now) {
  const { id: participant, invitation } = person;
  const waited = Math.min(waitedSeconds(person, now), MOST_WAITED);
  return { participant, invitation: invitation ?? "", standing: "waiting", waited };
}
