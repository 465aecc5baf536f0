// What an entry script finds: a document with the page's places, an address, storage, and a server that answers.

import { mock } from "node:test";

import { FakeElement, fakeDocument, installDocument } from "./fake_document.js";
import { newTab } from "./fake_page.js";

const NOT_FOUND = { error: { code: "unknown", text: "There is nothing here." } };

export const SITE = {
  name: "Practice",
  installation: "i".repeat(22),
  crisis_text: "",
  crisis_texts: {},
  check_in: { required: [], country: "" },
  consent: { version: 1 },
};

/**
 * @param {object} given
 * @param {string} given.path
 * @param {string} [given.hash]
 * @param {Record<string, unknown>} given.answers  JSON by path
 * @param {boolean} [given.old]  a browser without what a session needs
 */
export function newEntry({ path, hash = "", answers, old = false }) {
  installDocument();
  const main = new FakeElement("main");
  fakeDocument.body.append(main);
  const location = { hash, pathname: path, origin: "https://practice.example", replace: mock.fn() };
  const history = {
    replaceState: (/** @type {any} */ _state, /** @type {string} */ _title, /** @type {string} */ shown) => {
      location.hash = "";
      location.pathname = shown;
    },
  };
  const window = Object.assign(new EventTarget(), { scrollTo: () => undefined });
  const part = old ? undefined : class {};
  Object.assign(document, {
    getElementById: () => main,
    querySelectorAll: () => [],
    addEventListener: () => undefined,
  });
  Object.assign(globalThis, { window, location, history, localStorage: newTab(), sessionStorage: newTab() });
  Object.assign(globalThis, {
    RTCPeerConnection: part,
    RTCRtpScriptTransform: part,
    Worker: part,
    WebSocket: part,
  });
  const mediaDevices = { getUserMedia: () => undefined };
  Object.defineProperty(globalThis, "navigator", { configurable: true, value: { mediaDevices } });
  const asked = mock.method(globalThis, "fetch", async (/** @type {string} */ asks) =>
    asks in answers ? Response.json(answers[asks]) : Response.json(NOT_FOUND, { status: 404 }),
  );
  const paths = () => asked.mock.calls.map(({ arguments: [asks] }) => asks);
  const body = (/** @type {string} */ asks) =>
    asked.mock.calls
      .filter(({ arguments: [each] }) => each === asks)
      .map(({ arguments: all }) => JSON.parse(/** @type {any} */ (all)[1].body));
  return { main, location, window, paths, body, heading: () => main.querySelectorAll("h1")[0]?.textContent };
}
