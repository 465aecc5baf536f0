import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import { ApiError, rooms, signIn, site } from "../../static/js/api.js";

afterEach(() => mock.restoreAll());

/** @param {() => Promise<Response>} answer */
function answers(answer) {
  mock.method(globalThis, "fetch", answer);
}

const SITE = {
  name: "Practice",
  version: "1",
  crisis_text: "",
  encryption: "none",
  consent: { version: 3, text: "I agree" },
};

test("the site is read, with the consent's version as text", async () => {
  answers(async () => Response.json(SITE));
  assert.equal((await site()).consent.version, "3");
});

test("an answer without a body is enough for signing in", async () => {
  answers(async () => new Response(null, { status: 204 }));
  await signIn("token");
});

test("a page of a proxy's instead of an answer is an error that a person can read", async () => {
  for (const body of ["<html>Log in to this network</html>", "", "null"]) {
    answers(async () => new Response(body, { status: 200 }));
    await assert.rejects(rooms(), (error) => error instanceof ApiError && error.code === "unclear");
  }
  answers(async () => Response.json({ ok: true }));
  await assert.rejects(site(), (error) => error instanceof ApiError && error.code === "unclear");
});

test("a connection that breaks, before or in the middle of an answer, is a server that does not answer", async () => {
  const cut = new ReadableStream({ start: (controller) => controller.error(new TypeError("network error")) });
  for (const answer of [() => Promise.reject(new TypeError("failed")), async () => new Response(cut)]) {
    answers(answer);
    await assert.rejects(rooms(), (error) => error instanceof ApiError && error.status === 0);
  }
});

test("a refusal brings the server's own words, and words of ours when it has none", async () => {
  answers(async () => Response.json({ error: { code: "unknown", text: "This is gone." } }, { status: 404 }));
  await assert.rejects(rooms(), (error) => error instanceof ApiError && error.message === "This is gone.");
  answers(async () => new Response("Bad gateway", { status: 502 }));
  await assert.rejects(rooms(), (error) => error instanceof ApiError && error.code === "failed");
});
