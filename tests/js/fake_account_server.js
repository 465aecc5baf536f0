// A server with at most one account, behind `fetch`. It opens nothing of what it keeps.

import { mock } from "node:test";

import { encodeBase64url } from "../../static/js/base64url.js";
import { FIRST_PARENT } from "../../static/js/vault_cipher.js";

export const INSTALLATION = "I".repeat(22);
export const TOKEN = "token-of-an-enrolment-link";

/** @param {string} code @param {number} status */
const refusal = (code, status) => Response.json({ error: { code, text: `Refused: ${code}.` } }, { status });
const done = () => new Response(null, { status: 204 });

export class FakeAccountServer {
  constructor() {
    /** @type {{key: string, recovery_key: string, password_wrap: string, recovery_wrap: string}|null} */
    this.credentials = null;
    /** @type {{version: number, parent: string, blob: string}[]} */
    this.versions = [];
    /** @type {any} */
    this.enrolled = null;
    /** The server's half of the page key of the sign-in there is, or empty. */
    this.half = "";
    /** @type {string[]} */
    this.asked = [];
    /** Everything that was ever sent. */
    this.heard = "";
    /** The answers to requests of these are lost on the way back. @type {Set<string>} */
    this.loses = new Set();
    /** Requests of these do not even arrive. @type {Set<string>} */
    this.unreachable = new Set();
    /** What happens on the way to the server, once. @type {Map<string, () => void>} */
    this.before = new Map();
    mock.method(globalThis, "fetch", (/** @type {string} */ path, /** @type {any} */ options) =>
      this.#fetch(path, options),
    );
  }

  newest() {
    return this.versions.at(-1) ?? { version: 0, parent: "", blob: "" };
  }

  /**
   * @param {string} path
   * @param {{method: string, headers?: Record<string, string>, body?: string}} options
   */
  async #fetch(path, { method, headers = {}, body = "{}" }) {
    const name = `${method} ${path}`;
    this.asked.push(name);
    this.heard += body;
    if (this.unreachable.has(name)) throw new TypeError("network error");
    this.before.get(name)?.();
    this.before.delete(name);
    const replaces = Number((headers["If-Match"] ?? "").replaceAll('"', ""));
    const answer = this.#answer(name, JSON.parse(body), replaces);
    if (this.loses.has(name)) throw new TypeError("network error");
    return answer;
  }

  /**
   * @param {string} name
   * @param {any} body
   * @param {number} replaces
   */
  #answer(name, body, replaces) {
    switch (name) {
      case "POST /api/enrol":
        return this.#enrol(body);
      case "POST /api/sign-in":
        return body.key === this.credentials?.key ? this.#welcome() : refusal("sign_in_refused", 401);
      case "POST /api/sign-out":
        if (this.half === "") return refusal("sign_in_needed", 401);
        this.half = "";
        return done();
      case "POST /api/credentials":
        if (this.half === "") return refusal("sign_in_needed", 401);
        if (body.key !== this.credentials?.key) return refusal("sign_in_refused", 401);
        return this.#replace(body, replaces);
      case "POST /api/recovery":
        if (body.key !== this.credentials?.recovery_key) return refusal("sign_in_refused", 401);
        return Response.json({ ...this.newest(), recovery_wrap: this.credentials?.recovery_wrap });
      case "PUT /api/recovery":
        if (body.key !== this.credentials?.recovery_key) return refusal("sign_in_refused", 401);
        return this.#replace(body, replaces);
      default:
        return this.half === "" ? refusal("sign_in_needed", 401) : this.#vault(name, body, replaces);
    }
  }

  /** @param {string} name @param {any} body @param {number} replaces */
  #vault(name, { parent, blob }, replaces) {
    if (name === "GET /api/vault") {
      const { password_wrap: wrap } = this.credentials ?? {};
      return Response.json({ ...this.newest(), password_wrap: wrap, page_half: this.half });
    }
    if (name === "PUT /api/vault") {
      if (!this.#write(replaces, parent, blob)) return refusal("vault_changed", 412);
      return Response.json({ version: replaces + 1 });
    }
    const earlier = this.versions.slice(0, -1);
    if (name === "GET /api/vault/earlier")
      return Response.json({ earlier: earlier.map(({ blob: _blob, ...facts }) => ({ ...facts, replaced: 1 })) });
    const found = earlier.find(({ version }) => name === `GET /api/vault/earlier/${version}`);
    return found === undefined ? refusal("unknown", 404) : Response.json(found);
  }

  /** @param {any} body */
  #enrol(body) {
    if (body.token !== TOKEN || this.credentials !== null) return refusal("enrolment_over", 410);
    this.enrolled = body;
    this.credentials = body.credentials;
    this.versions = [{ version: 1, parent: FIRST_PARENT, blob: body.blob }];
    return this.#welcome();
  }

  /** @param {any} body @param {number} replaces */
  #replace({ credentials, parent, blob }, replaces) {
    if (!this.#write(replaces, parent, blob)) return refusal("vault_changed", 412);
    this.credentials = credentials;
    return this.#welcome();
  }

  /** @param {number} replaces @param {string} parent @param {string} blob */
  #write(replaces, parent, blob) {
    if (replaces !== this.newest().version) return false;
    this.versions.push({ version: replaces + 1, parent, blob });
    return true;
  }

  #welcome() {
    this.half = encodeBase64url(crypto.getRandomValues(new Uint8Array(32)));
    return done();
  }
}
