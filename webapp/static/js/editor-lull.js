// What can wait while somebody types waits for a pause: a key is to have the browser for itself.

/** Who has pressed no key for so long has paused. */
export const PAUSE_MS = 400;

export class Lull {
  #typedAt = -Infinity;
  /** What waits, by name: of one name the last. */
  #waits = new Map();
  #timer = null;

  constructor(signal) {
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
  }

  /** Return for how long nobody has typed, in ms. */
  get stillMs() {
    return performance.now() - this.#typedAt;
  }

  get isTyping() {
    return this.stillMs < PAUSE_MS;
  }

  typed() {
    this.#typedAt = performance.now();
  }

  /** Do something at once where nobody types, in the next pause otherwise. @param mostMs how long it may wait for one */
  wait(name, act, mostMs = Infinity) {
    if (!this.isTyping) {
      this.#waits.delete(name);
      act();
      return;
    }
    const { latest = performance.now() + mostMs } = this.#waits.get(name) ?? {};
    this.#waits.set(name, { act, latest });
    this.#timer ??= setTimeout(() => this.#look(), PAUSE_MS);
  }

  // One timer, and none is put anew at a key.
  #look() {
    this.#timer = null;
    const now = performance.now();
    const isOver = !this.isTyping;
    for (const [name, { act, latest }] of [...this.#waits]) {
      if (!isOver && now < latest) continue;
      this.#waits.delete(name);
      act();
    }
    if (this.#waits.size) this.#timer ??= setTimeout(() => this.#look(), Math.max(1, PAUSE_MS - this.stillMs));
  }
}
