// A link before its time: when it opens, on this device's own clock, and the page that waits for that.

import { CLOCK } from "../clock.js";
import { isSameDay, momentText, timeText } from "../day_time.js";
import { element, setText } from "../element.js";

/** @import { Clock } from "../clock.js" */
/** @import { Screen } from "../screens.js" */

/** How the server writes a moment (RFC 3339, section 5.6). */
const MOMENT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z/;
/** Milliseconds. A device that was asleep looks at its clock soon after; one whose clock is fast asks no oftener. */
const LOOKS_EVERY = 20_000;

/**
 * @param {string} text  the server's sentence, with the moment in it
 * @param {() => void} reload
 * @param {Clock} [clock]
 * @returns {Screen}
 */
export function early(text, reload, clock = CLOCK) {
  const heading = element("h1", { tabindex: "-1" }, "This link is not open yet");
  const when = element("p", { class: "lead" });
  const page = element(
    "div",
    { class: "plain" },
    heading,
    when,
    element("p", {}, "Keep this page open: it goes on by itself. Or come back then with the same link."),
  );
  const opens = Date.parse(MOMENT.exec(text)?.[0] ?? "");
  if (Number.isNaN(opens)) setText(when, text);
  else wait(opens, (now) => setText(when, `It opens ${dayAndTime(opens / 1000, now / 1000)}.`), reload, clock);
  return { element: page, heading };
}

/**
 * @param {number} opens  milliseconds
 * @param {(now: number) => void} say  anew at each look: tomorrow becomes today
 * @param {() => void} reload
 * @param {Clock} clock
 */
function wait(opens, say, reload, clock) {
  const now = clock.now();
  say(now);
  clock.later(
    () => {
      if (clock.now() >= opens) reload();
      else wait(opens, say, reload, clock);
    },
    opens > now ? Math.min(LOOKS_EVERY, opens - now) : LOOKS_EVERY,
  );
}

/**
 * @param {number} moment  seconds
 * @param {number} now
 * @returns {string}
 */
function dayAndTime(moment, now) {
  if (isSameDay(moment, now)) return `today at ${timeText(moment)}`;
  const tomorrow = new Date(now * 1000);
  tomorrow.setDate(tomorrow.getDate() + 1);
  if (isSameDay(moment, tomorrow.getTime() / 1000)) return `tomorrow at ${timeText(moment)}`;
  return `on ${momentText(moment, now)}`;
}
