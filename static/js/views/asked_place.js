// The clinician asks where somebody is right now: country and place, in the waiting room and in the session.

import { LONGEST, cleanLine } from "../card.js";
import { countries } from "../countries.js";
import { element, keepFocus, nameOf, say, setAttribute, show } from "../element.js";
import { announce } from "../page.js";
import { Field, textInput } from "./field.js";

/** @import { Whereabouts } from "../place_asked.js" */
/** @import { Visit } from "../visit.js" */

export class AskedPlace {
  /** @param {{send: (answer: Whereabouts) => void}} page */
  constructor({ send }) {
    this.send = send;
    this.text = element("p", { tabindex: "-1" });
    const select = element(
      "select",
      { autocomplete: "country" },
      element("option", { value: "" }, "Choose your country"),
      ...countries().map(({ code, name }) => element("option", { value: code }, name)),
    );
    this.country = new Field("country-now", "Country", select);
    this.field = new Field("place-now", "Where are you right now?", textInput(""), {
      help: "Street and number, town, or how to find you.",
      beside: element("button", { type: "submit", class: "button" }, "Send"),
    });
    setAttribute(this.field.input, "maxlength", String(LONGEST.place));
    this.form = element(
      "form",
      { novalidate: true, onsubmit: (/** @type {Event} */ event) => this.#submit(event) },
      this.country.element,
      this.field.element,
    );
    this.element = element(
      "section",
      { class: "question", "aria-label": "Where you are", hidden: true },
      this.text,
      this.form,
    );
    /** How often it was asked when those who hear the page were told last. */
    this.times = 0;
    /** Whether it was open when it was drawn last: a country chosen meanwhile is not taken back. */
    this.wasAsked = false;
  }

  /** One question goes with its person from screen to screen. @param {HTMLElement} place */
  standIn(place) {
    if (this.element.parentElement !== place) place.append(this.element);
  }

  /**
   * @param {Visit} visit
   * @param {HTMLElement} refuge  where the focus goes when this is over
   */
  update({ room, correspondence }, refuge) {
    const { isAsked, told, times } = correspondence.placeAsked;
    const name = room?.clinician ?? "";
    keepFocus(
      this.element,
      () => {
        if (isAsked && !this.wasAsked) this.country.input.value = correspondence.card?.country ?? "";
        if (isAsked) say(this.text, nameOf(name), " asks where you are right now.");
        else if (told !== "") say(this.text, nameOf(name), " was told: ", nameOf(told));
        show(this.form, isAsked);
        show(this.element, isAsked || told !== "");
      },
      () => (this.element.hidden ? refuge : this.text),
    );
    if (isAsked && times !== this.times) announce(`${name} asks where you are right now.`);
    this.times = times;
    this.wasAsked = isAsked;
  }

  /** @param {Event} event */
  #submit(event) {
    event.preventDefault();
    const place = cleanLine(this.field.input.value, LONGEST.place);
    this.field.setError(place === "" ? "Please write where you are." : "");
    if (place === "") return this.field.input.focus();
    this.field.input.value = "";
    this.send({ country: this.country.input.value, place });
  }
}
