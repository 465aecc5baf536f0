// Screens that stand before the forms: already signed in, another server, an enrolment link that opens nothing.

import { element, nameOf } from "../element.js";
import { Form } from "./form.js";
import { button } from "./modal.js";
import { problem } from "./problem.js";

/** Where the address is the same and the server is another. @param {() => void} trust */
export function anotherServer(trust) {
  const heading = element("h1", { tabindex: "-1" }, "This server is not the one this browser knows");
  const page = element(
    "div",
    { class: "plain" },
    heading,
    element(
      "p",
      {},
      "The address is the same, but it was set up anew, or something else answers in its place. Nothing you know has been sent to it.",
    ),
    element(
      "p",
      {},
      "If whoever runs it told you that it was reinstalled, go on. If not, do not type your password here: ask them first.",
    ),
    button("It was reinstalled: use this server", trust),
  );
  return { element: page, heading };
}

/**
 * @param {object} page
 * @param {string} page.name  the clinician's public name
 * @param {() => void} page.goOn
 * @param {() => void} page.other
 */
export function alreadyIn({ name, goOn, other }) {
  const heading = element("h1", { tabindex: "-1" }, "You are signed in");
  const page = element(
    "div",
    { class: "plain" },
    heading,
    element("p", {}, "This browser is signed in as ", nameOf(name), "."),
    button("Go on to Today", goOn, "button primary"),
    button("Sign in as somebody else", other, "link-button"),
  );
  return { element: page, heading };
}

/**
 * Found while the recovery code opens the account: this browser has seen a newer vault.
 *
 * @param {object} page
 * @param {() => Promise<void>} page.accept
 * @param {() => void} page.back
 */
export function earlierCopy({ accept, back }) {
  const heading = element("h1", { tabindex: "-1" }, "This is an earlier copy of your practice");
  const form = new Form({ parts: [], action: "It was restored: go on", check: () => [], send: accept });
  const page = element(
    "div",
    { class: "entrance" },
    heading,
    element("p", {}, "This browser has seen a newer one. Whoever is in the newer one only would be lost."),
    element(
      "p",
      {},
      "If whoever runs the server told you that it was restored from a backup, go on. If not, ask them first.",
    ),
    form.element,
    button("Back", back, "link-button back"),
  );
  return { element: page, heading };
}

/** The address holds no token, and this tab keeps none. @param {() => void} signIn */
export function noToken(signIn) {
  return problem({
    title: "This enrolment link is not complete",
    texts: [
      "The last part of it is missing. Open the link from where you got it, or copy the whole of it into the address bar.",
      "If you have set up your account already, sign in.",
    ],
    action: "Sign in",
    press: signIn,
  });
}

/**
 * The token was used, is too old or never was.
 *
 * @param {string} text  the server's own sentence
 * @param {() => void} signIn
 */
export function alreadyUsed(text, signIn) {
  return problem({
    title: "This enrolment link does not work any more",
    texts: [
      text,
      "If you have finished in another window, sign in. If not, ask whoever runs this server for a new link; a link works once, and for three days.",
    ],
    action: "Sign in",
    press: signIn,
  });
}
