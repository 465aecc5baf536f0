// Twin: telehealth/relay/sdp.py — what an offer may say, the names of sections, and what leaves the browser in an
// answer.

/** @typedef {"a" | "v" | "t"} Media  audio, main video, thumbnail */

/** The offer is not one that our relay writes: nothing of it is applied. */
export class OfferRefused extends Error {}

const MOST_SECTIONS = 40;

const NUMBER = "[0-9]{1,15}";
const ICE = "[A-Za-z0-9+/]{4,256}";
const ID = "[A-Za-z0-9_-]{1,64}";
const ADDRESS = "[0-9A-Fa-f:.]{2,45}";

const SESSION_LINES = [
  "v=0",
  `o=- 1 ${NUMBER} IN IP4 0\\.0\\.0\\.0`,
  "s=-",
  "t=0 0",
  `a=group:BUNDLE(?: [avt]${NUMBER})*`,
  "a=ice-lite",
  "a=msid-semantic: WMS \\*",
];
const TRANSPORT = [
  `a=ice-ufrag:${ICE}`,
  `a=ice-pwd:${ICE}`,
  "a=fingerprint:sha-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}",
  "a=setup:actpass",
  "a=rtcp-mux",
  "a=rtcp-rsize",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
  "a=extmap:2 http://www\\.webrtc\\.org/experiments/rtp-hdrext/abs-send-time",
  "a=extmap:3 http://www\\.ietf\\.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
];
const OPUS = [
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  // Constant bitrate and no silence suppression, or packet sizes would tell the relay who speaks.
  "a=fmtp:111 minptime=10;useinbandfec=1;cbr=1;usedtx=0",
  "a=ptime:[0-9]{1,3}",
];
const VP8 = [
  "a=rtpmap:96 VP8/90000",
  "a=rtcp-fb:96 goog-remb",
  "a=rtcp-fb:96 transport-cc",
  "a=rtcp-fb:96 ccm fir",
  "a=rtcp-fb:96 nack",
  "a=rtcp-fb:96 nack pli",
  `a=fmtp:96 x-google-start-bitrate=${NUMBER}`,
  "a=rtpmap:97 rtx/90000",
  "a=fmtp:97 apt=96",
];
const SSRC = `a=ssrc:${NUMBER} cname:\\k<participant>`;
const STREAM =
  lines("a=sendonly", `a=msid:(?<participant>${ID}) \\k<mid>`) +
  `(?:${lines(SSRC)}|${lines(`a=ssrc-group:FID ${NUMBER} ${NUMBER}`, SSRC, SSRC)})`;
const DIRECTION = `(?:${lines("a=inactive")}|${lines("a=recvonly")}|${STREAM})`;
const CANDIDATE = `a=candidate:${NUMBER} 1 udp ${NUMBER} ${ADDRESS} ${NUMBER} typ host`;
const CANDIDATES = `(?:(?:${lines(CANDIDATE)})*${lines("a=end-of-candidates")})?`;

const SESSION = new RegExp(`^${lines(...SESSION_LINES)}$`);
const AUDIO_SECTION = section("audio", "111", "a", OPUS);
const VIDEO_SECTION = section("video", "96 97", "[vt]", VP8);

/**
 * Throws `OfferRefused` for what our relay would not write: another codec or parameter of one, a direction or
 * candidate of another kind, a section that has no name of ours, or two of one name.
 *
 * @param {string} sdp
 */
export function checkOffer(sdp) {
  const [session = "", ...sections] = sdp.split(/^(?=m=)/m);
  const mids = sections.map((text) => (AUDIO_SECTION.exec(text) ?? VIDEO_SECTION.exec(text))?.groups?.mid);
  const isOurs =
    SESSION.test(session) &&
    sections.length > 0 &&
    sections.length <= MOST_SECTIONS &&
    !mids.includes(undefined) &&
    new Set(mids).size === mids.length;
  if (!isOurs) throw new OfferRefused("an offer that no relay of ours writes");
}

/**
 * @param {"audio" | "video"} kind
 * @param {string} payloads
 * @param {string} media
 * @param {string[]} codec
 */
function section(kind, payloads, media, codec) {
  const head = [
    `m=${kind} [0-9]{1,5} UDP/TLS/RTP/SAVPF ${payloads}`,
    "c=IN IP4 0\\.0\\.0\\.0",
    `a=mid:(?<mid>${media}${NUMBER})`,
  ];
  return new RegExp(`^${lines(...head, ...TRANSPORT, ...codec)}${DIRECTION}${CANDIDATES}$`);
}

/** @param {...string} patterns */
function lines(...patterns) {
  return patterns.map((pattern) => `${pattern}\r\n`).join("");
}

/**
 * The kind of stream and the sender's leg that a mid names ("v3": main video of leg 3).
 *
 * @param {string | null} mid
 * @returns {{ media: Media, leg: number } | null}
 */
export function readMid(mid) {
  const found = /^([avt])([0-9]{1,15})$/.exec(mid ?? "");
  return found ? { media: /** @type {Media} */ (found[1]), leg: Number(found[2]) } : null;
}

/**
 * The answer without our own addresses: the server needs none (ICE-lite), so none is sent.
 *
 * @param {string} sdp
 */
export function withoutAddresses(sdp) {
  return sdp
    .split("\r\n")
    .filter((line) => !line.startsWith("a=candidate") && !line.startsWith("a=end-of-candidates"))
    .map((line) => (line.startsWith("c=IN ") ? "c=IN IP4 0.0.0.0" : line))
    .join("\r\n");
}
