// Entry of / and /room/<id>: joins the desk, devices and screens.

import { ApiError, rooms, signOut } from "./api.js";
import { Desk } from "./desk.js";
import { Devices } from "./devices.js";
import { Legs } from "./legs.js";
import { announce, fillSite, onReturn, place, reload, socketUrl } from "./page.js";
import { queue, waitedSeconds } from "./room.js";
import { Screens } from "./screens.js";
import { Seat } from "./seat.js";
import { shortcoming } from "./support.js";
import { tilePeople } from "./tile_people.js";
import { workerUrl } from "./trusted.js";
import { WakeLock } from "./wake_lock.js";
import { Attendance } from "./views/attendance.js";
import { Notice, connectionText } from "./views/notice.js";
import { closed, failedStart, unsupported } from "./views/problem.js";
import { Queue } from "./views/queue.js";
import { SessionRoom } from "./views/session_room.js";
import { Today } from "./views/today.js";
import { Together } from "./views/together.js";

/** @import { Rooms } from "./api.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { Waiter } from "./views/queue_card.js" */

const EMPTY = "Nobody is waiting. Whoever opens their link appears here.";
const NO_ROOM = "You have no room yet. Whoever runs this server can make one for you.";

class ClinicianPage {
  /** @param {Rooms} account */
  constructor({ clinician, rooms: ids }) {
    this.screens = new Screens(place("main"));
    /** @type {import("./screens.js").Screen|null} */
    this.over = null;
    /** The connection for sound and picture takes longer than it should. */
    this.late = false;
    this.notice = new Notice(place("notices"));
    this.wakeLock = new WakeLock();
    this.devices = new Devices();
    const seats = ids.map(({ id }) => ({ id, seat: new Seat(`room ${id}`) }));
    this.desk = new Desk({
      url: socketUrl(),
      clinician: clinician.name,
      rooms: seats,
      devices: this.devices,
      legs: (desk) => newLegs(desk, (late) => this.#setLate(late)),
      address: showAddress,
      announce,
      draw: () => this.draw(),
    });
    this.queue = new Queue(this.#decisions());
    this.today = new Today({
      clinician: clinician.name,
      devices: this.devices,
      queue: this.queue,
      signOut: () => this.#signOut(),
    });
    this.room = new SessionRoom({
      devices: this.devices,
      queue: this.queue,
      attendance: new Attendance(this.#attendanceActs()),
      end: () => this.#inSession((room) => this.desk.end(room)),
      tryAgain: () => this.#tryAgain(),
    });
    this.together = new Together({
      keep: () => this.#keepApart(),
      bring: () => this.#inSession((room) => this.desk.bringTogether(room)),
    });
    setInterval(() => this.#tick(), 1000);
    this.draw();
    onReturn(() => this.desk.signalling.returned());
  }

  draw() {
    if (this.together === undefined) return;
    const { desk } = this;
    if (desk.status.state === "over") return this.#drawOver();
    const session = desk.session();
    const known = [...desk.rooms.values()].some(({ room }) => room !== null);
    const arrived = known || (desk.status.state === "lost" && desk.status.attempt > 0);
    this.notice.show(connectionText(desk.status, arrived ? (session ? "session" : "arriving") : "none"));
    this.wakeLock.set(session !== null);
    if (!known && desk.rooms.size > 0) return;
    this.#drawQueue();
    if (session === null) {
      this.today.update(desk.message);
      this.screens.show("today", this.today);
    } else {
      this.#drawSession(session);
    }
    this.#ask();
  }

  /** @param {HostedRoom} session */
  #drawSession(session) {
    const name = (/** @type {{id: string}} */ { id }) => session.name(id) || "Client";
    const people = session.inSession();
    const devices = (/** @type {{id: string}} */ { id }) => session.cards.get(id)?.devices ?? null;
    const tiles = tilePeople({ people, name, devices, streams: session.streams });
    const attendees = people.map((person) => ({
      participant: person.id,
      name: name(person),
      held: person.standing === "held",
      connected: person.connected,
    }));
    const waiting = this.#waiters().filter(({ waits }) => waits).length;
    this.room.update({
      tiles,
      attendees,
      waiting,
      seconds: this.desk.seconds(),
      blocked: this.late || this.desk.mediaBlocked,
      message: this.desk.message,
    });
    this.screens.show("stage", this.room);
  }

  /** @param {boolean} late */
  #setLate(late) {
    this.late = late;
    this.draw();
  }

  #tryAgain() {
    this.late = false;
    this.desk.tryMediaAgain();
    this.draw();
  }

  #drawQueue() {
    const elsewhere = [...this.desk.rooms.values()].some((room) => room.hostIsElsewhere());
    this.queue.update(this.#waiters(), { elsewhere, empty: this.desk.rooms.size === 0 ? NO_ROOM : EMPTY });
  }

  #drawOver() {
    const { status } = this.desk;
    if (status.state !== "over" || this.over !== null) return;
    this.notice.show("");
    this.wakeLock.set(false);
    this.together.close();
    this.over = closed(status.verdict, status.text, reload);
    this.screens.show("over", this.over);
  }

  /** Whoever waits in any of the rooms. @returns {Waiter[]} */
  #waiters() {
    const now = Date.now();
    return [...this.desk.rooms.values()].flatMap((hosted) => {
      if (hosted.room === null) return [];
      return queue(hosted.room, now).map((person) => ({
        room: hosted.id,
        participant: person.id,
        name: hosted.name(person.id),
        waits: person.standing === "waiting",
        connected: person.connected,
        mayDecide: hosted.isHost(),
        seconds: waitedSeconds(person, now),
        previewed: person.previewed,
        media: hosted.previews.get(person.id) ?? null,
        devices: hosted.cards.get(person.id)?.devices ?? null,
        admitting: this.desk.admitting.has(person.id),
      }));
    });
  }

  #decisions() {
    const { desk } = this;
    const send = desk.decide.bind(desk);
    return {
      admit: (/** @type {Waiter} */ { room, participant }) => {
        const hosted = desk.rooms.get(room);
        if (hosted !== undefined) void desk.admit(hosted, participant);
      },
      decline: (/** @type {Waiter} */ { room, participant }) => send({ type: "decline", room, participant }),
      preview: (/** @type {Waiter} */ { room, participant }, /** @type {boolean} */ on) =>
        send({ type: "preview", room, participant, on }),
      takeOver: () => {
        for (const room of desk.rooms.values())
          if (room.hostIsElsewhere()) send({ type: "take_over", room: room.id });
      },
    };
  }

  #attendanceActs() {
    const act = (/** @type {"hold"|"resume"|"send_back"} */ type) => (/** @type {string} */ participant) =>
      this.#inSession((room) => this.desk.decide({ type, room: room.id, participant }));
    return { hold: act("hold"), resume: act("resume"), sendBack: act("send_back") };
  }

  /** @param {(room: HostedRoom) => void} act */
  #inSession(act) {
    const session = this.desk.session();
    if (session !== null) act(session);
    this.draw();
  }

  #ask() {
    const session = this.desk.session();
    if (!session?.otherCase) return this.together.close();
    const others = session
      .inSession()
      .map(({ id }) => session.name(id) || "your client")
      .join(" and ");
    this.together.ask(session.name(session.otherCase) || "Somebody", others);
  }

  #keepApart() {
    this.#inSession((room) => {
      room.otherCase = "";
    });
  }

  async #signOut() {
    try {
      await signOut();
      location.replace("/sign-in");
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.desk.message = `You are still signed in. ${error.message}`;
      this.draw();
    }
  }

  #tick() {
    const seconds = this.desk.seconds();
    if (seconds !== null) this.room.stage.tick(seconds);
    if (new Date().getSeconds() % 10 === 0) this.draw();
  }
}

/** @param {string} path */
function showAddress(path) {
  if (location.pathname === path) return;
  if (path === "/") history.replaceState(null, "", path);
  else history.pushState(null, "", path);
}

/**
 * @param {Desk} desk
 * @param {(late: boolean) => void} setLate
 */
function newLegs(desk, setLate) {
  return new Legs({
    send: (message) => desk.signalling.send(/** @type {any} */ (message)),
    stream: (found) => desk.setStream(found, found.media),
    gone: (found) => desk.setStream(found, null),
    problem: ({ reason }) => console.warn("A media connection is made anew:", reason),
    connected: () => setLate(false),
    late: () => setLate(true),
    worker: workerUrl(),
  });
}

async function start() {
  const screens = new Screens(place("main"));
  try {
    const [, lacks] = await Promise.all([fillSite(), shortcoming()]);
    if (lacks !== null) return screens.show("problem", unsupported(lacks));
    await new ClinicianPage(await rooms()).desk.start();
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return location.replace("/sign-in");
    screens.show("problem", failedStart(error, reload));
  }
}

await start();
