import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { likelyCountry, showDanger } from "../../static/js/danger.js";
import { FakeElement, fake, installDocument } from "./fake_document.js";

beforeEach(() => void installDocument());

const ALWAYS = "Call the emergency number of the place where you are now.";
const NO_WORDS = { crisis_text: "", crisis_texts: {} };

function newPlace() {
  const place = new FakeElement("p");
  place.append(ALWAYS);
  return { place, places: /** @type {any} */ ([place]) };
}

test("the page's own words and the country's number are there before the server has answered", () => {
  const { place, places } = newPlace();
  showDanger(null, "ES", places);
  assert.equal(place.textContent, `${ALWAYS}\nEmergency number in Spain: 112`);
  assert.equal(place.querySelectorAll("a")[0]?.getAttribute("href"), "tel:112");
});

test("every number of a country can be called", () => {
  const { place, places } = newPlace();
  showDanger(NO_WORDS, "JP", places);
  assert.match(place.textContent, /Emergency numbers in Japan: 110, 119$/);
  assert.deepEqual(
    place.querySelectorAll("a").map((link) => link.getAttribute("href")),
    ["tel:110", "tel:119"],
  );
});

test("a country without a number in the table has the words alone, and a long list is cut", () => {
  const { place, places } = newPlace();
  showDanger(NO_WORDS, "AQ", places);
  assert.equal(place.textContent, ALWAYS);
  showDanger(NO_WORDS, "ER", places);
  assert.equal(place.querySelectorAll("a").length, 6);
});

test("the practice's words for a country stand there instead, and go when the country does", () => {
  const { place, places } = newPlace();
  const site = { crisis_text: "Call us.", crisis_texts: { ES: "Call 024." } };
  showDanger(site, "ES", places);
  assert.equal(place.textContent, "Call 024.\nEmergency number in Spain: 112");
  showDanger(site, "PT", places);
  assert.equal(place.textContent, "Call us.\nEmergency number in Portugal: 112");
  showDanger(NO_WORDS, "PT", places);
  assert.equal(place.textContent, `${ALWAYS}\nEmergency number in Portugal: 112`);
  assert.equal(fake(place).querySelectorAll("a").length, 1);
});

test("where somebody may be is where the practice is, else what their browser says", () => {
  const site = /** @type {any} */ ({ check_in: { required: [], country: "PT" } });
  assert.equal(likelyCountry(site, ["en-GB", "es-ES"]), "PT");
  assert.equal(likelyCountry({ check_in: { required: [], country: "" } }, ["en-GB", "es-ES"]), "GB");
  assert.equal(likelyCountry(null, ["en"]), "");
});
