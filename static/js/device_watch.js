// What the system does to a track that the page holds: ends it, mutes it, gives it back.

/** @import { Clock } from "./clock.js" */

/**
 * Chromium calls a camera muted that has given no frame for a second, and a busy computer does that to a sound one.
 * Milliseconds.
 */
const GRACE = Object.freeze({ audio: 0, video: 1000 });

/**
 * @param {MediaStreamTrack} track
 * @param {object} page
 * @param {() => void} page.ended
 * @param {() => void} page.muted    by the system, not by the page
 * @param {() => void} page.unmuted
 * @param {Clock} clock
 */
export function watchTrack(track, { ended, muted, unmuted }, clock) {
  const grace = track.kind === "audio" ? GRACE.audio : GRACE.video;
  const look = () => {
    if (track.muted) muted();
  };
  const begins = () => {
    if (grace === 0) look();
    else clock.later(look, grace);
  };
  // Handlers, not listeners: to a track's listeners Firefox 153 gives its own events alone, and none that a test dispatches.
  track.onended = ended;
  track.onmute = begins;
  track.onunmute = unmuted;
  if (track.muted) begins();
}
