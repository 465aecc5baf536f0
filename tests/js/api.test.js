import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";

import * as api from "../../static/js/api.js";
import { ApiError, rooms, signIn, site } from "../../static/js/api.js";

afterEach(() => mock.restoreAll());

/** @param {() => Promise<Response>} answer */
function answers(answer) {
  mock.method(globalThis, "fetch", answer);
}

const SITE = {
  name: "Practice",
  version: "1",
  installation: "I".repeat(22),
  crisis_text: "",
  encryption: "end_to_end",
  consent: { version: 3, text: "I agree" },
};

test("the site is read, with the consent's version as text", async () => {
  answers(async () => Response.json(SITE));
  assert.equal((await site()).consent.version, "3");
});

test("an answer without a body is enough for signing in", async () => {
  answers(async () => new Response(null, { status: 204 }));
  await signIn("ruiz", "key");
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

/**
 * What is asked of the server, and how.
 *
 * @param {() => Promise<unknown>} ask
 * @param {any} [answer]
 */
async function asked(ask, answer) {
  const fetched = mock.method(globalThis, "fetch", async () =>
    answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer),
  );
  const value = await ask();
  const [path, options] = /** @type {any} */ (fetched.mock.calls[0]?.arguments);
  mock.restoreAll();
  const body = options.body === undefined ? undefined : JSON.parse(options.body);
  return { value, path, method: options.method, headers: options.headers, body };
}

const CHANGE = { replaces: 7, parent: "p", blob: "b" };
const CREDENTIALS = { key: "k", recovery_key: "r", password_wrap: "w", recovery_wrap: "x" };

test("a change comes with headers that no form can send, and with JSON even where it says nothing", async () => {
  for (const [ask, method, path] of /** @type {[() => Promise<unknown>, string, string][]} */ ([
    [() => api.endSignIn("id"), "DELETE", "/api/sign-ins/id"],
    [() => api.removeInvitation("id"), "DELETE", "/api/invitations/id"],
    [() => api.signOut(), "POST", "/api/sign-out"],
  ])) {
    const request = await asked(ask);
    assert.deepEqual([request.method, request.path, request.body], [method, path, {}]);
    assert.equal(request.headers["X-Telehealth"], "1");
    assert.equal(request.headers["Content-Type"], "application/json");
  }
});

test("a new version of the vault names the one that it replaces", async () => {
  const saved = await asked(() => api.saveVault(CHANGE), { version: 8 });
  const changed = await asked(() => api.changeCredentials({ ...CHANGE, key: "c", credentials: CREDENTIALS }));
  const change = { ...CHANGE, username: "ruiz", key: "c", credentials: CREDENTIALS };
  const recovered = await asked(() => api.recover(change));
  for (const { headers } of [saved, changed, recovered]) assert.equal(headers["If-Match"], '"7"');
  assert.deepEqual(saved.value, { version: 8 });
  assert.deepEqual(saved.body, { parent: "p", blob: "b" });
  assert.deepEqual(changed.body, { key: "c", credentials: CREDENTIALS, parent: "p", blob: "b" });
  assert.deepEqual(recovered.body, { ...changed.body, username: "ruiz" });
  assert.deepEqual([saved, changed, recovered].map(({ method }) => method), ["PUT", "POST", "PUT"]);
});

test("what only reads sends no body and no condition", async () => {
  for (const [ask, path, answer, value] of /** @type {[() => Promise<unknown>, string, any, unknown][]} */ ([
    [() => api.vault(), "/api/vault", { version: 1 }, { version: 1 }],
    [() => api.earlierVaults(), "/api/vault/earlier", { earlier: [1] }, [1]],
    [() => api.earlierVault(3), "/api/vault/earlier/3", { version: 3 }, { version: 3 }],
    [() => api.signIns(), "/api/sign-ins", { sign_ins: [1] }, [1]],
    [() => api.invitations(), "/api/invitations", { invitations: [1] }, [1]],
    [() => api.auditHead(9), "/api/audit-head?number=9", { known: null }, { known: null }],
  ])) {
    const request = await asked(ask, answer);
    assert.deepEqual([request.method, request.path], ["GET", path]);
    assert.deepEqual([request.body, request.headers], [undefined, undefined]);
    assert.deepEqual(request.value, value);
  }
});

test("accounts and links are sent as they are given", async () => {
  const room = { id: "i", public_key: "k" };
  const enrolment = { token: "t", public_name: "n", room, credentials: CREDENTIALS, blob: "b" };
  const role = /** @type {const} */ ("client");
  const facts = { admission_hash: "h", role, appointment: null, code_word: true, replaces: null };
  const invitation = { id: "i", room: "r", case: "c", ...facts };
  for (const [ask, path, body] of /** @type {[() => Promise<unknown>, string, any][]} */ ([
    [() => api.enrolment("t"), "/api/enrolment", { token: "t" }],
    [() => api.enrol(enrolment), "/api/enrol", enrolment],
    [() => api.signIn("ruiz", "key"), "/api/sign-in", { username: "ruiz", key: "key" }],
    [() => api.recovery("ruiz", "key"), "/api/recovery", { username: "ruiz", key: "key" }],
    [() => api.addInvitation(invitation), "/api/invitations", invitation],
  ])) {
    const request = await asked(ask, {});
    assert.deepEqual([request.method, request.path, request.body], ["POST", path, body]);
  }
});

test("whether a link asks for a code word is all that is said of it", async () => {
  const { method, path, body, headers } = await asked(() => api.changeInvitation("id", { code_word: true }));
  assert.deepEqual([method, path, body], ["PUT", "/api/invitations/id", { code_word: true }]);
  assert.equal(headers["If-Match"], undefined);
});

test("a server that is asked too fast says how long to wait, and no other number is believed", async () => {
  for (const [header, seconds] of Object.entries({ 30: 30, soon: 0, "-1": 0, "1e9": 0 })) {
    const headers = { "Retry-After": header };
    answers(async () => Response.json({ error: { code: "too_fast", text: "Wait." } }, { status: 429, headers }));
    const waits = (/** @type {unknown} */ error) => error instanceof ApiError && error.retryAfter === seconds;
    await assert.rejects(signIn("ruiz", "key"), waits);
  }
});

test("a server that never answers is given up after a while", async () => {
  const limit = mock.method(AbortSignal, "timeout", () => AbortSignal.abort());
  answers(/** @type {any} */ (async (/** @type {string} */ _path, /** @type {RequestInit} */ { signal }) =>
    signal?.throwIfAborted()));
  await assert.rejects(rooms(), (error) => error instanceof ApiError && error.code === "unreachable");
  assert.deepEqual(limit.mock.calls[0]?.arguments, [20_000]);
});
