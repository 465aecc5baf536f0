import assert from "node:assert/strict";
import { test } from "node:test";

import { OfferRefused, checkOffer, readMid, withoutAddresses } from "../../static/js/sdp.js";
import { offerOf } from "./offers.js";

test("a mid names the kind of stream and the sender's leg", () => {
  assert.deepEqual(readMid("v12"), { media: "v", leg: 12 });
  assert.deepEqual(readMid("a1"), { media: "a", leg: 1 });
  assert.deepEqual(readMid("t65535"), { media: "t", leg: 65535 });
});

test("what is not one of the server's mids names nothing", () => {
  for (const mid of [null, "", "0", "x3", "v", "v1234567890123456", "av3", "v3 ", "v-3"]) {
    assert.equal(readMid(mid), null);
  }
});

test("an answer leaves the browser without its addresses", () => {
  const sdp = [
    "v=0",
    "m=audio 50000 UDP/TLS/RTP/SAVPF 111",
    "c=IN IP4 192.168.1.20",
    "a=candidate:1 1 udp 2113937151 192.168.1.20 50000 typ host",
    "a=end-of-candidates",
    "a=mid:a1",
    "",
  ].join("\r\n");
  const sent = withoutAddresses(sdp);
  assert.ok(!sent.includes("192.168.1.20"));
  assert.ok(!sent.includes("candidate"));
  assert.ok(sent.includes("a=mid:a1"));
  assert.ok(sent.endsWith("\r\n"));
});

const OFFER = offerOf("a1 v1 t1 a2:maya v2:maya");

test("an offer as the relay writes it is taken", () => {
  checkOffer(OFFER);
  checkOffer(OFFER.replaceAll("a=recvonly", "a=inactive"));
  checkOffer(OFFER.replaceAll(/a=candidate.*\r\na=end-of-candidates\r\n/g, ""));
  checkOffer(OFFER.replaceAll("192.0.2.7", "2001:db8::7"));
  checkOffer(offerOf(Array.from({ length: 40 }, (_, leg) => `a${leg}`).join(" ")));
});

/** @type {[what: string, changed: (sdp: string) => string][]} */
const LIES = [
  ["another codec", (sdp) => sdp.replace("VP8/90000", "VP9/90000")],
  ["a codec more", (sdp) => sdp.replace("SAVPF 96 97", "SAVPF 96 97 98")],
  ["a codec more, described", (sdp) => sdp.replace("a=rtcp-fb:96 ccm", "a=rtpmap:98 H264/90000\r\n$&")],
  ["another number for one", (sdp) => sdp.replaceAll("111", "112")],
  ["sound that tells by its length who speaks", (sdp) => sdp.replace("cbr=1", "cbr=0")],
  ["sound that stops in silences", (sdp) => sdp.replace("usedtx=0", "usedtx=1")],
  ["no word of how sound is coded", (sdp) => sdp.replace(/a=fmtp:111.*\r\n/, "")],
  ["redundant sound", (sdp) => sdp.replace("opus/48000/2", "opus/48000/2\r\na=rtpmap:63 red/48000/2")],
  ["retransmission of something else", (sdp) => sdp.replace("apt=96", "apt=111")],
  ["both directions", (sdp) => sdp.replace("a=recvonly", "a=sendrecv")],
  ["two directions", (sdp) => sdp.replace("a=recvonly", "a=recvonly\r\na=sendonly")],
  ["an attribute of its own", (sdp) => sdp.replace("a=rtcp-mux", "a=rtcp-mux\r\na=crypto:1 none")],
  ["no fingerprint", (sdp) => sdp.replace(/a=fingerprint.*\r\n/, "")],
  ["a shorter fingerprint", (sdp) => sdp.replace(/a=fingerprint.*/, "a=fingerprint:sha-1 AB:AB")],
  ["media without DTLS", (sdp) => sdp.replace("UDP/TLS/RTP/SAVPF", "RTP/AVPF")],
  ["a data channel", (sdp) => sdp.replace("m=video", "m=application")],
  ["a candidate of another kind", (sdp) => sdp.replace("typ host", "typ srflx raddr 10.0.0.1 rport 9")],
  ["a candidate by TCP", (sdp) => sdp.replace("1 udp", "1 tcp")],
  ["a candidate of a name", (sdp) => sdp.replace("192.0.2.7", "other.example")],
  ["a name of no section of ours", (sdp) => sdp.replace("a=mid:v1", "a=mid:s1")],
  ["a picture by the name of sound", (sdp) => sdp.replace("a=mid:v1", "a=mid:a7")],
  ["two sections of one name", (sdp) => sdp.replace("a=mid:v1", "a=mid:t1")],
  ["a stream by another name than its section", (sdp) => sdp.replace("a=msid:maya v2", "a=msid:maya v3")],
  ["a stream of two people", (sdp) => sdp.replace("cname:maya", "cname:ben")],
  ["several layers of a picture", (sdp) => sdp.replace("a=recvonly", "$&\r\na=simulcast:recv q")],
  ["another extension", (sdp) => sdp.replace("a=extmap:2", "a=extmap:2 urn:x\r\na=extmap:4")],
  ["no section", (sdp) => sdp.slice(0, sdp.indexOf("m="))],
  ["nothing", () => ""],
  ["lines that end otherwise", (sdp) => sdp.replaceAll("\r\n", "\n")],
  ["something after its end", (sdp) => `${sdp}a=x\r\n`],
  ["an attribute before its sections", (sdp) => sdp.replace("a=ice-lite", "$&\r\na=identity:x")],
];
for (const [what, changed] of LIES) {
  test(`an offer is refused that has ${what}`, () => {
    const sdp = changed(OFFER);
    assert.notEqual(sdp, OFFER);
    assert.throws(() => checkOffer(sdp), OfferRefused);
  });
}

test("more than 40 sections are refused", () => {
  const sections = Array.from({ length: 41 }, (_, leg) => `a${leg}`).join(" ");
  assert.throws(() => checkOffer(offerOf(sections)), OfferRefused);
});

test("an offer of any line more, once less or twice, anywhere, is refused", () => {
  const lines = OFFER.slice(0, -2).split("\r\n");
  lines.forEach((line, place) => {
    const changes = [lines.toSpliced(place, 0, "a=x")];
    // There may be any number of candidates, and none in a section that is over.
    if (!line.startsWith("a=candidate")) {
      changes.push(lines.toSpliced(place, 1), lines.toSpliced(place, 0, line));
    }
    for (const changed of changes) {
      assert.throws(() => checkOffer(`${changed.join("\r\n")}\r\n`), OfferRefused, line);
    }
  });
});
