// What to say to a dispatcher, ready to be read out.

import { placeText } from "./queue_card.js";

/** @import { EmergencyFacts } from "../emergency_cards.js" */

const NOWHERE = "I do not know where they are now.";

/**
 * @param {EmergencyFacts} facts
 * @returns {string}
 */
export function scriptText({ label, card }) {
  const { callback } = card;
  const who = `I am a therapist. ${whoText(card, label)}`;
  const where = placeText(card);
  const at = card.place === "" ? "in" : "at";
  const needs = where === "" ? `${who} needs help now. ${NOWHERE}` : `${who} is ${at} ${where} and needs help now.`;
  // Digits stay on one line, where the eye finds them.
  return callback === "" ? needs : `${needs} The number there is ${callback.replaceAll(" ", "\u00a0")}.`;
}

/**
 * By the name that was given, which a dispatcher can look for. For a child the parent has checked in.
 *
 * @param {EmergencyFacts["card"]} card
 * @param {string} label
 */
function whoText({ name, part, consent }, label) {
  const given = name || label;
  if (part !== "") return `Somebody in my session, ${given} (${part}),`;
  return consent.child === "" ? `My client ${given}` : `My client ${consent.child}, a child with ${given},`;
}
