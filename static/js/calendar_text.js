// How iCalendar writes things: lines, text, times and offsets (RFC 5545, 3.1 and 3.3).

const LONGEST_LINE = 75;

/**
 * Lines as a file has them: each ended by CR LF, and folded where it is longer than 75 octets, never within a
 * character (3.1).
 *
 * @param {readonly string[]} lines
 * @returns {string}
 */
export function contentLines(lines) {
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/**
 * A value of type TEXT (3.3.11).
 *
 * @param {string} text
 * @returns {string}
 */
export function escapeText(text) {
  return text.replaceAll(/[\\;,]/g, "\\$&").replaceAll(/\r\n|\r|\n/g, "\\n");
}

/**
 * A moment in UTC (3.3.5, form 2): "20260714T120000Z".
 *
 * @param {number} moment  seconds since 1970
 * @returns {string}
 */
export function utcTime(moment) {
  return `${localTime(moment, 0)}Z`;
}

/**
 * What clocks show at a moment (3.3.5, forms 1 and 3): "20260714T140000".
 *
 * @param {number} moment  seconds since 1970, UTC
 * @param {number} offset  seconds east of UTC
 * @returns {string}
 */
export function localTime(moment, offset) {
  const shown = new Date((Math.floor(moment) + offset) * 1000).toISOString();
  return shown.slice(0, 19).replaceAll(/[-:]/g, "");
}

/**
 * An offset (3.3.14): "+0200", and seconds only where there are some.
 *
 * @param {number} offset  seconds east of UTC
 * @returns {string}
 */
export function utcOffset(offset) {
  const size = Math.abs(offset);
  const parts = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  const shown = parts[2] === 0 ? parts.slice(0, 2) : parts;
  return (offset < 0 ? "-" : "+") + shown.map((part) => String(part).padStart(2, "0")).join("");
}

/** @param {string} line */
function fold(line) {
  const encoder = new TextEncoder();
  let [folded, octets] = ["", 0];
  for (const character of line) {
    const length = encoder.encode(character).length;
    if (octets + length > LONGEST_LINE) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += length;
  }
  return folded;
}
