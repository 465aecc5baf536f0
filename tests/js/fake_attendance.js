// Somebody in session, as the list beside it is told of them, and what the clinician does for them.

/** @import { Attendee, AttendanceActs } from "../../static/js/views/attendance.js" */

/** @param {string} name @param {Partial<Attendee>} [change] @returns {Attendee} */
export const attendee = (name, change = {}) => ({
  participant: name,
  name,
  held: false,
  lost: "",
  unconfirmed: false,
  mayInvite: false,
  ...change,
});

/** @param {Partial<AttendanceActs>} [acts] @returns {AttendanceActs} */
export const newAttendanceActs = (acts = {}) => ({
  hold: () => undefined,
  resume: () => undefined,
  sendBack: () => undefined,
  confirm: () => undefined,
  emergency: () => undefined,
  invite: () => undefined,
  remove: () => undefined,
  ...acts,
});
