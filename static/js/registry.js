// Links as the server knows them: what it says of each, and what it still has to be told.

import { ApiError } from "./api.js";
import { admissionHash } from "./invitation.js";
import { put, remove } from "./operation.js";
import { allLinks, asksCodeWord, linksOf, peopleOf } from "./people.js";

/** @import { NewInvitation, ServedInvitation } from "./api.js" */
/** @import { Link } from "./people.js" */
/** @import { Operation, VaultContent } from "./vault.js" */

/**
 * @typedef {Pick<ServedInvitation, "id"|"state"|"code_word">} Served
 *
 * @typedef {object} LinkApi  what of api.js is needed here
 * @property {() => Promise<Served[]>} invitations
 * @property {(invitation: NewInvitation) => Promise<void>} addInvitation
 * @property {(id: string, change: {code_word: boolean}) => Promise<void>} changeInvitation
 * @property {(id: string) => Promise<void>} removeInvitation
 *
 * @typedef {object} Settlement  what brings vault and server together
 * @property {Operation[]} operations  for the vault
 * @property {Link[]} missing          links that the server does not have yet
 * @property {string[]} gone           links that the vault has given up
 * @property {Link[]} differing        links that ask for a code word at one of them and not at the other
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

  /** Throws `ApiError`. */
  list() {
    return this.api.invitations();
  }

  /** The server's list, as it was before the vault was read. @param {readonly Served[]} listed */
  learn(listed) {
    const states = statesOf(listed);
    this.states = states;
    for (const id of this.untold.keys()) if ((states.get(id) ?? "over") === "over") this.untold.delete(id);
  }

  /**
   * Tell the server of a link, and that it takes another's place. Throws `ApiError`.
   *
   * @param {Link} link
   * @param {boolean} asks  for a code word
   */
  async add({ id, room, person, secret, role, appointment, replaces }, asks) {
    const facts = { room, case: person, role, appointment, code_word: asks, replaces };
    await this.api.addInvitation({ id, admission_hash: await admissionHash(secret), ...facts });
    this.states?.set(id, "open");
    if (replaces !== null) this.#ended(replaces);
  }

  /**
   * Tell the server whether a link asks for a code word; one that it does not know asks for nothing. Throws `ApiError`.
   *
   * @param {string} id
   * @param {boolean} asks
   */
  change(id, asks) {
    return ifKnown(this.api.changeInvitation(id, { code_word: asks }));
  }

  /**
   * Tell the server that a link is over; one that it does not know is. Throws `ApiError`.
   *
   * @param {string} id
   */
  async end(id) {
    await ifKnown(this.api.removeInvitation(id));
    this.#ended(id);
  }

  /** @param {string} id */
  #ended(id) {
    this.untold.delete(id);
    this.states?.set(id, "over");
  }
}

/** @param {Promise<void>} request  about a link that the server may have forgotten */
async function ifKnown(request) {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== NOT_FOUND) throw error;
  }
}

/** @param {readonly Served[]} listed @returns {Map<string, string>} */
function statesOf(listed) {
  return new Map(listed.map(({ id, state }) => [id, state]));
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
 * @param {readonly Served[]} listed
 * @param {number} now  seconds
 * @returns {Settlement}
 */
export function settle(content, listed, now) {
  const states = statesOf(listed);
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
    differing: differing(content, listed),
  };
}

/**
 * @param {VaultContent} content
 * @param {readonly Served[]} listed
 * @returns {Link[]}
 */
function differing(content, listed) {
  const living = listed.filter(({ state }) => state !== "over");
  const served = new Map(living.map(({ id, code_word: asks }) => [id, asks]));
  return peopleOf(content).flatMap((person) =>
    allLinks(person).filter((link) => {
      const asks = served.get(link.id);
      return asks !== undefined && asks !== asksCodeWord({ person, link });
    }),
  );
}
