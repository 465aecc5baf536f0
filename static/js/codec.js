// What of an encoded frame stays readable for the browser and the relay, and which frames are taken at all.

/** @typedef {"audio" | "video"} Sort */
/** @typedef {{ mimeType?: string, payloadType?: number }} Metadata */
/**
 * An RTCEncodedAudioFrame or RTCEncodedVideoFrame.
 *
 * @typedef {{ data: ArrayBuffer, type?: string, getMetadata(): Metadata }} Frame
 */

/** As the relay offers them (sdp.py). */
const MIME_TYPES = { audio: "audio/opus", video: "video/vp8" };
const PAYLOAD_TYPES = { audio: 111, video: 96 };
/** VP8 (RFC 6386, section 9.1): frame tag; a key frame has a start code and its size besides. */
const VP8_CLEAR = new Map([
  ["key", 10],
  ["delta", 3],
]);

/**
 * How many bytes at its beginning a frame keeps in clear, null for a frame that nobody should have made: of
 * another codec, or too short. Where a browser tells the codec neither by name nor by number, its kind is what
 * there is.
 *
 * @param {Sort} sort
 * @param {Frame} frame
 * @returns {number | null}
 */
export function clearBytes(sort, frame) {
  const { mimeType, payloadType } = frame.getMetadata();
  const isOurs =
    mimeType === undefined
      ? payloadType === undefined || payloadType === PAYLOAD_TYPES[sort]
      : mimeType.toLowerCase() === MIME_TYPES[sort];
  if (!isOurs) return null;
  const clear = sort === "audio" ? 0 : VP8_CLEAR.get(frame.type ?? "");
  return clear === undefined || frame.data.byteLength < clear ? null : clear;
}
