// Check-in: in which country and where somebody is now, and that they are not driving.

import { LONGEST, cleanLine } from "../card.js";
import { countries } from "../countries.js";
import { element } from "../element.js";
import { CheckField, LineField } from "./check_in_fields.js";
import { Field, withValue } from "./field.js";

/** @import { Asked } from "../api.js" */
/** @import { CheckInCard } from "../card.js" */
/** @import { Fault } from "./field.js" */

const PARK = "Please park first. Then untick this and press I'm ready.";

export class CheckInPlace {
  /**
   * @param {object} about
   * @param {ReadonlySet<Asked>} about.required
   * @param {string} about.country  where they may be, or empty
   * @param {boolean} about.drives  whether they are asked that
   * @param {(country: string) => void} about.moved  another country was chosen
   */
  constructor({ required, country, drives, moved }) {
    this.required = required;
    const select = element(
      "select",
      { autocomplete: "country", required: required.has("country"), onchange: () => moved(select.value) },
      element("option", { value: "" }, "Choose your country"),
      ...countries().map(({ code, name }) => element("option", { value: code }, name)),
    );
    this.country = new Field("country", "Country", withValue(select, country));
    this.place = new LineField("place", "Where are you right now?", LONGEST.place, {
      required: required.has("place"),
      help: "Street and town, for help in an emergency.",
    });
    this.driving = drives ? new CheckField("driving", "I am driving") : null;
  }

  /** @param {CheckInCard} card */
  fill({ country, place }) {
    this.country.input.value = country;
    this.place.input.value = place;
  }

  /** @returns {Pick<CheckInCard, "country"|"place">} */
  read() {
    return { country: this.country.input.value, place: cleanLine(this.place.input.value, LONGEST.place) };
  }

  /** @returns {Fault[]} */
  check() {
    const { country, place } = this.read();
    const lacks = (/** @type {Asked} */ asked, /** @type {string} */ said) =>
      this.required.has(asked) && said === "";
    return [
      this.country.check(lacks("country", country) ? "Please choose the country you are in now." : ""),
      this.place.check(lacks("place", place) ? "Please say where you are right now." : ""),
      ...(this.driving === null ? [] : [this.driving.check(this.driving.input.checked ? PARK : "")]),
    ];
  }
}
