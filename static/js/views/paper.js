// A receipt as it is read and printed.

import { element, nameOf } from "../element.js";

/** @import { Part, Receipt } from "../receipt.js" */

/**
 * @param {Receipt} receipt
 * @param {"h1"|"h3"} level  of its heading
 * @returns {HTMLElement}
 */
export function paper({ title, parts, note }, level) {
  return element(
    "div",
    { class: "paper" },
    element(level, { class: "paper-title" }, title),
    ...parts.map((each) => partOf(each, level === "h1" ? "h2" : "h4")),
    element("p", { class: "paper-note" }, nameOf(note)),
  );
}

/**
 * Alone on a sheet: nothing else of the page is printed, and nothing of it stays in the page.
 *
 * @param {Receipt} receipt
 * @param {Pick<Window, "print"|"addEventListener"|"removeEventListener">} [page]
 */
export function print(receipt, page = window) {
  const sheet = element("div", { class: "print-sheet" }, paper(receipt, "h1"));
  const done = () => {
    page.removeEventListener("afterprint", done);
    sheet.remove();
  };
  page.addEventListener("afterprint", done);
  document.body.append(sheet);
  page.print();
}

/**
 * @param {Part} part
 * @param {"h2"|"h4"} level
 */
function partOf({ title, name, rows }, level) {
  const hasHead = title !== "" || name !== "";
  const lines = rows.flatMap(({ term, text }) => [
    element("dt", {}, term),
    element("dd", {}, nameOf(text)),
  ]);
  return element(
    "section",
    { class: "paper-part" },
    hasHead && element(level, {}, title, name !== "" && nameOf(name)),
    element("dl", {}, ...lines),
  );
}
