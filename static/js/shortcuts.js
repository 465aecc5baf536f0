// Keys that do something by themselves in a session: never while somebody types, and only as long as they are wanted.

/**
 * @typedef {object} Shortcut
 * @property {string} key    as the browser names it, in lower case
 * @property {string} text   what it does
 * @property {() => void} press
 */

/** Kept only for who has turned them off: speech input and trembling hands press keys that were not meant. */
const PLACE = "telehealth single-key shortcuts";
const OFF = "off";

const TYPING = "input:not([type='checkbox'], [type='radio']), textarea, select, [contenteditable]";
const LETTER = /^\p{L}$/u;

export class Shortcuts {
  /**
   * @param {readonly Shortcut[]} list
   * @param {() => boolean} isFree  whether nothing stands over the page they are for
   * @param {Storage|undefined} [storage]  missing where nothing is kept
   */
  constructor(list, isFree, storage = globalThis.localStorage) {
    this.list = list;
    this.isFree = isFree;
    this.storage = storage;
    this.on = storage?.getItem(PLACE) !== OFF;
  }

  /** @param {boolean} on */
  set(on) {
    this.on = on;
    if (on) this.storage?.removeItem(PLACE);
    else this.storage?.setItem(PLACE, OFF);
  }

  /** @param {EventTarget} target  what hears the keys */
  listen(target) {
    target.addEventListener("keydown", (event) => this.heard(/** @type {KeyboardEvent} */ (event)));
  }

  /** @param {KeyboardEvent} event */
  heard(event) {
    if (!this.on || event.repeat || event.isComposing || event.defaultPrevented) return;
    if (withModifier(event) || isTyped(event.target) || !this.isFree()) return;
    const shortcut = this.list.find(({ key }) => key === event.key.toLowerCase());
    if (shortcut === undefined) return;
    event.preventDefault();
    shortcut.press();
  }
}

/**
 * Whether it belongs to the browser, or to Quick exit. A question mark needs Shift on most keyboards.
 *
 * @param {KeyboardEvent} event
 * @returns {boolean}
 */
function withModifier({ key, ctrlKey, altKey, metaKey, shiftKey }) {
  return ctrlKey || altKey || metaKey || (shiftKey && LETTER.test(key));
}

/** @param {EventTarget|null} target */
function isTyped(target) {
  return target instanceof HTMLElement && target.closest(TYPING) !== null;
}
