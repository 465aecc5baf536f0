// Somebody who waits, as the queue is told of them, and what the clinician decides, noted down.

/** @import { Card } from "../../static/js/card.js" */
/** @import { Decisions, Waiter } from "../../static/js/views/queue_card.js" */

/** @param {Partial<Card>} [change] @returns {Card} */
export const newCard = (change = {}) => ({
  kind: "card",
  name: "Maya Q.",
  part: "",
  country: "PT",
  place: "Lisbon",
  callback: "+351 210 000 000",
  contact: { name: "Ana", phone: "+351 210 000 001", relation: "sister" },
  privacy: "alone",
  company: "",
  consent: { version: "1", date: "2026-11-25", child: "" },
  codeWord: "",
  device: "Phone (Android)",
  devices: { microphone: "on", camera: "on" },
  ...change,
});

/** @param {Partial<Waiter>} [change] @returns {Waiter} */
export const newWaiter = (change = {}) => ({
  room: "room",
  participant: "maya",
  state: "known",
  name: "Maya",
  waits: true,
  connected: true,
  mayDecide: true,
  seconds: 240,
  previewed: false,
  sound: false,
  media: null,
  card: newCard(),
  typed: "",
  codeWord: { state: "none", word: "", misses: 0 },
  place: "first",
  linkInSession: false,
  disowned: false,
  others: [],
  declinedFor: null,
  said: "",
  admitting: false,
  later: true,
  unconfirmed: "",
  words: null,
  compared: "",
  ...change,
});

/** @param {(act: string, ...about: unknown[]) => void} [note] @returns {Decisions & {takeOver: () => void}} */
export const newDecisions = (note = () => undefined) => ({
  admit: (waiter, method, how) => note("admit", waiter.participant, method, ...(how ? [how] : [])),
  decline: ({ participant }) => note("decline", participant),
  undo: ({ participant }) => note("undo", participant),
  refuse: ({ participant }, how) => note("refuse", participant, how),
  preview: ({ participant }, on) => note("preview", participant, on),
  listen: ({ participant }, on) => note("listen", participant, on),
  message: ({ participant }, text) => note("message", participant, text),
  choose: ({ participant }, chosen) => note("choose", participant, chosen),
  emergency: ({ participant }) => note("emergency", participant),
  replaceLink: ({ participant }) => note("replaceLink", participant),
  compare: ({ participant }, verdict) => note("compare", participant, verdict),
  takeOver: () => note("takeOver"),
});
