// Links as the server knows them: what it says of each, and what it still has to be told.

import { ApiError } from "./api.js";
import { admissionHash } from "./invitation.js";
import { put, remove } from "./operation.js";
import { linksOf } from "./people.js";

/** @import { NewInvitation, ServedInvitation } from "./api.js" */
/** @import { Link } from "./people.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

/**
 * @typedef {object} LinkApi  what of api.js is needed here
 * @property {() => Promise<Pick<ServedInvitation, "id"|"state">[]>} invitations
 * @property {(invitation: NewInvitation) => Promise<void>} addInvitation
 * @property {(id: string) => Promise<void>} removeInvitation
 *
 * @typedef {object} Settlement  what brings vault and server together
 * @property {Operation[]} operations  for the vault
 * @property {Link[]} missing          links that the server does not have yet
 * @property {string[]} gone           links that the vault has given up
 */

const NOT_FOUND = 404;

export class Registry {
  /** @param {LinkApi} api */
  constructor(api) {
    this.api = api;
    /** What the server last said of each link, or null before it was asked. @type {Map<string, string>|null} */
    this.states = null;
    /** Ended links of which the server does not know it yet, by whose they were. @type {Map<string, string>} */
    this.untold = new Map();
  }

  forget() {
    this.states = null;
    this.untold.clear();
  }

  /** Throws `ApiError`. @returns {Promise<Map<string, string>>} */
  async list() {
    return new Map((await this.api.invitations()).map(({ id, state }) => [id, state]));
  }

  /** The server's list, as it was before the vault was read. @param {Map<string, string>} states */
  learn(states) {
    this.states = states;
    for (const id of this.untold.keys()) if ((states.get(id) ?? "over") === "over") this.untold.delete(id);
  }

  /**
   * Tell the server of a link, and that it takes another's place. Throws `ApiError`.
   *
   * @param {Link} link
   */
  async add({ id, room, person, secret, role, appointment, replaces }) {
    const admission_hash = await admissionHash(secret);
    await this.api.addInvitation({ id, room, case: person, admission_hash, role, appointment, replaces });
    this.states?.set(id, "open");
    if (replaces !== null) this.#ended(replaces);
  }

  /**
   * Tell the server that a link is over; one that it does not know is. Throws `ApiError`.
   *
   * @param {string} id
   */
  async end(id) {
    try {
      await this.api.removeInvitation(id);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== NOT_FOUND) throw error;
    }
    this.#ended(id);
  }

  /** @param {string} id */
  #ended(id) {
    this.untold.delete(id);
    this.states?.set(id, "over");
  }
}

/**
 * What ends at the server with these: a link that never reached it has not ended its forerunner there, either.
 *
 * @param {readonly Link[]} links
 * @returns {string[]}  their ids first
 */
export function withForerunners(links) {
  const forerunners = links.flatMap(({ pending, replaces }) =>
    pending && replaces !== null ? [replaces] : [],
  );
  return [...links.map(({ id }) => id), ...forerunners];
}

/**
 * What a vault and the server's list, read before it, have to tell each other. A link that is not pending is
 * never made anew: the server may have had a reason to end it.
 *
 * @param {VaultContent} content
 * @param {ReadonlyMap<string, string>} states
 * @param {number} now  seconds
 * @returns {Settlement}
 */
export function settle(content, states, now) {
  const links = linksOf(content);
  const isOwned = (/** @type {Link} */ { person }) => content.entries[person]?.kind === "person";
  const own = links.filter(isOwned);
  const ids = new Set(own.map(({ id }) => id));
  const operations = [
    // Somebody was removed on one device while another made a link for them.
    ...links.filter((link) => !isOwned(link)).map(({ id }) => remove(id, now)),
    ...own
      .filter(({ id, pending }) => pending && states.has(id))
      .map(({ id }) => put(id, { pending: false })),
  ];
  return {
    operations,
    missing: own.filter(({ id, pending }) => pending && !states.has(id)),
    gone: [...states].filter(([id, state]) => state !== "over" && !ids.has(id)).map(([id]) => id),
  };
}
