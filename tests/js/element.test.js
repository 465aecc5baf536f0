import assert from "node:assert/strict";
import { test } from "node:test";

import { arrange, element, say, setAttribute, setText } from "../../static/js/element.js";

/** As much of a document as making elements takes. */
class FakeElement {
  /** @param {string} tag */
  constructor(tag) {
    this.tag = tag;
    /** @type {Map<string, string>} */
    this.attributes = new Map();
    /** @type {any[]} */
    this.childNodes = [];
    /** @type {Map<string, Function>} */
    this.listeners = new Map();
    this.moves = 0;
    /** @type {FakeElement|null} */
    this.parent = null;
  }

  get children() {
    return this.childNodes.filter((node) => node instanceof FakeElement);
  }

  /** @returns {string} */
  get textContent() {
    return this.childNodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
  }

  set textContent(text) {
    this.childNodes = [text];
  }

  /** @param {...any} nodes */
  append(...nodes) {
    for (const node of nodes) this.insertBefore(node, null);
  }

  /** @param {...any} nodes */
  replaceChildren(...nodes) {
    this.childNodes = [];
    this.append(...nodes);
  }

  /** @param {any} node @param {any} before */
  insertBefore(node, before) {
    if (node instanceof FakeElement) {
      node.remove();
      node.parent = this;
      node.moves += 1;
    }
    this.childNodes.splice(
      before === null ? this.childNodes.length : this.childNodes.indexOf(before),
      0,
      node,
    );
  }

  remove() {
    if (this.parent !== null) this.parent.childNodes = this.parent.childNodes.filter((node) => node !== this);
    this.parent = null;
  }

  /** @param {string} name @param {string} value */
  setAttribute(name, value) {
    this.attributes.set(name, value);
  }

  /** @param {string} name */
  getAttribute(name) {
    return this.attributes.get(name) ?? null;
  }

  /** @param {string} name */
  removeAttribute(name) {
    this.attributes.delete(name);
  }

  /** @param {string} type @param {Function} listener */
  addEventListener(type, listener) {
    this.listeners.set(type, listener);
  }
}

/** @type {any} */ (globalThis).document = {
  createElement: (/** @type {string} */ tag) => new FakeElement(tag),
};

/** @param {unknown} made @returns {FakeElement} */
const fake = (made) => /** @type {FakeElement} */ (made);

test("markup in a name stays a name", () => {
  const made = fake(element("p", {}, "<img src=x onerror=alert(1)>"));
  assert.deepEqual(made.childNodes, ["<img src=x onerror=alert(1)>"]);
});

test("children that are none are left out", () => {
  assert.deepEqual(fake(element("p", {}, null, "one", false, undefined)).childNodes, ["one"]);
});

test("an attribute of true stands bare, one of false is absent, and a state for assistive technology is a word", () => {
  const made = fake(
    element("input", { required: true, disabled: false, "aria-disabled": true, "aria-label": null }),
  );
  assert.deepEqual(
    [...made.attributes],
    [
      ["required", ""],
      ["aria-disabled", "true"],
    ],
  );
});

test("what happens on a click is a function and never text", () => {
  let pressed = 0;
  const made = fake(
    element("button", {
      onclick: () => {
        pressed += 1;
      },
    }),
  );
  made.listeners.get("click")?.();
  assert.equal(pressed, 1);
  assert.equal(made.attributes.size, 0);
  assert.throws(() => setAttribute(/** @type {any} */ (made), "onclick", "alert(1)"), TypeError);
  assert.throws(() => setAttribute(/** @type {any} */ (made), "style", "color: red"), TypeError);
});

test("text that is the same is not set again, so that a live region does not repeat itself", () => {
  const made = fake(element("p", {}, "Waiting for ", element("bdi", {}, "Dr Ruiz")));
  const before = made.childNodes;
  setText(/** @type {any} */ (made), "Waiting for Dr Ruiz");
  say(/** @type {any} */ (made), "Waiting for ", element("bdi", {}, "Dr Ruiz"));
  assert.equal(made.childNodes, before);
  say(/** @type {any} */ (made), "Waiting for ", element("bdi", {}, "Dr Lee"));
  assert.equal(made.textContent, "Waiting for Dr Lee");
});

test("arranging moves only what stands elsewhere: a picture that stays goes on", () => {
  const [one, two, three] = [element("video"), element("video"), element("video")];
  const parent = element("div", {}, one, two);
  arrange(parent, [one, two, three]);
  assert.deepEqual(
    [one, two, three].map((video) => fake(video).moves),
    [1, 1, 1],
  );
  arrange(parent, [two, three]);
  assert.deepEqual(fake(parent).children, [two, three]);
  assert.deepEqual(
    [two, three].map((video) => fake(video).moves),
    [1, 1],
  );
});
