// The pages of one browser: what one says, all others hear.

export class FakeTabs {
  constructor() {
    /** @type {FakeTab[]} */
    this.all = [];
  }

  open() {
    const tab = new FakeTab(this);
    this.all.push(tab);
    return tab;
  }
}

class FakeTab {
  /** @param {FakeTabs} tabs */
  constructor(tabs) {
    this.tabs = tabs;
    /** @type {((event: {data: any}) => void)[]} */
    this.listeners = [];
    /** @type {any[]} */
    this.said = [];
  }

  /** @param {any} data */
  postMessage(data) {
    this.said.push(data);
    const others = this.tabs.all.filter((tab) => tab !== this);
    for (const { listeners } of others)
      for (const listener of listeners) listener({ data: structuredClone(data) });
  }

  /** @param {"message"} _type @param {(event: {data: any}) => void} listener */
  addEventListener(_type, listener) {
    this.listeners.push(listener);
  }
}
