// Entry of the pages for errors: the practice's words for an emergency, and a way to try again.

import { ApiError } from "./api.js";
import { element } from "./element.js";
import { fillSite, reload } from "./page.js";

for (const place of document.querySelectorAll("[data-try-again]")) {
  place.append(element("button", { type: "button", class: "button primary", onclick: reload }, "Try again"));
}

try {
  await fillSite();
} catch (error) {
  // The server is what fails here: the words that stand on the page hold everywhere.
  if (!(error instanceof ApiError)) throw error;
}
