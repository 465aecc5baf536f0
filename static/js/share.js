// A link as a draft for the clinician's own mail, SMS or share sheet. It names nobody, not even the practice:
// whoever sees it over a shoulder or on a locked screen learns of an appointment.

const SUBJECT = "Our appointment";
const SENTENCE =
  "Here is the link for our appointment. Open it in Chrome, Edge, Firefox or Safari a few minutes before";

/**
 * A `mailto:` address (RFC 6068) without a recipient, whom the clinician's own program knows.
 *
 * @param {string} link
 * @returns {string}
 */
export function mailDraft(link) {
  const body = `${SENTENCE}:\r\n\r\n${link}\r\n`;
  return `mailto:?subject=${encodeURIComponent(SUBJECT)}&body=${encodeURIComponent(body)}`;
}

/**
 * An `sms:` address (RFC 5724) without a number. iOS looks for the text after `&`,
 * Android after `?`: both find it.
 *
 * @param {string} link
 * @returns {string}
 */
export function smsDraft(link) {
  return `sms:?&body=${encodeURIComponent(`${SENTENCE}: ${link}`)}`;
}

/**
 * What the share sheet takes (W3C Web Share); the program that is chosen there puts text and link together.
 *
 * @param {string} link
 * @returns {ShareData}
 */
export function shareData(link) {
  return { title: SUBJECT, text: `${SENTENCE}.`, url: link };
}
