// What the clinician decides about those who wait and those in session, as messages to the server.

/** @import { Desk } from "./desk.js" */
/** @import { HostedRoom } from "./hosted_room.js" */
/** @import { AttendanceActs } from "./views/attendance.js" */
/** @import { Decisions, Waiter } from "./views/queue_card.js" */

/**
 * About those who wait. Only whose link the vault knows is let in, whatever the server says of it.
 *
 * @param {Desk} desk
 * @param {(waiter: Waiter) => boolean} isKnown
 * @returns {Decisions & {takeOver: () => void}}
 */
export function queueDecisions(desk, isKnown) {
  const send = desk.decide.bind(desk);
  return {
    admit: (waiter) => {
      const hosted = desk.rooms.get(waiter.room);
      if (hosted !== undefined && isKnown(waiter)) void desk.admit(hosted, waiter.participant);
    },
    decline: ({ room, participant }) => send({ type: "decline", room, participant }),
    refuse: ({ room, participant }) => send({ type: "refuse", room, participant }),
    preview: (waiter, on) => {
      const { room, participant } = waiter;
      if (!on || isKnown(waiter)) send({ type: "preview", room, participant, on });
    },
    takeOver: () => {
      for (const room of desk.rooms.values())
        if (room.hostIsElsewhere()) send({ type: "take_over", room: room.id });
    },
  };
}

/**
 * About those in session.
 *
 * @param {Desk} desk
 * @param {(act: (session: HostedRoom) => void) => void} inSession
 * @returns {AttendanceActs}
 */
export function attendanceActs(desk, inSession) {
  const act = (/** @type {"hold"|"resume"|"send_back"} */ type) => (/** @type {string} */ participant) =>
    inSession((room) => desk.decide({ type, room: room.id, participant }));
  return { hold: act("hold"), resume: act("resume"), sendBack: act("send_back") };
}

/**
 * Nobody is looked at by a page that shows nobody.
 *
 * @param {Desk} desk
 * @param {readonly Waiter[]} waiters
 */
export function endPreviews(desk, waiters) {
  for (const { room, participant, previewed, mayDecide } of waiters) {
    if (previewed && mayDecide) desk.signalling.send({ type: "preview", room, participant, on: false });
  }
}
