// The client's receipt of their consent, in words: to what, with whom, signed by which name and when.

import { agreement } from "./consent.js";
import { timeText } from "./day_time.js";
import { dayInFull, part, row, signedOn, zoneText } from "./receipt.js";

/** @import { Agreed } from "./consent_record.js" */
/** @import { Receipt } from "./receipt.js" */

const OTHER_TEXT = "This page does not have the text of that version any more. Your practice has it.";
const NONE = "None on this page";

/**
 * @param {Agreed} agreed
 * @param {object} site
 * @param {string} site.name  the practice's
 * @param {{version: string, text: string}} site.consent  that this server shows now
 * @param {number} now  seconds
 * @returns {Receipt}
 */
export function consentReceipt({ clinician, name, part: role, consent, at, sessions }, site, now) {
  const { version, date, child } = consent;
  const times = sessions.length === 0 ? [NONE] : sessions.map(spanText);
  return {
    title: "Consent receipt",
    parts: [
      part("", [
        row("Practice", site.name),
        row("Clinician", clinician),
        row("What you agreed to", version === site.consent.version ? agreement(site.consent.text) : OTHER_TEXT),
        row("Version of that text", version),
        row("Typed name", name),
        row("Signed on", date === "" ? "" : signedOn(date)),
        row("For", child === "" ? "Yourself" : `${child}, as parent or guardian`),
        row("In the session as", role),
        ...times.map((text) => row("Session", text)),
        row("Times are those of", zoneText(sessions[0]?.from ?? at, sessions.at(-1)?.to ?? now)),
      ]),
    ],
    note: `Made on this device on ${dayInFull(now)}, ${timeText(now)}. The server keeps no copy.`,
  };
}

/** @param {Agreed["sessions"][number]} session */
function spanText({ from, to }) {
  const began = `${dayInFull(from)}, ${timeText(from)}`;
  return to === null ? `from ${began}` : `${began}–${timeText(to)}`;
}
