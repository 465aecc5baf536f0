import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { element } from "../../static/js/element.js";
import { Field, Summary } from "../../static/js/views/field.js";
import { fake, fakeDocument, find, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

const newField = (help = "") => new Field("name", "Name", element("input"), help === "" ? {} : { help });

test("a field is described by its help, and by its error as long as there is one", () => {
  const field = newField("As on your door.");
  const described = () => fake(field.input).getAttribute("aria-describedby");
  assert.equal(described(), "name-help");
  field.setError("Please write a name.");
  assert.equal(described(), "name-help name-error");
  assert.equal(fake(field.input).getAttribute("aria-invalid"), "true");
  field.setError("");
  assert.equal(described(), "name-help");
  assert.equal(fake(field.input).getAttribute("aria-invalid"), null);
});

test("a field without help and error is described by nothing", () => {
  const field = newField();
  assert.equal(fake(field.input).getAttribute("aria-describedby"), null);
});

test("a summary leads to each field, and counts", () => {
  const [one, other] = [newField(), newField()];
  const summary = new Summary();
  fakeDocument.body.append(summary.element, one.element, other.element);
  assert.equal(
    summary.show([
      ["First.", one.input],
      ["", one.input],
      ["Second.", other.input],
    ]),
    false,
  );
  assert.match(fake(summary.element).textContent, /^2 things to put right/);
  find(summary.element, "button", "Second.").click();
  assert.equal(fakeDocument.activeElement, fake(other.input));
});

test("a summary says what is wrong now, also when as much is wrong as before, and nothing when all is right", () => {
  const { input } = newField();
  const summary = new Summary((count) => `${count} missing`);
  summary.show([["First.", input]]);
  summary.show([["Second.", input]]);
  assert.equal(fake(summary.element).textContent, "1 missingSecond.");
  assert.equal(summary.show([["", input]]), true);
  assert.equal(summary.isShown(), false);
  // The same mistake again is shown again.
  summary.show([["Second.", input]]);
  assert.equal(summary.isShown(), true);
});
