import assert from "node:assert/strict";
import { test } from "node:test";

import { ApiError } from "../../static/js/api.js";
import { Attempts, isTaken } from "../../static/js/attempts.js";

const away = () => new ApiError(0, "unreachable", "No answer.");
const refused = () => new ApiError(410, "over", "Used up.");

/** Attempts whose tries end like this, one after the other. @param {(ApiError|null)[]} ends */
function attempts(ends, done = true) {
  let asked = 0;
  const made = new Attempts({
    act: async () => {
      const end = ends.shift() ?? null;
      if (end !== null) throw end;
    },
    isDone: async () => {
      asked += 1;
      return done;
    },
  });
  return { made, asked: () => asked };
}

test("what is done at the first try is done", async () => {
  const { made, asked } = attempts([null]);
  assert.equal(await made.make(), true);
  assert.equal(asked(), 0);
});

test("a refusal after a lost answer is success when the first try was heard", async () => {
  for (const lost of [
    away(),
    new ApiError(502, "failed", "Bad gateway."),
    new ApiError(200, "unclear", "?"),
  ]) {
    const { made } = attempts([lost, refused()]);
    await assert.rejects(made.make(), lost);
    assert.equal(await made.make(), false);
  }
});

test("a refusal after a lost answer stays one when the first try was not heard", async () => {
  const { made, asked } = attempts([away(), refused()], false);
  await assert.rejects(made.make(), { status: 0 });
  await assert.rejects(made.make(), { status: 410 });
  assert.equal(asked(), 1);
});

test("a refusal at the first try is one, and nothing else is asked", async () => {
  const { made, asked } = attempts([refused()]);
  await assert.rejects(made.make(), { status: 410 });
  assert.equal(asked(), 0);
});

test("a password that the server calls wrong is not taken, and a server that is away says nothing of it", async () => {
  assert.equal(await isTaken(async () => undefined), true);
  assert.equal(await isTaken(() => Promise.reject(new ApiError(401, "sign_in_refused", "No."))), false);
  await assert.rejects(
    isTaken(() => Promise.reject(away())),
    { status: 0 },
  );
});
