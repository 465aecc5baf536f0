// A QR code as a drawing: black on white whatever the page's colours, since few cameras read it reversed.

import { encodeQr } from "../qr.js";

const SVG = "http://www.w3.org/2000/svg";
/** Light modules around it (ISO/IEC 18004:2024, 6.3.8). */
const QUIET_ZONE = 4;

/**
 * Colours are attributes, since the page's policy allows no inline style; the stylesheet gives the size.
 *
 * @param {string} text
 * @param {string} label  what those hear who do not see it
 * @returns {SVGSVGElement}
 */
export function qrPicture(text, label) {
  const modules = encodeQr(text);
  const size = String(modules.length + 2 * QUIET_ZONE);
  const ground = drawn("rect", { width: size, height: size, fill: "#fff" });
  const dark = drawn("path", { d: outline(modules), fill: "#000" });
  const picture = drawn("svg", {
    viewBox: `0 0 ${size} ${size}`,
    class: "qr-picture",
    role: "img",
    "aria-label": label,
    "shape-rendering": "crispEdges",
  });
  picture.append(ground, dark);
  return /** @type {SVGSVGElement} */ (picture);
}

/**
 * Each run of dark modules in a row as a rectangle.
 *
 * @param {readonly (readonly boolean[])[]} modules
 * @returns {string}
 */
function outline(modules) {
  const rows = modules.map((row) => row.map((dark) => (dark ? "1" : "0")).join(""));
  const runs = rows.flatMap((row, y) =>
    [...row.matchAll(/1+/g)].map(({ 0: { length }, index }) => {
      return `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${length}v1h-${length}z`;
    }),
  );
  return runs.join("");
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 */
function drawn(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}
