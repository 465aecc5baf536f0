// What somebody uses, in words: the clinician tells two devices of one link apart by it.

/** The first that is found counts: an Android browser names Linux as well, and an iPad a Macintosh. */
const SYSTEMS = Object.freeze(
  /** @type {const} */ ([
    [/iPhone|iPod/, "Phone (iPhone)"],
    [/iPad/, "Tablet (iPad)"],
    [/Android.*Mobile/, "Phone (Android)"],
    [/Android/, "Tablet (Android)"],
    [/CrOS/, "Computer (ChromeOS)"],
    [/Windows/, "Computer (Windows)"],
    [/Macintosh/, "Computer (Mac)"],
    [/Linux|X11/, "Computer (Linux)"],
  ]),
);

/**
 * @param {{userAgent: string, maxTouchPoints: number}} browser
 * @returns {string}  "Phone (Android)"
 */
export function deviceWords({ userAgent, maxTouchPoints }) {
  // An iPad says that it is a Mac, and no Mac has a touch screen.
  if (userAgent.includes("Macintosh") && maxTouchPoints > 1) return "Tablet (iPad)";
  return SYSTEMS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "Another device";
}
