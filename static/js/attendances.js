// Who was in a session and when: its moments told person by person. Devices of one person are one person.

/** @import { Method } from "./messages.js" */
/** @import { Moment, Parting, Presence } from "./session_moments.js" */
/** @import { Known, Said, SessionFacts } from "./session_record.js" */

/**
 * @typedef {object} Span
 * @property {number} from        seconds
 * @property {number|null} to     null where nothing says that it was over
 * @property {Moment} last        the last moment at which it was so
 * @property {Moment|null} after  the first at which it was not
 *
 * @typedef {object} Stay
 * @property {number} from
 * @property {number|null} to
 * @property {Parting|""} parting  how it ended
 * @property {boolean} late        the end was noticed then, and had come some time before
 *
 * @typedef {object} Identification
 * @property {number} at
 * @property {Method|null} method
 * @property {"admitted"|"confirmed"|"found"} how  found: in session already, by a page that had just been loaded
 *
 * @typedef {object} Attendance
 * @property {Known} known
 * @property {string} name         as typed, empty when nothing was said
 * @property {Stay[]} stays
 * @property {Span[]} lost         without a connection
 * @property {Span[]} held
 * @property {number[]} moved      when they went on with another device
 * @property {Identification[]} identified
 * @property {Said[]} said
 */

/**
 * Everybody who was in it, in the order in which they came.
 *
 * @param {SessionFacts} facts
 * @returns {Attendance[]}
 */
export function attendances(facts) {
  return people(facts).map((devices) => attendance(facts, devices));
}

/**
 * From when to when something was so.
 *
 * @param {readonly Moment[]} moments
 * @param {(moment: Moment) => boolean} holds
 * @returns {Span[]}
 */
export function spans(moments, holds) {
  /** @type {Span[]} */
  const found = [];
  /** @type {Span|null} */
  let open = null;
  for (const moment of moments) {
    if (holds(moment)) {
      if (open === null) found.push((open = { from: moment.at, to: null, last: moment, after: null }));
      open.last = moment;
    } else if (open !== null) {
      Object.assign(open, { to: moment.at, after: moment });
      open = null;
    }
  }
  return found;
}

/**
 * Their devices, one list a person.
 *
 * @param {SessionFacts} facts
 * @returns {string[][]}
 */
function people(facts) {
  /** @type {string[][]} */
  const found = [];
  for (const moment of facts.moments) {
    const here = moment.people.map(({ id }) => id);
    for (const id of here) {
      if (found.some((devices) => devices.includes(id))) continue;
      const own = found.find(
        (devices) => devices.every((each) => !here.includes(each)) && isSamePerson(facts, devices[0], id),
      );
      if (own === undefined) found.push([id]);
      else own.push(id);
    }
  }
  return found;
}

/**
 * A client's link gives one seat. A guest's may have been shared by several, who are told apart by their names.
 *
 * @param {SessionFacts} facts
 * @param {string|undefined} one
 * @param {string} other
 */
function isSamePerson({ people, said }, one = "", other) {
  const [first, second] = [people[one], people[other]];
  if (!first?.invitation || first.invitation !== second?.invitation || first.role !== second.role) return false;
  const name = (/** @type {string} */ id) => said.findLast((each) => each.id === id)?.name;
  return first.role === "client" || name(one) === name(other);
}

/**
 * @param {SessionFacts} facts
 * @param {readonly string[]} devices
 * @returns {Attendance}
 */
function attendance({ moments, people, loaded, said }, devices) {
  const [first = ""] = devices;
  const last = devices.at(-1) ?? first;
  const presence = (/** @type {Moment} */ moment) => moment.people.find(({ id }) => devices.includes(id));
  const known = people[last] ?? { role: "client", invitation: "", label: "" };
  const own = said.filter(({ id }) => devices.includes(id));
  return {
    known,
    name: own.at(-1)?.name ?? "",
    stays: spans(moments, (moment) => presence(moment) !== undefined).map((span) => stay(span, devices)),
    lost: spans(moments, (moment) => presence(moment)?.connected === false),
    held: spans(moments, (moment) => presence(moment)?.held === true),
    ...identifications(moments, presence, loaded),
    said: own,
  };
}

/**
 * @param {Span} span
 * @param {readonly string[]} devices
 * @returns {Stay}
 */
function stay({ from, to, last, after }, devices) {
  if (after === null) return { from, to, parting: "", late: false };
  const parting = devices.map((id) => after.parted[id]).find((each) => each !== undefined) ?? "unseen";
  return { from, to, parting, late: last.link !== "open" && parting !== "ended" };
}

/**
 * Each admission asks who it is. Going on with another device does not.
 *
 * @param {readonly Moment[]} moments
 * @param {(moment: Moment) => Presence|undefined} presence
 * @param {boolean} loaded
 * @returns {Pick<Attendance, "identified"|"moved">}
 */
function identifications(moments, presence, loaded) {
  /** @type {Identification[]} */
  const identified = [];
  /** @type {number[]} */
  const moved = [];
  /** @type {Presence|undefined} */
  let before;
  for (const [index, moment] of moments.entries()) {
    const { at, admitted } = moment;
    const now = presence(moment);
    if (now !== undefined) {
      const { id, method } = now;
      const isNew = before === undefined || (before.id !== id && (admitted === id || before.method !== method));
      if (isNew) identified.push({ at, method, how: loaded && index === 0 ? "found" : "admitted" });
      else if (before?.id !== id) moved.push(at);
      else if (before.method !== method) identified.push({ at, method, how: "confirmed" });
    }
    before = now;
  }
  return { identified, moved };
}
