// A time zone as the browser's own database knows it: its offsets, and when they change.

const DAY = 86_400;
/** No zone goes to another offset and back in so short a time; Morocco's month of Ramadan comes closest. */
const STEP = 7 * DAY;

/**
 * @typedef {object} Change
 * @property {number} at    the first second of the new offset, UTC
 * @property {number} from  the offset before, in seconds east of UTC
 * @property {number} to    the offset since
 */

export class TimeZone {
  #format;

  /**
   * Throws `RangeError` for a name that the browser does not know.
   *
   * @param {string} name  such as "Europe/Berlin" (IANA)
   */
  constructor(name) {
    this.name = name;
    this.#format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  }

  /**
   * How far clocks in this zone are ahead of UTC.
   *
   * @param {number} moment  seconds since 1970, UTC
   * @returns {number}  seconds
   */
  offsetAt(moment) {
    const second = Math.floor(moment);
    /** @type {Partial<Record<Intl.DateTimeFormatPartTypes, number>>} */
    const shown = {};
    for (const { type, value } of this.#format.formatToParts(second * 1000)) shown[type] = Number(value);
    const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second: last = 0 } = shown;
    return Date.UTC(year, month - 1, day, hour, minute, last) / 1000 - second;
  }

  /**
   * Every change of the offset in a span of time, in order.
   *
   * @param {number} since
   * @param {number} until
   * @returns {Change[]}
   */
  changes(since, until) {
    const changes = [];
    let [moment, from] = [since, this.offsetAt(since)];
    while (moment < until) {
      const next = Math.min(moment + STEP, until);
      const to = this.offsetAt(next);
      if (to !== from) changes.push({ at: this.#changeBetween(moment, next), from, to });
      [moment, from] = [next, to];
    }
    return changes;
  }

  /**
   * The first second of the later moment's offset, when there is one change between the two.
   *
   * @param {number} before
   * @param {number} after
   * @returns {number}
   */
  #changeBetween(before, after) {
    const offset = this.offsetAt(after);
    let [early, late] = [Math.floor(before), Math.floor(after)];
    while (late - early > 1) {
      const middle = Math.floor((early + late) / 2);
      if (this.offsetAt(middle) === offset) late = middle;
      else early = middle;
    }
    return late;
  }
}
