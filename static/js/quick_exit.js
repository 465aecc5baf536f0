// Leaves the page at once and for good: by a button, or by Shift three times, which no hand presses by chance.

/** Milliseconds within which the three presses come. */
const WITHIN = 1500;
const PRESSES = 3;
/** Milliseconds that the browser has to forget what it keeps: a page that is gone at once cuts it off. */
const LONGEST_FAREWELL = 300;

/**
 * @typedef {object} Surroundings  what a test replaces
 * @property {() => number} now      milliseconds
 * @property {() => void} blank      nothing is to be read while the browser goes away
 * @property {() => void} forget     what this tab keeps
 * @property {() => void} go
 * @property {(milliseconds: number) => Promise<unknown>} wait
 */

/** @type {Surroundings} */
const BROWSER = {
  now: () => performance.now(),
  blank: () => {
    document.body.hidden = true;
  },
  forget: forgetTab,
  // Without a new entry, so that Back does not lead here.
  go: () => location.replace("about:blank"),
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

export class QuickExit {
  /** @param {Surroundings} [surroundings] */
  constructor(surroundings = BROWSER) {
    this.surroundings = surroundings;
    /** When Shift was pressed, with nothing else in between. @type {number[]} */
    this.presses = [];
    /** What the page has to switch off, to say and to forget before it goes. @type {() => unknown} */
    this.farewell = () => undefined;
  }

  /** @param {EventTarget} target  what hears all keys and clicks of the page */
  listen(target) {
    target.addEventListener("keydown", (event) => this.#pressed(/** @type {KeyboardEvent} */ (event)), true);
    target.addEventListener("pointerdown", () => this.presses.splice(0), true);
  }

  async leave() {
    const { blank, forget, go, wait } = this.surroundings;
    blank();
    try {
      await Promise.race([this.farewell(), wait(LONGEST_FAREWELL)]);
    } finally {
      forget();
      go();
    }
  }

  /** @param {KeyboardEvent} event */
  #pressed({ key, repeat, ctrlKey, altKey, metaKey }) {
    if (repeat && key === "Shift") return;
    const now = this.surroundings.now();
    if (key !== "Shift" || ctrlKey || altKey || metaKey) return void this.presses.splice(0);
    this.presses = [...this.presses.filter((press) => now - press <= WITHIN), now];
    if (this.presses.length >= PRESSES) void this.leave();
  }
}

function forgetTab() {
  try {
    sessionStorage.clear();
  } catch (error) {
    // A browser that keeps no data for this page has nothing to forget.
    if (!(error instanceof DOMException)) throw error;
  }
}
