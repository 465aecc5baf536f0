import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";

import { InstallationChanged } from "../../static/js/account.js";
import { ApiError } from "../../static/js/api.js";
import { Entrance } from "../../static/js/entrance.js";
import { newRecoveryCode } from "../../static/js/recovery_code.js";
import { Screens } from "../../static/js/screens.js";
import { RolledBack } from "../../static/js/vault_sync.js";
import { fakeDocument, find, installDocument } from "./fake_document.js";
import { WORDS, alerts, field, send, settled, type } from "./form_page.js";

const AWAY = () => new ApiError(0, "unreachable", "The server does not answer.");
const WRONG = () => new ApiError(401, "sign_in_refused", "Username and password do not go together.");

beforeEach(() => {
  installDocument();
  Object.assign(globalThis, {
    location: { origin: "https://practice.example" },
    window: { scrollTo: () => undefined },
  });
});

class Page {
  constructor() {
    this.trusted = false;
    this.known = "one";
    /** @type {string[]} */
    this.left = [];
    /** What the server answers to each, or the error. */
    this.signedIn = mock.fn(async () => /** @type {string|null} */ (null));
    this.signIn = mock.fn(async (/** @type {any} */ _typed) => undefined);
    this.openRecovery = mock.fn(async (/** @type {any} */ by) => /** @type {any} */ ({ by, usesSheet: true }));
    this.recover = mock.fn(async (/** @type {any} */ _opened, /** @type {any} */ _chosen) => undefined);
    const server = {
      found: { name: "Practice", installation: "one" },
      site: async () => {
        if (this.known === "away") throw AWAY();
        if (this.known !== "one" && !this.trusted) throw new InstallationChanged("another");
        return server.found;
      },
      trust: () => {
        this.trusted = true;
      },
    };
    this.page = new Entrance({
      screens: new Screens(/** @type {any} */ (fakeDocument.body)),
      server: /** @type {any} */ (server),
      acts: {
        signedIn: () => this.signedIn(),
        signIn: (typed) => this.signIn(typed),
        openRecovery: (by) => this.openRecovery(by),
        recover: (opened, chosen) => this.recover(opened, chosen),
        newCode: newRecoveryCode,
      },
      leave: async (path) => void this.left.push(path),
    });
  }

  async opens() {
    await this.page.start();
    await settled();
    return this;
  }

  async signsIn(username = " Ruiz ", password = "a password of mine") {
    type(fakeDocument.body, { Username: username, Password: password });
    await send(fakeDocument.body);
    return this;
  }

  /** As far as the new recovery code. */
  async forgets() {
    await this.opens();
    find(fakeDocument.body, "button", "I forgot my password").click();
    await settled();
    const code = await newRecoveryCode();
    type(fakeDocument.body, { Username: "ruiz", "Recovery code": code });
    type(fakeDocument.body, { "New password": WORDS, "Repeat new password": WORDS });
    await send(fakeDocument.body);
    return code;
  }

  async typesBack() {
    const [code] = fakeDocument.body.querySelectorAll("p").filter((each) => "recoveryCode" in each.dataset);
    type(fakeDocument.body, { "Recovery code": code?.textContent ?? "" });
    await send(fakeDocument.body);
    return code?.textContent.replaceAll("-", "") ?? "";
  }
}

const heading = () => fakeDocument.body.querySelectorAll("h1")[0]?.textContent;

test("username and password lead to Today; the username is taken in any case", async () => {
  const page = await new Page().opens();
  assert.equal(fakeDocument.activeElement, field(fakeDocument.body, "Username"));
  await page.signsIn();
  const typed = { installation: "one", username: "ruiz", password: "a password of mine" };
  assert.deepEqual(page.signIn.mock.calls[0]?.arguments, [typed]);
  assert.deepEqual(page.left, ["/"]);
});

test("password managers know both fields", async () => {
  await new Page().opens();
  const kinds = ["Username", "Password"].map((label) =>
    field(fakeDocument.body, label).getAttribute("autocomplete"),
  );
  assert.deepEqual(kinds, ["username", "current-password"]);
});

test("what cannot be a username, or is empty, is said before the server is asked", async () => {
  const page = await new Page().opens();
  await page.signsIn("", "");
  assert.match(alerts(fakeDocument.body).join(""), /^2 things to put right/);
  await page.signsIn("Dr Ruiz");
  assert.match(alerts(fakeDocument.body).join(""), /no spaces/);
  assert.equal(page.signIn.mock.callCount(), 0);
});

test("a wrong password and a closed account are told, and what was typed stays", async () => {
  const page = await new Page().opens();
  const closed = new ApiError(403, "account_closed", "This account is closed.");
  const wrong =
    "Username and password do not go together. Check both; capital letters count in the password.";
  for (const [error, text] of /** @type {[ApiError, string][]} */ ([
    [WRONG(), wrong],
    [closed, closed.message],
  ])) {
    page.signIn.mock.mockImplementation(() => Promise.reject(error));
    await page.signsIn();
    assert.deepEqual(alerts(fakeDocument.body), [text]);
  }
  assert.equal(field(fakeDocument.body, "Username").value, " Ruiz ");
  assert.deepEqual(page.left, []);
});

test("a server that is away is told when somebody signs in, and asked again with the next try", async () => {
  const page = new Page();
  page.known = "away";
  await page.opens();
  assert.equal(heading(), "Sign in");
  await page.signsIn();
  assert.deepEqual(alerts(fakeDocument.body), ["The server does not answer."]);
  page.known = "one";
  await page.signsIn();
  assert.deepEqual(page.left, ["/"]);
});

test("a browser that is signed in can go on to Today, or sign in as somebody else", async () => {
  const page = new Page();
  page.signedIn.mock.mockImplementation(async () => "Dr Ruiz");
  await page.opens();
  assert.match(fakeDocument.body.textContent, /signed in as Dr Ruiz/);
  find(fakeDocument.body, "button", "Go on to Today").click();
  assert.deepEqual(page.left, ["/"]);
  find(fakeDocument.body, "button", "Sign in as somebody else").click();
  assert.equal(heading(), "Sign in");
});

test("another server than this browser knows learns nothing before the person has agreed", async () => {
  const page = new Page();
  page.known = "two";
  await page.opens();
  assert.equal(heading(), "This server is not the one this browser knows");
  assert.equal(page.signedIn.mock.callCount(), 0);
  find(fakeDocument.body, "button", "It was reinstalled: use this server").click();
  assert.equal(heading(), "Sign in");
  await page.signsIn();
  assert.deepEqual(page.left, ["/"]);
});

test("a server that turns out to be another one while signing in is asked about, and the form is still there", async () => {
  const page = new Page();
  page.known = "away";
  await page.opens();
  page.known = "two";
  await page.signsIn();
  find(fakeDocument.body, "button", "It was reinstalled: use this server").click();
  assert.equal(field(fakeDocument.body, "Username").value, " Ruiz ");
  assert.equal(page.signIn.mock.callCount(), 0);
});

test("the recovery code opens the account; a new password and a new code, typed back, take its place", async () => {
  const page = new Page();
  const former = await page.forgets();
  const by = { installation: "one", username: "ruiz", code: former };
  assert.deepEqual(page.openRecovery.mock.calls[0]?.arguments, [by]);
  assert.equal(heading(), "Your recovery code");
  const code = await page.typesBack();
  assert.notEqual(code, former);
  const chosen = { password: WORDS, code, usesSheet: true };
  assert.deepEqual(page.recover.mock.calls[0]?.arguments, [{ by, usesSheet: true }, chosen]);
  assert.deepEqual(page.left, ["/"]);
});

test("a recovery code that does not fit is said in words of its own", async () => {
  const page = new Page();
  page.openRecovery.mock.mockImplementation(() => Promise.reject(WRONG()));
  await page.forgets();
  assert.match(alerts(fakeDocument.body).join(""), /^Username and recovery code do not go together\. Check both\./);
  assert.equal(heading(), "Use your recovery code");
});

test("a recovery whose last answer is lost can be sent again with the same code", async () => {
  const page = new Page();
  await page.forgets();
  page.recover.mock.mockImplementationOnce(() => Promise.reject(AWAY()));
  const code = await page.typesBack();
  assert.deepEqual(page.left, []);
  assert.equal(await page.typesBack(), code);
  assert.deepEqual(page.left, ["/"]);
});

test("an older vault than this browser has seen is recovered only when the person knows of a restore", async () => {
  const page = new Page();
  page.openRecovery.mock.mockImplementationOnce(() => Promise.reject(new RolledBack("older")));
  await page.forgets();
  assert.equal(heading(), "This is an earlier copy of your practice");
  await send(fakeDocument.body);
  assert.equal(page.openRecovery.mock.calls[1]?.arguments[0].acceptOlder, true);
  assert.equal(heading(), "Your recovery code");
});

test("who goes back while the recovery code is tried stays where they went", async () => {
  const page = new Page();
  page.openRecovery.mock.mockImplementation(async (by) => {
    find(fakeDocument.body, "button", "Back to sign in").click();
    return { by };
  });
  await page.forgets();
  assert.equal(heading(), "Sign in");
});

test("the way back from recovery leads to signing in, and the username goes along", async () => {
  await new Page().opens();
  type(fakeDocument.body, { Username: "Ruiz" });
  find(fakeDocument.body, "button", "I forgot my password").click();
  assert.equal(field(fakeDocument.body, "Username").value, "ruiz");
  find(fakeDocument.body, "button", "Back to sign in").click();
  assert.equal(heading(), "Sign in");
});
