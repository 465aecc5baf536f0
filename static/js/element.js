// Native elements made in code. Text becomes text nodes and nothing else: markup in a name stays a name.

/**
 * @typedef {Node|string|null|undefined|false} Child
 * @typedef {Record<string, string|number|boolean|null|undefined|((event: any) => void)>} Attributes
 */

/**
 * An element with attributes and children. `onclick` and the like take functions, never text; an attribute
 * of `true` stands without a value, one of `false`, `null` or `undefined` is left out.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(made, name, value);
  made.append(...children.filter(isShown));
  return made;
}

/**
 * @param {Element} target
 * @param {string} name
 * @param {Attributes[string]} value
 */
export function setAttribute(target, name, value) {
  if (typeof value === "function") target.addEventListener(name.replace(/^on/, ""), value);
  else if (name.startsWith("on") || name === "style") throw new TypeError(`${name} as text is never set`);
  else if (value === false || value === null || value === undefined) target.removeAttribute(name);
  else {
    // A state for assistive technology is a word; any other attribute that is `true` stands without a value.
    const text = value === true && !name.startsWith("aria-") ? "" : String(value);
    if (target.getAttribute(name) !== text) target.setAttribute(name, text);
  }
}

/**
 * Replace what an element says, but only when it says something else: a live region repeats what is set again.
 *
 * @param {Element} target
 * @param {string} text
 */
export function setText(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * The same for text with names in it.
 *
 * @param {Element} target
 * @param {...(string|HTMLElement)} parts
 */
export function say(target, ...parts) {
  const text = parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
  if (target.textContent !== text) target.replaceChildren(...parts);
}

/**
 * @param {HTMLElement} target
 * @param {boolean} shown
 */
export function show(target, shown) {
  if (target.hidden === shown) target.hidden = !shown;
}

/**
 * A person's name, kept from turning the direction of the text around it.
 *
 * @param {string} name
 * @returns {HTMLElement}
 */
export function nameOf(name) {
  return element("bdi", {}, name);
}

/**
 * Put the children of an element in this order, moving only those that stand elsewhere:
 * a `video` that is moved stops for a moment.
 *
 * @param {Element} parent
 * @param {readonly Element[]} children
 */
export function arrange(parent, children) {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  children.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}

/**
 * Draw an area so that a focus in it does not fall out of the page when what had it vanishes or is moved.
 *
 * @param {HTMLElement} area
 * @param {() => void} draw
 * @param {() => HTMLElement} refuge  where the focus goes when its element is not there any more
 */
export function keepFocus(area, draw, refuge) {
  const focused = document.activeElement;
  const isInside = focused instanceof HTMLElement && area.contains(focused);
  draw();
  if (!isInside) return;
  const stays = area.contains(focused) && focused.closest("[hidden]") === null;
  if (!stays) refuge().focus();
  else if (document.activeElement !== focused) focused.focus();
}

/**
 * @param {Child} child
 * @returns {child is Node|string}
 */
function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}
