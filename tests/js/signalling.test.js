import assert from "node:assert/strict";
import { test } from "node:test";

import { Signalling, backOff, verdictOf } from "../../static/js/signalling.js";
import { FakeSocket } from "./fake_web_socket.js";

/** @import { Status } from "../../static/js/signalling.js" */
/** @import { ToBrowser } from "../../static/js/messages.js" */

/** A page with sockets and a clock that the test moves. */
class Page {
  isUrgent = false;

  constructor() {
    /** @type {FakeSocket[]} */
    this.sockets = [];
    /** @type {{at: number, task: () => void}[]} */
    this.timers = [];
    this.now = 0;
    /** @type {Status[]} */
    this.statuses = [];
    /** @type {ToBrowser[]} */
    this.messages = [];
    this.signalling = new Signalling(
      {
        url: "ws://test/ws",
        openings: () => [{ type: "take_seat", seat: "token", leg: 0 }],
        message: (message) => this.messages.push(message),
        status: (status) => this.statuses.push(status),
        isUrgent: () => this.isUrgent,
      },
      {
        connect: () => this.#connect(),
        later: (task, milliseconds) => this.#later(task, milliseconds),
        cancel: (timer) => {
          this.timers = this.timers.filter((each) => each !== timer);
        },
        random: () => 0,
      },
    );
  }

  get socket() {
    const last = this.sockets.at(-1);
    assert.ok(last);
    return last;
  }

  /** @param {number} milliseconds */
  pass(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= until).sort((one, other) => one.at - other.at)[0];
      if (due === undefined) break;
      this.now = due.at;
      this.timers = this.timers.filter((each) => each !== due);
      due.task();
    }
    this.now = until;
  }

  welcomed() {
    this.signalling.open();
    this.socket.accept();
    this.socket.says({ type: "welcome" });
    return this;
  }

  #connect() {
    const socket = new FakeSocket();
    this.sockets.push(socket);
    return /** @type {any} */ (socket);
  }

  /**
   * @param {() => void} task
   * @param {number} milliseconds
   */
  #later(task, milliseconds) {
    const timer = { at: this.now + milliseconds, task };
    this.timers.push(timer);
    return timer;
  }
}

test("what is said without a connection is not said later, and the sayer knows", () => {
  const page = new Page().welcomed();
  assert.equal(page.signalling.send({ type: "leave", room: "room" }), true);
  page.socket.ends(1006);
  assert.equal(page.signalling.send({ type: "hold", room: "room", participant: "maya" }), false);
  page.pass(200);
  assert.equal(page.signalling.send({ type: "answer", room: "room", leg: 1, sdp: "v=0" }), false);
  page.socket.accept();
  assert.deepEqual(page.socket.types(), ["take_seat"]);
});

test("on return a connection that is gone is noticed within seconds", () => {
  const page = new Page().welcomed();
  page.signalling.returned();
  page.signalling.returned();
  assert.deepEqual(page.socket.types(), ["take_seat", "ping"]);
  page.socket.says({ type: "changed" });
  page.pass(2500);
  assert.equal(page.sockets[0]?.closed, true);
  assert.equal(page.statuses.at(-1)?.state, "lost");
});

test("on return a connection that answers is kept, and one that waits for its next try is made at once", () => {
  const page = new Page().welcomed();
  page.signalling.returned();
  page.socket.says({ type: "pong" });
  page.pass(19_999);
  assert.equal(page.sockets[0]?.closed, false);
  page.socket.ends(1006);
  page.signalling.returned();
  assert.equal(page.sockets.length, 2);
});

test("messages of the server arrive, and a type from a newer server is passed over", () => {
  const page = new Page().welcomed();
  page.socket.says({ type: "novelty" });
  assert.deepEqual(
    page.messages.map(({ type }) => type),
    ["welcome"],
  );
});

test("a lost connection comes back by itself, with its opening, and later each time", () => {
  const page = new Page().welcomed();
  page.socket.ends(1006);
  assert.deepEqual(page.statuses.at(-1), { state: "lost", attempt: 0, stopping: false, text: "" });
  page.pass(200);
  assert.equal(page.sockets.length, 2);
  page.socket.ends(1006);
  page.pass(399);
  assert.equal(page.sockets.length, 2);
  page.pass(1);
  assert.equal(page.sockets.length, 3);
  page.socket.accept();
  assert.deepEqual(page.socket.types(), ["take_seat"]);
});

test("only a welcome ends the growing of delays", () => {
  const page = new Page();
  page.signalling.open();
  page.socket.ends(1006);
  page.pass(200);
  page.socket.accept();
  page.socket.ends(1006);
  assert.equal(page.signalling.attempt, 2);
  page.pass(400);
  page.socket.accept();
  page.socket.says({ type: "welcome" });
  assert.equal(page.signalling.attempt, 0);
});

test("a server that is restarted says so and is tried again", () => {
  const page = new Page().welcomed();
  page.socket.ends(4503, "stopping");
  assert.deepEqual(page.statuses.at(-1), { state: "lost", attempt: 0, stopping: true, text: "" });
});

test("a server that is to be restarted says why it lets nobody in yet, and is tried again", () => {
  const page = new Page();
  page.signalling.open();
  page.socket.accept();
  const text = "The server restarts soon. This page comes back by itself.";
  page.socket.says({ type: "error", code: "stopping", text, about: "hello" });
  page.socket.ends(4503, "stopping");
  assert.deepEqual(page.statuses.at(-1), { state: "lost", attempt: 0, stopping: true, text });
});

test("a restart is not explained by an older refusal", () => {
  const page = new Page().welcomed();
  page.socket.says({ type: "error", code: "too_fast", text: "That was too much at once." });
  page.socket.ends(4503, "stopping");
  assert.deepEqual(page.statuses.at(-1), { state: "lost", attempt: 0, stopping: true, text: "" });
});

test("a full room is tried again and says why, and is no restart", () => {
  const page = new Page().welcomed();
  page.socket.says({ type: "error", code: "room_full", text: "Too many people are waiting here." });
  page.socket.ends(4503, "room_full");
  const text = "Too many people are waiting here.";
  assert.deepEqual(page.statuses.at(-1), { state: "lost", attempt: 0, stopping: false, text });
});

test("a line that breaks is not explained by an older refusal", () => {
  const page = new Page().welcomed();
  page.socket.says({ type: "error", code: "not_now", text: "Not now." });
  page.socket.ends(1006);
  assert.deepEqual(page.statuses.at(-1), { state: "lost", attempt: 0, stopping: false, text: "" });
});

test("a refusal for good is not tried again, and brings its sentence along", () => {
  const page = new Page().welcomed();
  page.socket.ends(4410, "The time of this link is over.");
  assert.deepEqual(page.statuses.at(-1), {
    state: "over",
    verdict: "gone",
    code: "",
    text: "The time of this link is over.",
  });
  page.pass(120_000);
  page.signalling.open();
  assert.equal(page.sockets.length, 1);
});

test("a close that says only a code is explained by the error before it", () => {
  const page = new Page().welcomed();
  page.socket.says({ type: "error", code: "seat_over", text: "Your place has been ended." });
  page.socket.ends(4410, "seat_over");
  assert.deepEqual(page.statuses.at(-1), {
    state: "over",
    verdict: "gone",
    code: "seat_over",
    text: "Your place has been ended.",
  });
});

test("the code is that of the close, and of the error before it where the close has none", () => {
  const [closed, refused] = [new Page().welcomed(), new Page().welcomed()];
  for (const page of [closed, refused])
    page.socket.says({ type: "error", code: "invitation_early", text: "This link opens at 13:45." });
  closed.socket.ends(4410, "seat_over");
  refused.socket.ends(4410, "The time of this link is over.");
  const codes = [closed, refused].map(({ statuses }) => {
    const status = statuses.at(-1);
    return status?.state === "over" && status.code;
  });
  assert.deepEqual(codes, ["seat_over", "invitation_early"]);
});

test("silence is asked for a sign of life every 20 s, and given up 10 s later", () => {
  const page = new Page().welcomed();
  page.pass(19_999);
  assert.deepEqual(page.socket.types(), ["take_seat"]);
  page.pass(1);
  assert.deepEqual(page.socket.types(), ["take_seat", "ping"]);
  page.socket.says({ type: "pong" });
  page.pass(29_999);
  assert.equal(page.socket.closed, false);
  page.pass(1);
  assert.equal(page.sockets[0]?.closed, true);
  assert.equal(page.statuses.at(-1)?.state, "lost");
  page.pass(200);
  assert.equal(page.sockets.length, 2);
});

test("a connection that never opens is given up after 10 s", () => {
  const page = new Page();
  page.signalling.open();
  page.pass(10_000);
  assert.equal(page.sockets[0]?.closed, true);
  page.pass(200);
  assert.equal(page.sockets.length, 2);
});

test("a closed page speaks no more", () => {
  const page = new Page().welcomed();
  page.signalling.close();
  assert.equal(page.socket.closed, true);
  page.pass(120_000);
  assert.equal(page.sockets.length, 1);
});

test("the back-off doubles, is spread over its upper half, and ends at 15 s", () => {
  assert.equal(backOff(0, 0), 200);
  assert.equal(backOff(1, 0.5), 600);
  assert.equal(backOff(3, 0), 1600);
  assert.equal(backOff(50, 0), 7500);
  assert.ok(backOff(50, 0.999) < 15_000);
});

test("close codes say whether to come back", () => {
  assert.equal(verdictOf(4409), "moved");
  assert.equal(verdictOf(4401), "sign_in");
  assert.equal(verdictOf(4404), "gone");
  assert.equal(verdictOf(4410), "gone");
  for (const code of [4400, 4403, 4413]) assert.equal(verdictOf(code), "refused");
  for (const code of [1000, 1001, 1006, 1011, 4429, 4503]) assert.equal(verdictOf(code), null);
});

test("in a session no try is further than a second from the one before", () => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    assert.ok(backOff(attempt, 0.999, true) <= 1000);
    assert.ok(backOff(attempt, 0, true) >= 200);
  }
  assert.ok(backOff(50, 0) > 1000);
});

test("in a session a connection that has died is noticed within eight seconds", () => {
  const page = new Page();
  page.isUrgent = true;
  page.welcomed();
  page.pass(4999);
  assert.deepEqual(page.socket.types().at(-1), "take_seat");
  page.pass(1);
  assert.deepEqual(page.socket.types().at(-1), "ping");
  page.pass(3000);
  assert.equal(page.statuses.at(-1)?.state, "lost");
});

test("whoever asks whether the connection lives hears it when it does, and not when it does not", () => {
  const page = new Page();
  page.welcomed();
  /** @type {string[]} */
  const heard = [];
  page.signalling.returned(() => void heard.push("one"));
  page.signalling.returned(() => void heard.push("other"));
  assert.deepEqual(page.socket.types().filter((type) => type === "ping"), ["ping"]);
  page.socket.says({ type: "pong" });
  assert.deepEqual(heard, ["one", "other"]);
  page.signalling.returned(() => void heard.push("never"));
  page.pass(2500);
  assert.equal(page.statuses.at(-1)?.state, "lost");
  page.welcomed();
  page.socket.says({ type: "pong" });
  assert.deepEqual(heard, ["one", "other"]);
});
