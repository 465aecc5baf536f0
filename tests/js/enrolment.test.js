import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { InstallationChanged } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { Enrolment } from "../../static/js/enrolment.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { Screens } from "../../static/js/screens.js";
import { fakeDocument, find, installDocument } from "./fake_document.js";
import { WORDS, alerts, send, settled, type } from "./form_page.js";

const OVER = () => new ApiError(410, "enrolment_over", "This enrolment link was used, or is too old.");
const AWAY = () => new ApiError(0, "unreachable", "The server does not answer.");

beforeEach(() => {
  installDocument();
  Object.assign(globalThis, {
    location: { origin: "https://practice.example" },
    window: { scrollTo: () => undefined },
  });
});

class Page {
  constructor(token = "a-token-of-enough-length") {
    this.token = {
      value: token,
      forget: () => {
        this.token.value = "";
      },
    };
    this.trusted = false;
    /** @type {string[]} */
    this.left = [];
    /** @type {any[]} */
    this.enrolled = [];
    this.codes = 0;
    /** What the server answers to each, or the error. */
    this.site = async () => ({ name: "Practice", installation: "one" });
    this.enrolment = async () => ({ username: "ruiz" });
    this.enrol = async () => undefined;
    this.reload = mock.fn();
    this.page = new Enrolment({
      screens: new Screens(/** @type {any} */ (fakeDocument.body)),
      server: /** @type {any} */ ({
        site: () => this.site(),
        trust: () => {
          this.trusted = true;
        },
      }),
      token: /** @type {any} */ (this.token),
      acts: {
        enrolment: () => this.enrolment(),
        enrol: (account) => {
          this.enrolled.push(account);
          return this.enrol();
        },
        newCode: async () => {
          this.codes += 1;
          return newRecoveryCode();
        },
      },
      leave: async (path) => void this.left.push(path),
      reload: this.reload,
    });
  }

  async opens() {
    await this.page.start();
    await settled();
    return this;
  }

  /** As far as the recovery code. */
  async chooses({ name = "Dr Ruiz", password = WORDS } = {}) {
    type(fakeDocument.body, { "Your public name": name, Password: password, "Repeat password": password });
    await send(fakeDocument.body);
    return this;
  }

  /** Types the recovery code that stands on the page. */
  async typesBack() {
    const [code] = fakeDocument.body.querySelectorAll("p").filter((each) => "recoveryCode" in each.dataset);
    type(fakeDocument.body, { "Recovery code": code?.textContent ?? "" });
    await send(fakeDocument.body);
    return this;
  }
}

const heading = () => fakeDocument.body.querySelectorAll("h1")[0]?.textContent;

test("a name, a password and the code typed back make the account, and lead to Today", async () => {
  const page = await new Page().opens();
  assert.match(fakeDocument.body.textContent, /You are setting up the account ruiz\./);
  await page.chooses({ name: "  Dr   Ruiz " });
  assert.equal(heading(), "Your recovery code");
  assert.equal(fakeDocument.activeElement?.textContent, "Your recovery code");
  assert.deepEqual(page.enrolled, []);
  await page.typesBack();
  const { code, ...account } = /** @type {Record<string, string>} */ (page.enrolled[0]);
  assert.match(String(code), /^[0-9A-Z]{28}$/);
  assert.deepEqual(account, {
    installation: "one",
    token: "a-token-of-enough-length",
    username: "ruiz",
    publicName: "Dr Ruiz",
    password: WORDS,
  });
  assert.deepEqual([page.left, page.token.value], [["/"], ""]);
});

test("a server that is away in the last step loses nothing: the same account is sent again", async () => {
  const page = await (await new Page().opens()).chooses();
  page.enrol = () => Promise.reject(AWAY());
  await page.typesBack();
  assert.deepEqual(alerts(fakeDocument.body), ["The server does not answer."]);
  assert.deepEqual([page.left, page.token.value === ""], [[], false]);
  page.enrol = async () => undefined;
  await page.typesBack();
  assert.deepEqual(page.enrolled[0], page.enrolled[1]);
  assert.deepEqual(page.left, ["/"]);
});

test("a link that was used in another window meanwhile leads to signing in", async () => {
  const page = await (await new Page().opens()).chooses();
  page.enrol = () => Promise.reject(OVER());
  await page.typesBack();
  assert.equal(heading(), "This enrolment link does not work any more");
  assert.deepEqual([page.left, page.token.value], [[], ""]);
});

test("the name must be one that can be seen, and not too long", async () => {
  const page = await new Page().opens();
  for (const name of ["", "   ", "\u200b", "x".repeat(81)]) {
    await page.chooses({ name });
    assert.equal(heading(), "Set up your account");
    assert.match(alerts(fakeDocument.body).join(""), /name/);
  }
  await page.chooses({ name: "x".repeat(80) });
  assert.equal(heading(), "Your recovery code");
});

test("all mistakes are shown at once", async () => {
  const page = await new Page().opens();
  await page.chooses({ name: "", password: "" });
  assert.match(alerts(fakeDocument.body).join(""), /^2 things to put right/);
});

test("a link that has no token says what to do", async () => {
  const page = await new Page("").opens();
  assert.equal(heading(), "This enrolment link is not complete");
  find(fakeDocument.body, "button", "Sign in").click();
  assert.deepEqual(page.left, ["/sign-in"]);
});

test("a used link is told in the server's words, with the way to sign in, and is forgotten", async () => {
  const page = new Page();
  page.enrolment = () => Promise.reject(OVER());
  await page.opens();
  assert.equal(heading(), "This enrolment link does not work any more");
  assert.match(fakeDocument.body.textContent, /was used, or is too old.*finished in another window/);
  assert.equal(page.token.value, "");
});

test("a server that is away before the page began is asked again", async () => {
  const page = new Page();
  page.site = () => Promise.reject(AWAY());
  await page.opens();
  find(fakeDocument.body, "button", "Try again").click();
  assert.equal(page.reload.mock.callCount(), 1);
  assert.notEqual(page.token.value, "");
});

test("another server than this browser knows gets nothing before the person has agreed", async () => {
  const page = new Page();
  const asked = mock.fn(page.enrolment);
  page.enrolment = asked;
  page.site = async () => {
    if (!page.trusted) throw new InstallationChanged("another");
    return { name: "Practice", installation: "two" };
  };
  await page.opens();
  assert.equal(heading(), "This server is not the one this browser knows");
  assert.equal(asked.mock.callCount(), 0);
  find(fakeDocument.body, "button", "It was reinstalled: use this server").click();
  await settled();
  assert.equal(heading(), "Set up your account");
});

test("who goes back from the code finds what was typed, and keeps the same code", async () => {
  const page = await (await new Page().opens()).chooses();
  find(fakeDocument.body, "button", "Back").click();
  assert.equal(heading(), "Set up your account");
  await send(fakeDocument.body);
  assert.equal(heading(), "Your recovery code");
  assert.equal(page.codes, 1);
});
