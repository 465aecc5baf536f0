// Offers as the relay writes them (telehealth/relay/sdp.py). tests/test_offers.py has the page read the relay's own.

const TRANSPORT = [
  "a=ice-ufrag:0123456789abcdef",
  "a=ice-pwd:0123456789abcdef0123456789abcdef",
  `a=fingerprint:sha-256 ${Array(32).fill("AB").join(":")}`,
  "a=setup:actpass",
  "a=rtcp-mux",
  "a=rtcp-rsize",
  "a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid",
  "a=extmap:2 http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time",
  "a=extmap:3 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01",
];
const AUDIO = [
  "a=rtpmap:111 opus/48000/2",
  "a=rtcp-fb:111 transport-cc",
  "a=fmtp:111 minptime=10;useinbandfec=1;cbr=1;usedtx=0",
  "a=ptime:20",
];
const VIDEO = [
  "a=rtpmap:96 VP8/90000",
  "a=rtcp-fb:96 goog-remb",
  "a=rtcp-fb:96 transport-cc",
  "a=rtcp-fb:96 ccm fir",
  "a=rtcp-fb:96 nack",
  "a=rtcp-fb:96 nack pli",
  "a=fmtp:96 x-google-start-bitrate=1000",
  "a=rtpmap:97 rtx/90000",
  "a=fmtp:97 apt=96",
];
const CANDIDATES = ["a=candidate:1 1 udp 2130706431 192.0.2.7 7000 typ host", "a=end-of-candidates"];

/**
 * An offer of these sections: "a1 v1 t1 a2:maya v2:maya", with the participant whose stream it is.
 *
 * @param {string} written
 */
export function offerOf(written) {
  const words = written.split(" ").map((word) => word.split(":"));
  const session = [
    "v=0",
    "o=- 1 4 IN IP4 0.0.0.0",
    "s=-",
    "t=0 0",
    `a=group:BUNDLE ${words.map(([mid]) => mid).join(" ")}`,
    "a=ice-lite",
    "a=msid-semantic: WMS *",
  ];
  const sections = words.flatMap(([mid = "", participant]) => section(mid, participant));
  return `${[...session, ...sections].join("\r\n")}\r\n`;
}

/**
 * @param {string} mid
 * @param {string | undefined} participant
 */
function section(mid, participant) {
  const isAudio = mid.startsWith("a");
  return [
    `m=${isAudio ? "audio 7000 UDP/TLS/RTP/SAVPF 111" : "video 7000 UDP/TLS/RTP/SAVPF 96 97"}`,
    "c=IN IP4 0.0.0.0",
    `a=mid:${mid}`,
    ...TRANSPORT,
    ...(isAudio ? AUDIO : VIDEO),
    ...(participant === undefined ? ["a=recvonly"] : stream(mid, participant)),
    ...CANDIDATES,
  ];
}

/**
 * @param {string} mid
 * @param {string} participant
 */
function stream(mid, participant) {
  const sending = ["a=sendonly", `a=msid:${participant} ${mid}`];
  if (mid.startsWith("a")) return [...sending, `a=ssrc:302 cname:${participant}`];
  const ssrcs = [300, 301].map((ssrc) => `a=ssrc:${ssrc} cname:${participant}`);
  return [...sending, "a=ssrc-group:FID 300 301", ...ssrcs];
}
