// Emergency cards follow the people: whoever is in session has one, and what somebody says anew is on it.

/** @import { Card } from "./card.js" */
/** @import { CheckIns } from "./check_ins.js" */
/** @import { Desk } from "./desk.js" */
/** @import { EmergencyCards, EmergencyFacts, ShownCard } from "./emergency_cards.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Person } from "./room.js" */

export class EmergencyWatch {
  /**
   * @param {object} page
   * @param {Desk} page.desk
   * @param {EmergencyCards} page.cards
   * @param {(hosted: HostedRoom, person: Person) => string} page.nameOf
   */
  constructor({ desk, cards, nameOf }) {
    this.desk = desk;
    this.cards = cards;
    this.nameOf = nameOf;
  }

  /** Call when something may have changed, while the vault is open. */
  follow() {
    const rooms = [...this.desk.rooms.values()];
    // Before all rooms are known nobody can be said to have left.
    if (rooms.some(({ room }) => room === null)) return;
    const present = rooms.flatMap((hosted) => hosted.inSession().map(({ id }) => id));
    for (const hosted of rooms) {
      for (const id of hosted.cards.keys()) this.#follow(hosted, id, present.includes(id));
    }
    this.cards.present(present);
  }

  /**
   * Show somebody's card: as they have just said it, or as it was kept.
   *
   * @param {HostedRoom} hosted
   * @param {string} participant
   */
  open(hosted, participant) {
    const facts = this.#facts(hosted, participant) ?? this.cards.facts(participant);
    if (facts !== null) return this.cards.opened(facts);
    this.desk.message = "Their check-in has not come yet: there is no emergency card to show.";
    this.desk.draw();
  }

  /** Where they are now. @param {string} participant */
  ask(participant) {
    this.#holder(participant)?.letters.askPlace(participant);
  }

  /** @returns {(ShownCard & {mayAsk: boolean})|null}  mayAsk: they are connected, and this page hosts */
  get shown() {
    const { shown } = this.cards;
    if (shown === null) return null;
    const { participant } = shown.facts;
    const mayAsk = this.#holder(participant)?.channels.isConnected(participant) ?? false;
    return { ...shown, mayAsk };
  }

  /**
   * @param {HostedRoom} hosted
   * @param {string} participant
   * @param {boolean} isIn
   */
  #follow(hosted, participant, isIn) {
    const facts = this.#facts(hosted, participant);
    if (facts === null) return;
    if (isIn) this.cards.admitted(facts);
    else this.cards.updated(facts);
  }

  /**
   * @param {HostedRoom} hosted
   * @param {string} participant
   * @returns {EmergencyFacts|null}
   */
  #facts(hosted, participant) {
    const [card, person] = [hosted.cards.get(participant), hosted.person(participant)];
    if (card === undefined || person === null) return null;
    const label = this.nameOf(hosted, person) || card.name;
    return { participant, label, card, at: this.#saidAt(hosted.checkIns, participant, card) };
  }

  /**
   * After a reload of this page a card comes again: what it says was said when it was said first.
   *
   * @param {CheckIns} checkIns
   * @param {string} participant
   * @param {Card} card
   * @returns {number}  seconds
   */
  #saidAt({ placed, answered }, participant, { place, country }) {
    const heard = placed.get(participant) ?? 0;
    const kept = this.cards.facts(participant);
    const isSame = kept !== null && kept.card.place === place && kept.card.country === country;
    return isSame && !answered.has(participant) ? Math.min(heard, kept.at) : heard;
  }

  /** @param {string} participant */
  #holder(participant) {
    return [...this.desk.rooms.values()].find(
      (hosted) => hosted.isHost() && hosted.person(participant) !== null,
    );
  }
}
