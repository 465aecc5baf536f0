// One place in IndexedDB, which keeps a CryptoKey without ever showing its bytes.

/**
 * @template Kept
 * @typedef {object} Shelf  where one thing lies; what a test replaces
 * @property {() => Promise<Kept|undefined>} get
 * @property {(kept: Kept) => Promise<void>} put
 * @property {() => Promise<void>} remove
 */

/**
 * @template Kept
 * @typedef {object} Sharing
 * @property {(change: (kept: Kept|undefined) => Kept|undefined) => Promise<Kept|undefined>} change  look and put as one,
 *   so that no other page comes between; `undefined` takes away what lies there. Resolves to what lies there then
 */

/**
 * @template Kept
 * @typedef {Shelf<Kept> & Sharing<Kept>} SharedShelf  where several pages put something
 */

/**
 * @typedef {{name: string, store: string, mayCreate: boolean}} Place
 * @typedef {(mode: IDBTransactionMode, request: (store: IDBObjectStore) => IDBRequest, mayCreate?: boolean) => Promise<any>} Ask
 */

/**
 * @param {string} database
 * @param {string} store  the only one of that database
 * @param {string} place
 * @returns {SharedShelf<any>}
 */
export function shelfAt(database, store, place) {
  const ask = (
    /** @type {IDBTransactionMode} */ mode,
    /** @type {(store: IDBObjectStore) => IDBRequest} */ request,
    mayCreate = false,
  ) => transact({ name: database, store, mayCreate }, mode, request);
  return Object.freeze({
    get: () => ask("readonly", (opened) => opened.get(place)),
    put: (/** @type {unknown} */ kept) => ask("readwrite", (opened) => opened.put(kept, place), true),
    remove: () => ask("readwrite", (opened) => opened.delete(place)),
    change: (/** @type {(kept: unknown) => unknown} */ change) => changeAt(ask, place, change),
  });
}

/**
 * @param {Ask} ask
 * @param {string} place
 * @param {(kept: unknown) => unknown} change
 */
async function changeAt(ask, place, change) {
  // Nothing to be put where nothing lies: not even the database is made.
  if ((await ask("readonly", (opened) => opened.get(place))) === undefined && change(undefined) === undefined)
    return undefined;
  /** @type {unknown} */
  let changed;
  await ask(
    "readwrite",
    (opened) => {
      const request = opened.get(place);
      request.onsuccess = () => {
        changed = change(request.result);
        if (changed === undefined) opened.delete(place);
        else opened.put(changed, place);
      };
      return request;
    },
    true,
  );
  return changed;
}

/**
 * Null when the browser keeps nothing (some private windows), or what it kept does not open.
 *
 * @template T
 * @param {() => Promise<T>} task
 * @returns {Promise<T|null>}
 */
export async function unlessRefused(task) {
  try {
    return await task();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/**
 * @param {Place} place
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest} ask
 * @returns {Promise<any>}
 */
async function transact(place, mode, ask) {
  const database = await openDatabase(place);
  if (database === null) return undefined;
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(place.store, mode);
      const request = ask(transaction.objectStore(place.store));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error ?? request.error);
    });
  } finally {
    database.close();
  }
}

/**
 * A look alone leaves no trace: what is not there is not made by it.
 *
 * @param {Place} place
 * @returns {Promise<IDBDatabase|null>}  null when it is not there
 */
function openDatabase({ name, store, mayCreate }) {
  return new Promise((resolve, reject) => {
    if (globalThis.indexedDB === undefined) throw new DOMException("no IndexedDB", "NotSupportedError");
    const request = indexedDB.open(name, 1);
    let isAbsent = false;
    request.onupgradeneeded = () => {
      isAbsent = !mayCreate;
      if (mayCreate) request.result.createObjectStore(store);
      else request.transaction?.abort();
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (isAbsent ? resolve(null) : reject(request.error));
  });
}
