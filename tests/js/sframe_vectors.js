// Official values of RFC 9605, appendix C: headers (C.1), and one frame of suites 4 and 5 (C.3).

const METADATA = "4945544620534672616d65205747";
const PLAINTEXT = "64726166742d696574662d736672616d652d656e63";
const FRAME = {
  kid: 0x123n,
  counter: 0x4567n,
  baseKey: "000102030405060708090a0b0c0d0e0f",
  metadata: METADATA,
  plaintext: PLAINTEXT,
};

/** @type {[kid: bigint, counter: bigint, header: string][]} */
export const HEADERS = [
  [0n, 0n, "00"],
  [0n, 1n, "01"],
  [0n, 255n, "08ff"],
  [0n, 256n, "090100"],
  [0n, 0xffffn, "09ffff"],
  [0n, 0x10000n, "0a010000"],
  [0n, 0xffffffn, "0affffff"],
  [0n, 0x1000000n, "0b01000000"],
  [0n, 0xffffffffn, "0bffffffff"],
  [0n, 0x100000000n, "0c0100000000"],
  [0n, 0xffffffffffn, "0cffffffffff"],
  [0n, 0x10000000000n, "0d010000000000"],
  [0n, 0xffffffffffffn, "0dffffffffffff"],
  [0n, 0x1000000000000n, "0e01000000000000"],
  [0n, 0xffffffffffffffn, "0effffffffffffff"],
  [0n, 0x100000000000000n, "0f0100000000000000"],
  [0n, 0xffffffffffffffffn, "0fffffffffffffffff"],
  [1n, 0n, "10"],
  [1n, 1n, "11"],
  [1n, 255n, "18ff"],
  [1n, 256n, "190100"],
  [255n, 0n, "80ff"],
  [256n, 256n, "9901000100"],
  [0xffffffffffffffffn, 0xffffffffffffffffn, "ff".repeat(17)],
];

export const VECTORS = [
  {
    ...FRAME,
    suite: /** @type {const} */ (4),
    key: "d34f547f4ca4f9a7447006fe7fcbf768",
    salt: "75234edefe07819026751816",
    nonce: "75234edefe07819026755d71",
    sealed: "9901234567b7412c2513a1b66dbb48841bbaf17f598751176ad847681a69c6d0b091c07018ce4adb34eb",
  },
  {
    ...FRAME,
    suite: /** @type {const} */ (5),
    key: "d3e27b0d4a5ae9e55df01a70e6d4d28d969b246e2936f4b7a5d9b494da6b9633",
    salt: "84991c167b8cd23c93708ec7",
    nonce: "84991c167b8cd23c9370cba0",
    sealed: "990123456794f509d36e9beacb0e261d99c7d1e972f1fed787d4049f17ca21353c1cc24d56ceabced279",
  },
];

/** @param {string} hex */
export function bytesOf(hex) {
  return new Uint8Array(Buffer.from(hex, "hex"));
}

/** @param {Uint8Array} bytes */
export function hexOf(bytes) {
  return Buffer.from(bytes).toString("hex");
}
