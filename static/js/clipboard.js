// The clipboard, as far as the browser lets a page write to it.

/**
 * @param {string} text
 * @returns {Promise<boolean>}  false when the browser refuses: then the text is shown, to be copied by hand
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Not allowed, not focused, or (without https) not there at all.
    return false;
  }
}
