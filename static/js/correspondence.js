// What a client's page and the one that hosts tell each other: the card and answers go there, its words come back.

import { CLOCK } from "./clock.js";
import { CodeWordAsked } from "./code_word_asked.js";
import { HostChannel } from "./host_channel.js";
import { OtherDevice } from "./other_device.js";
import { PlaceAsked } from "./place_asked.js";

/** @import { AskPlace, CheckInCard, CodeWordAnswer } from "./card.js" */
/** @import { Clock } from "./clock.js" */
/** @import { CodeWordState } from "./code_word_asked.js" */
/** @import { Devices } from "./devices.js" */
/** @import { Credentials } from "./host_channel.js" */
/** @import { Epoch, Go, Lease } from "./key_contents.js" */
/** @import { FromBrowser } from "./messages.js" */
/** @import { Answer } from "./other_device.js" */
/** @import { Whereabouts } from "./place_asked.js" */
/** @import { Room } from "./room.js" */
/** @import { Seat } from "./seat.js" */

export class Correspondence {
  /**
   * @param {object} page
   * @param {Seat} page.seat
   * @param {Devices} page.devices
   * @param {(message: FromBrowser) => boolean} page.send
   * @param {() => Credentials|null} page.credentials
   * @param {(content: Epoch|Go|Lease) => void} page.keys  from the page that hosts
   * @param {(resumption: Uint8Array<ArrayBuffer>|null) => void} page.seated
   *   what leads back into this seat; null: the other page knows nothing of it
   * @param {() => void} page.opened   the other page is new to this one, and has been told the card and the answers
   * @param {(number: number) => void} [page.acknowledged]  it has taken everything up to this number
   * @param {() => void} page.draw
   * @param {Clock} [clock]
   */
  constructor(page, clock = CLOCK) {
    const { seat, devices, send, draw } = page;
    this.seat = seat;
    this.draw = draw;
    const kept = seat.read();
    /** What was said at check-in, and since. @type {CheckInCard|null} */
    this.card = kept?.card ?? null;
    this.codeWord = new CodeWordAsked(kept?.codeWord ?? null);
    this.placeAsked = new PlaceAsked(draw, clock);
    this.otherDevice = new OtherDevice();
    this.host = new HostChannel(
      {
        send,
        credentials: page.credentials,
        card: () => this.card,
        devices: () => devices.states(),
        opened: () => {
          this.#tellAnswers();
          page.opened();
        },
        heard: (content) => this.#asked(content),
        keys: page.keys,
        seat: page.seated,
        acknowledged: (number) => page.acknowledged?.(number),
        changed: draw,
      },
      clock,
    );
  }

  /** @param {CheckInCard} card */
  begin(card) {
    this.#setCard(card);
    this.codeWord.begin(card.codeWord);
  }

  /**
   * @param {Room} room
   * @param {boolean} open  both ends are connected, and this page takes part
   */
  follow(room, open) {
    this.host.follow(room.id, room.host, room.you, open);
    this.otherDevice.follow(room);
  }

  /**
   * @param {boolean} asked  whether the link asks for one
   * @returns {CodeWordState}
   */
  codeWordState(asked) {
    return this.codeWord.state(asked, this.card?.codeWord ?? "");
  }

  /** Another try while the person waits. @param {string} word */
  tryCodeWord(word) {
    // A tab that was closed has taken the card along.
    if (this.card !== null) this.#setCard({ ...this.card, codeWord: word });
    this.host.tell({ kind: "code_word", word });
    this.draw();
  }

  /**
   * Where the person is now. The card says it too, to a page that is told everything later.
   *
   * @param {Whereabouts} answer
   */
  tellPlace({ country: chosen, place }) {
    const country = chosen || (this.card?.country ?? "");
    if (this.card !== null) this.#setCard({ ...this.card, country, place });
    this.placeAsked.answer(place);
    this.host.tell({ kind: "place", country, place });
    this.draw();
  }

  /**
   * Whether the one who waits by the same link is this person, on another device.
   *
   * @param {string} participant
   * @param {Answer} answer
   */
  tellOtherDevice(participant, answer) {
    this.otherDevice.say(participant, answer);
    this.host.tell({ kind: answer, participant });
    this.draw();
  }

  /** This person's part is over. */
  forget() {
    this.host.forget();
    this.placeAsked.forget();
  }

  /** @param {CheckInCard} card */
  #setCard(card) {
    this.card = card;
    this.seat.keep({ card });
  }

  /** A page that is new to this one knows the card by now, and nothing of what was answered besides. */
  #tellAnswers() {
    for (const [participant, kind] of this.otherDevice.answers) this.host.tell({ kind, participant });
  }

  /** @param {AskPlace|CodeWordAnswer} content */
  #asked(content) {
    if (content.kind === "ask_place") return this.placeAsked.ask();
    const { matched, left } = content;
    this.codeWord.answered({ matched, left });
    this.seat.keep({ codeWord: { matched, left } });
    // A word that was another one does not go along with the card any more: each time would be a try.
    if (!matched && this.card !== null) this.#setCard({ ...this.card, codeWord: "" });
  }
}
