// As much of WebAudio as a chime takes. The test says what the browser allows, and when a note is over.

class FakeParam {
  constructor() {
    /** @type {[number, number][]} */
    this.values = [];
  }

  /** @param {number} value @param {number} at */
  setValueAtTime(value, at) {
    this.values.push([value, at]);
  }

  /** @param {number} value @param {number} at */
  exponentialRampToValueAtTime(value, at) {
    this.values.push([value, at]);
  }
}

class FakeNode {
  /** @param {FakeAudio} context */
  constructor(context) {
    this.context = context;
  }

  /** @param {FakeNode} node */
  connect(node) {
    return node;
  }
}

export class FakeOscillator extends FakeNode {
  /** @param {FakeAudio} context @param {{frequency: number}} how */
  constructor(context, { frequency }) {
    super(context);
    this.frequency = frequency;
    this.starts = 0;
    this.stops = 0;
    /** @type {(() => void)|null} */
    this.onended = null;
    context.oscillators.push(this);
  }

  /** @param {number} at */
  start(at) {
    this.starts = at;
  }

  /** @param {number} at */
  stop(at) {
    this.stops = at;
  }
}

class FakeGain extends FakeNode {
  /** @param {FakeAudio} context */
  constructor(context) {
    super(context);
    this.gain = new FakeParam();
    context.gains.push(this.gain);
  }
}

export class FakeAudio {
  constructor() {
    this.currentTime = 5;
    this.destination = new FakeNode(this);
    /** @type {FakeOscillator[]} */
    this.oscillators = [];
    /** @type {FakeParam[]} */
    this.gains = [];
    this.state = "suspended";
    /** What the browser does when it is asked to sound. @type {() => Promise<void>} */
    this.answer = async () => undefined;
  }

  async resume() {
    await this.answer();
    this.state = "running";
  }

  async suspend() {
    this.state = "suspended";
  }

  /** Every note has sounded. */
  end() {
    for (const { onended } of this.oscillators.splice(0)) onended?.();
  }
}

Object.assign(globalThis, { OscillatorNode: FakeOscillator, GainNode: FakeGain });
