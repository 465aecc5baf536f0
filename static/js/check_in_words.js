// What is asked at check-in, in the words that both the form and the list of what is remembered use.

/** @import { Privacy } from "./card.js" */

export const PRIVACY_WORDS = Object.freeze(
  /** @type {[Exclude<Privacy, "">, string][]} */ ([
    ["alone", "I am alone and can talk freely"],
    ["not_alone", "I am not alone"],
    ["unsaid", "I prefer not to say"],
  ]),
);

/**
 * @param {Privacy} privacy
 * @returns {string}  empty where nothing was said
 */
export function privacyText(privacy) {
  return PRIVACY_WORDS.find(([each]) => each === privacy)?.[1] ?? "";
}

/** Nobody is locked out for a word. */
export const CODE_WORD_HELP = "Leave it empty if you do not remember it.";

/** What a guest may be in a session. */
export const GUEST_PARTS = Object.freeze([
  "Interpreter",
  "Partner",
  "Parent or guardian",
  "Family member",
  "Supervisor",
  "Other",
]);
