// What the clinician writes down of a person: label, code word, and when they usually come.

import { cleanName } from "../card.js";
import { WEEKDAYS, isTime } from "../day_time.js";
import { element, show } from "../element.js";
import { Field, textInput, withValue } from "./field.js";

/** @import { Usual } from "../day_time.js" */
/** @import { PersonFields } from "../people.js" */
/** @import { Fault } from "./field.js" */

const NO_LABEL = "Please write a label by which you know them.";
const NO_TIME = "Please choose the time as well, or no usual day.";
const NO_DAY = "Please choose the day as well, or leave the time empty.";

export class PersonForm {
  /**
   * @param {(label: string) => string} namesake  the label of somebody else that reads the same, or empty
   * @param {PersonFields} [before]
   */
  constructor(namesake, { label, codeWord, usual } = { label: "", codeWord: "", usual: null }) {
    this.namesake = namesake;
    this.before = label;
    this.label = new Field("private-label", "Private label", textInput(label), {
      help: "Only for you: neither the server nor they ever see it.",
    });
    this.codeWord = new Field("agreed-word", "Code word", textInput(codeWord), {
      help: "If you have agreed on one with them. It never reaches the server.",
    });
    this.day = new Field("usual-day", "Usual day", daySelect(usual));
    this.time = new Field(
      "usual-time",
      "Usual time",
      withValue(element("input", { type: "time" }), usual?.time ?? ""),
    );
    this.usual = element("div", { class: "field-pair" }, this.day.element, this.time.element);
    this.hasUsual = true;
  }

  /** Whether a usual day and time is asked for. @param {boolean} asked */
  askUsual(asked) {
    this.hasUsual = asked;
    show(this.usual, asked);
  }

  /** @returns {Fault[]} */
  check() {
    const label = this.#labelFault(cleanName(this.label.input.value));
    const [day, time] = this.hasUsual ? usualFaults(this.day.input.value, this.time.input.value) : ["", ""];
    this.label.setError(label);
    this.day.setError(day);
    this.time.setError(time);
    return [
      [label, this.label.input],
      [day, this.day.input],
      [time, this.time.input],
    ];
  }

  /** @param {string} label @returns {string} */
  #labelFault(label) {
    if (label === "") return NO_LABEL;
    const namesake = label === this.before ? "" : this.namesake(label);
    if (namesake === "") return "";
    return `${namesake} is among your people already: copy the link there, or choose another label.`;
  }

  /** @returns {PersonFields} */
  get value() {
    const usual = this.hasUsual && this.day.input.value !== "";
    return {
      label: cleanName(this.label.input.value),
      codeWord: cleanName(this.codeWord.input.value),
      usual: usual ? { day: Number(this.day.input.value), time: this.time.input.value } : null,
    };
  }
}

/**
 * @param {string} day
 * @param {string} time
 * @returns {[string, string]}  what is wrong with each
 */
function usualFaults(day, time) {
  if (day !== "" && !isTime(time)) return ["", NO_TIME];
  return [day === "" && time !== "" ? NO_DAY : "", ""];
}

/** @param {Usual|null} usual */
function daySelect(usual) {
  const options = WEEKDAYS.map((name, index) => element("option", { value: String(index + 1) }, name));
  const select = element("select", {}, element("option", { value: "" }, "No usual day"), ...options);
  return withValue(select, usual === null ? "" : String(usual.day));
}
