import assert from "node:assert/strict";
import { test } from "node:test";

import { readMid, withoutAddresses } from "../../static/js/sdp.js";

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
