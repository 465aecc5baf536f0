// The worker every frame passes through, sent or received (W3C WebRTC Encoded Transform): sealed or opened by
// SFrame. A frame that has no key goes nowhere.

import { Incoming } from "./incoming.js";
import { KeyRing } from "./key_ring.js";
import { Outgoing } from "./outgoing.js";

/** @import { KeyOrder } from "./key_ring.js" */
/** @import { IncomingOptions } from "./incoming.js" */
/** @import { OutgoingOptions } from "./outgoing.js" */

const ring = new KeyRing();
/** By transform. */
/** @type {Map<number, Incoming | Outgoing>} */
const passages = new Map();

/** @param {OutgoingOptions | IncomingOptions} options @param {any} transformer */
function passageOf(options, transformer) {
  if (options.role === "send") return new Outgoing(ring, options, transformer);
  return new Incoming(ring, options, transformer, () => self.postMessage({ opened: options.id }));
}

/** @param {KeyOrder} order */
async function obey(order) {
  const done = ring.obey(order);
  if (order.order === "release") passages.delete(order.transform);
  await done;
  if (order.order === "hold") self.postMessage({ held: order.request });
}

self.addEventListener("rtctransform", (event) => {
  const { transformer } = /** @type {any} */ (event);
  const { id } = transformer.options;
  const passage = passageOf(transformer.options, transformer);
  passages.set(id, passage);
  passage
    .through(transformer.readable)
    .pipeTo(transformer.writable)
    .catch(() => self.postMessage({ ended: id }));
  self.postMessage({ holds: id });
});

self.addEventListener("message", ({ data }) => {
  if (data.count !== undefined) {
    const counts = [...passages].map(([id, { counts }]) => ({ id, ...counts }));
    self.postMessage({ counted: data.count, counts });
  } else {
    // A ring that cannot obey is a fault of the worker, which the page answers with a new one.
    obey(data).catch((error) => self.reportError(error));
  }
});
