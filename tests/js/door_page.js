// The people of Today in a fake document, on a practice without a server.

import { Door } from "../../static/js/door.js";
import { FakeElement, fake, fakeDocument, find, installDocument } from "./fake_document.js";
import { FakeServer, FakeSync, NOW } from "./fake_practice.js";

/** Fields whose text was selected. @type {WeakSet<object>} */
const selected = new WeakSet();
/** @type {any} */ (FakeElement.prototype).select = function select() {
  selected.add(this);
};

/** @param {unknown} field */
export const isSelected = (field) => selected.has(fake(field));

/** Everything that was begun has been done, also what the practice does one after the other. @param {Door} door */
export async function settled({ practice }) {
  let before = null;
  while (before !== practice.ledger.turns.last) {
    before = practice.ledger.turns.last;
    await before;
    for (let count = 0; count < 5; count += 1) await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * @param {{server?: FakeServer, closing?: number|null, clipboard?: boolean, shares?: boolean}} [page]
 */
export async function openDoor({
  server = new FakeServer(),
  closing = null,
  clipboard = true,
  shares = false,
} = {}) {
  installDocument();
  /** @type {string[]} */
  const copied = [];
  /** @type {[string, string, string][]} */
  const saved = [];
  /** @type {any[]} */
  const shared = [];
  /** @type {unknown[]} */
  const troubles = [];
  const clock = { now: NOW };
  const door = new Door({
    api: server,
    origin: "https://practice.example",
    window: { opens: 1800, closes: 14400 },
    closing,
    now: () => clock.now,
    outlets: {
      copy: async (text) => clipboard && copied.push(text) > 0,
      share: shares ? async (data) => void shared.push(data) : null,
      save: (...file) => void saved.push(file),
    },
    trouble: (error) => void troubles.push(error),
    draw: () => door.draw(),
  });
  document.body.append(door.people.element);
  returnFocus(fake(door.modal.element));
  const sync = new FakeSync(server);
  await door.open(sync);
  const page = new DoorPage(door);
  return { door, page, server, sync, copied, saved, shared, troubles, clock };
}

/** As in a browser, the focus goes back to what opened a dialog. @param {FakeElement} dialog */
function returnFocus(dialog) {
  const { showModal, close } = dialog;
  let before = /** @type {FakeElement|null} */ (null);
  dialog.showModal = () => {
    before = fakeDocument.activeElement;
    showModal.call(dialog);
  };
  dialog.close = () => {
    before?.focus();
    close.call(dialog);
  };
}

/** What a person does with it. */
class DoorPage {
  /** @param {Door} door */
  constructor(door) {
    this.door = door;
    this.dialog = fake(door.modal.element);
    this.people = fake(door.people.element);
  }

  /** The article of this person. @param {string} label */
  card(label) {
    const found = this.people
      .querySelectorAll("article")
      .find((card) => card.querySelectorAll("h3")[0]?.textContent === label);
    if (found === undefined) throw new Error(`no article of ${label}`);
    return found;
  }

  labels() {
    return this.people.querySelectorAll("h3").map(({ textContent }) => textContent);
  }

  /** @param {string} label @param {string} name */
  press(label, name) {
    find(this.card(label), "button", name).click();
  }

  /** @param {string} name */
  pressNewSession(name = "New session") {
    find(this.people, "button", name).click();
  }

  /** @param {string} name */
  pressInDialog(name) {
    find(this.dialog, "button", name).click();
  }

  /** The control that a label of the dialog names. @param {string} label */
  field(label) {
    const title = this.dialog.querySelectorAll("label").find((each) => each.textContent === label);
    const id = title?.getAttribute("for");
    const found = ["input", "select"]
      .flatMap((tag) => this.dialog.querySelectorAll(tag))
      .find((each) => /** @type {any} */ (each).id === id || each.getAttribute("id") === id);
    if (found === undefined) throw new Error(`no field named ${label}`);
    return /** @type {any} */ (found);
  }

  /** @param {string} label @param {string} text */
  fill(label, text) {
    this.field(label).value = text;
  }

  /** One of several radio buttons. @param {string} label */
  choose(label) {
    const chosen = this.field(label);
    for (const each of this.dialog.querySelectorAll("input"))
      /** @type {any} */ (each).checked = each === chosen;
    chosen.dispatchEvent(new Event("change"));
  }

  /** As Enter does in any of its fields. */
  async submit() {
    this.dialog.querySelectorAll("form")[0]?.dispatchEvent(new Event("submit", { cancelable: true }));
    await settled(this.door);
  }

  title() {
    return this.dialog.querySelectorAll("h2")[0]?.textContent;
  }
}

/** @param {DoorPage} page @param {string} label */
export async function addPerson(page, label) {
  page.pressNewSession();
  page.fill("Private label", label);
  await page.submit();
  page.pressInDialog("Done");
}
