// Browsers inside other apps: they show a link where it was tapped, and mostly give a page no camera.

/** What each app adds to the user agent of its own browser. */
const APPS = Object.freeze(
  /** @type {const} */ ([
    [/Instagram/, "Instagram"],
    [/\bMessenger|Orca-Android/, "Messenger"],
    [/FBAN|FBAV|FB_IAB/, "Facebook"],
    [/LinkedInApp/, "LinkedIn"],
    [/MicroMessenger/, "WeChat"],
    [/\bLine\//, "Line"],
    [/TikTok|BytedanceWebview|musical_ly/, "TikTok"],
    [/Snapchat/, "Snapchat"],
    [/WhatsApp\//, "WhatsApp"],
    [/Pinterest\//, "Pinterest"],
    [/Twitter/, "X"],
    [/GSA\//, "the Google app"],
    // Android's WebView (developer.chrome.com/docs/multidevice/user-agent), and on iOS one that is not Safari's.
    [/; wv\)/, "another app"],
    [/\((?:iPhone|iPad|iPod).*AppleWebKit(?!.*Safari\/)/, "another app"],
  ]),
);

/**
 * @param {string} userAgent
 * @returns {string}  the app whose browser this is, empty for a browser of its own
 */
export function inAppBrowser(userAgent) {
  return APPS.find(([pattern]) => pattern.test(userAgent))?.[1] ?? "";
}
