import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { leave } from "../../static/js/leave.js";

test("a page that is left stays as it is until it is gone, and does not stand in the history", async () => {
  const location = { replace: mock.fn() };
  Object.assign(globalThis, { location });
  const after = mock.fn();
  void leave("/").then(after);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(location.replace.mock.calls[0]?.arguments, ["/"]);
  assert.equal(after.mock.callCount(), 0);
});
