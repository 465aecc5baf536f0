// As much of a document as the views take: a tree, attributes, focus, clicks, and pictures that play when told so.

/** @param {string} name */
const camel = (name) => name.slice(5).replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase());

export class FakeElement extends EventTarget {
  /** @param {string} tag */
  constructor(tag) {
    super();
    this.tag = tag;
    /** @type {Map<string, string>} */
    this.attributes = new Map();
    /** @type {any[]} */
    this.childNodes = [];
    /** How often it was put somewhere. */
    this.moves = 0;
    /** @type {FakeElement|null} */
    this.parentElement = null;
    /** @type {Record<string, string|undefined>} */
    this.dataset = {};
    this.inert = false;
    this.value = "";
    // What a dialog has.
    this.open = false;
    // What a video has.
    /** @type {unknown} */
    this.srcObject = null;
    this.muted = false;
    this.videoWidth = 0;
    this.frames = 0;
    /** What `play()` is refused with. @type {DOMException|null} */
    this.refusal = null;
  }

  get children() {
    return this.childNodes.filter((node) => node instanceof FakeElement);
  }

  get childElementCount() {
    return this.children.length;
  }

  get hidden() {
    return this.attributes.has("hidden");
  }

  set hidden(hidden) {
    if (hidden) this.attributes.set("hidden", "");
    else this.attributes.delete("hidden");
  }

  /** @returns {string} */
  get textContent() {
    return this.childNodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
  }

  set textContent(text) {
    this.replaceChildren(text);
  }

  /** @returns {boolean} */
  get isConnected() {
    return this === fakeDocument.body || (this.parentElement?.isConnected ?? false);
  }

  /** @param {...any} nodes */
  append(...nodes) {
    for (const node of nodes) this.insertBefore(node, null);
  }

  /** @param {...any} nodes */
  replaceChildren(...nodes) {
    for (const child of this.children) child.remove();
    this.childNodes = [];
    this.append(...nodes);
  }

  /** @param {any} node @param {any} before */
  insertBefore(node, before) {
    if (node instanceof FakeElement) {
      node.remove();
      node.parentElement = this;
      node.moves += 1;
    }
    this.childNodes.splice(
      before === null ? this.childNodes.length : this.childNodes.indexOf(before),
      0,
      node,
    );
  }

  /** As in a browser, what is taken out of the document has no focus any more. */
  remove() {
    if (this.contains(fakeDocument.activeElement)) fakeDocument.activeElement = fakeDocument.body;
    const parent = this.parentElement;
    if (parent !== null) parent.childNodes = parent.childNodes.filter((node) => node !== this);
    this.parentElement = null;
  }

  /** @param {FakeElement|null} other @returns {boolean} */
  contains(other) {
    return other === this || (other?.parentElement != null && this.contains(other.parentElement));
  }

  /** Of all selectors only `[name]`. @param {string} selector @returns {FakeElement|null} */
  closest(selector) {
    if (this.attributes.has(selector.slice(1, -1))) return this;
    return this.parentElement?.closest(selector) ?? null;
  }

  /** @param {string} tag @returns {FakeElement[]} */
  querySelectorAll(tag) {
    return this.children.flatMap((child) => [
      ...(child.tag === tag ? [child] : []),
      ...child.querySelectorAll(tag),
    ]);
  }

  focus() {
    if (this.isConnected && this.closest("[hidden]") === null) fakeDocument.activeElement = this;
  }

  click() {
    this.dispatchEvent(new Event("click"));
  }

  showModal() {
    this.open = true;
  }

  close() {
    this.open = false;
    this.dispatchEvent(new Event("close"));
  }

  async play() {
    if (this.refusal !== null) throw this.refusal;
  }

  getVideoPlaybackQuality() {
    return { totalVideoFrames: this.frames };
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes.set(name, value);
    if (name === "value") this.value = value;
    if (name.startsWith("data-")) this.dataset[camel(name)] = value;
  }

  /** @param {string} name */
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  /** @param {string} name */
  removeAttribute(name) {
    this.attributes.delete(name);
    if (name.startsWith("data-")) delete this.dataset[camel(name)];
  }
}

/** @type {{ body: FakeElement, activeElement: FakeElement|null }} */
export const fakeDocument = { body: new FakeElement("body"), activeElement: null };

/** @type {FakeElement} */
const announcer = new FakeElement("p");

/** What those who hear the page were told, in order. @type {string[]} */
export const announced = [];

/** Put an empty document in place. `width` is what media queries see. */
export function installDocument({ wide } = { wide: false }) {
  const [body, media] = [new FakeElement("body"), Object.assign(new EventTarget(), { matches: wide })];
  fakeDocument.body = body;
  fakeDocument.activeElement = body;
  announced.length = 0;
  Object.defineProperty(announcer, "textContent", {
    configurable: true,
    set: (text) => text !== "" && announced.push(text),
  });
  Object.assign(globalThis, {
    HTMLElement: FakeElement,
    document: Object.assign(Object.create(fakeDocument), {
      createElement: (/** @type {string} */ tag) => new FakeElement(tag),
      createElementNS: (/** @type {string} */ _space, /** @type {string} */ tag) => new FakeElement(tag),
      getElementById: () => announcer,
    }),
    matchMedia: () => media,
  });
  Object.defineProperty(document, "activeElement", { get: () => fakeDocument.activeElement });
  Object.defineProperty(document, "body", { get: () => fakeDocument.body });
  return media;
}

/** @param {unknown} made @returns {FakeElement} */
export const fake = (made) => /** @type {FakeElement} */ (made);

/** The element of this kind with this text or label. @param {unknown} within @param {string} tag @param {string} name */
export function find(within, tag, name) {
  const found = fake(within)
    .querySelectorAll(tag)
    .find((each) => each.textContent === name || each.getAttribute("aria-label") === name);
  if (found === undefined) throw new Error(`no ${tag} named ${name}`);
  return found;
}
