import assert from "node:assert/strict";
import { test } from "node:test";

import { countries, countryName, countryOfLanguages, inCountry, isCountry } from "../../static/js/countries.js";

test("every country has a name of its own, and they stand by name", () => {
  const all = countries();
  assert.equal(all.length, 250);
  assert.equal(new Set(all.map(({ name }) => name)).size, 250);
  for (const { code, name } of all) assert.notEqual(name, code);
  assert.equal(all[0]?.name, "Afghanistan");
  assert.ok(all.findIndex(({ code }) => code === "AX") < all.findIndex(({ code }) => code === "AL"));
});

test("a code is a country's or nothing", () => {
  assert.equal(countryName("ES"), "Spain");
  for (const code of ["es", "ZZ", "EU", "", "ESP", null, 34, {}]) assert.equal(isCountry(code), false);
  assert.equal(countryName("ZZ"), "");
});

test("a country is said as people say it", () => {
  for (const [code, said] of [
    ["ES", "in Spain"],
    ["GB", "in the United Kingdom"],
    ["US", "in the United States"],
    ["NL", "in the Netherlands"],
    ["DO", "in the Dominican Republic"],
    ["IE", "in Ireland"],
    ["UA", "in Ukraine"],
  ])
    assert.equal(inCountry(String(code)), said);
});

test("a browser's language names a country only where it says one", () => {
  assert.equal(countryOfLanguages(["en", "es-ES", "en-GB"]), "ES");
  assert.equal(countryOfLanguages(["zh-Hant-TW"]), "TW");
  assert.equal(countryOfLanguages(["es-419", "en"]), "");
  assert.equal(countryOfLanguages(["C", "not a language"]), "");
  assert.equal(countryOfLanguages([]), "");
});
