// Check-in: where to call back when the line breaks, and who can come to help.

import { LONGEST, cleanLine } from "../card.js";
import { LineField } from "./check_in_fields.js";

/** @import { Asked } from "../api.js" */
/** @import { CheckInCard } from "../card.js" */
/** @import { Fault } from "./field.js" */

/** Three digits: the shortest numbers that somebody can be called on. */
const NUMBER = /\d(?:\D*\d){2}/;

export class CheckInContact {
  /** @param {ReadonlySet<Asked>} required */
  constructor(required) {
    this.asksCallback = required.has("callback");
    this.asksContact = required.has("emergency_contact");
    this.callback = new LineField("callback", "Phone number to call you back", LONGEST.callback, {
      required: this.asksCallback,
      autocomplete: "tel",
      type: "tel",
    });
    this.name = new LineField("contact-name", "Emergency contact", LONGEST.contactName, {
      required: this.asksContact,
    });
    this.phone = new LineField("contact-phone", "Emergency contact's phone", LONGEST.contactPhone, {
      required: this.asksContact,
      type: "tel",
    });
    this.relation = new LineField("contact-relation", "Relation to you", LONGEST.relation);
  }

  /** @param {CheckInCard} card */
  fill({ callback, contact }) {
    this.callback.input.value = callback;
    this.name.input.value = contact.name;
    this.phone.input.value = contact.phone;
    this.relation.input.value = contact.relation;
  }

  /** @returns {Pick<CheckInCard, "callback"|"contact">} */
  read() {
    return {
      callback: cleanLine(this.callback.input.value, LONGEST.callback),
      contact: {
        name: cleanLine(this.name.input.value, LONGEST.contactName),
        phone: cleanLine(this.phone.input.value, LONGEST.contactPhone),
        relation: cleanLine(this.relation.input.value, LONGEST.relation),
      },
    };
  }

  /** @returns {Fault[]} */
  check() {
    const { callback, contact } = this.read();
    const nameless = this.asksContact && contact.name === "";
    return [
      this.callback.check(
        fault(callback, this.asksCallback, "Please give a number on which you can be called back."),
      ),
      this.name.check(nameless ? "Please name somebody for an emergency." : ""),
      this.phone.check(
        fault(contact.phone, this.asksContact, "Please give your emergency contact's phone number."),
      ),
    ];
  }
}

/**
 * @param {string} number
 * @param {boolean} required
 * @param {string} missing
 */
function fault(number, required, missing) {
  if (number === "") return required ? missing : "";
  return NUMBER.test(number) ? "" : "Please write this phone number in digits.";
}
