// The one-time token of an enrolment link: out of the address at once, and kept by this tab until it is used.

const TOKEN = /^#([A-Za-z0-9_.-]{16,512})$/;
const PLACE = "telehealth enrolment";

export class EnrolmentToken {
  /** @param {{location: Location, history: History, sessionStorage: Storage}} page */
  constructor(page = globalThis) {
    this.page = page;
    this.value = "";
  }

  /**
   * Take the token out of the address, where a history or a glance could find it. Without one in the address it is
   * the one that this tab has kept, so that a reload goes on.
   *
   * @returns {boolean}  whether the address held one
   */
  take() {
    const { location, history } = this.page;
    const token = TOKEN.exec(location.hash)?.[1];
    if (token === undefined) {
      this.value ||= this.#storage((storage) => storage.getItem(PLACE)) ?? "";
      return false;
    }
    this.value = token;
    this.#storage((storage) => storage.setItem(PLACE, token));
    history.replaceState(null, "", location.pathname);
    return true;
  }

  /** It is used, or worth nothing. */
  forget() {
    this.value = "";
    this.#storage((storage) => storage.removeItem(PLACE));
  }

  /**
   * A browser that keeps nothing loses the token with the page, and nothing else.
   *
   * @template T
   * @param {(storage: Storage) => T} use
   * @returns {T|null}
   */
  #storage(use) {
    try {
      return use(this.page.sessionStorage);
    } catch (error) {
      if (error instanceof DOMException) return null;
      throw error;
    }
  }
}
