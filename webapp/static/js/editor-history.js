// Undo and redo over all passages: bursts of typing in a passage, and whatever was done to passages.

const BURST_MS = 1_000;
const MOST = 1_000;

export class History {
  #done = [];
  #undone = [];

  /**
   * Note a text before and after a key. Keys that follow one another in one word are one step.
   * @param kind the input event's, such as "insertText"
   */
  typed(id, before, after, caret, kind) {
    const last = this.#done.at(-1);
    const now = Date.now();
    const isOne = last?.kind === "text" && last.id === id && last.after === before && now - last.at < BURST_MS
      && last.typing === kind && kind !== "insertFromPaste" && !beginsAnother(last.after.slice(0, last.caret), after.slice(0, caret));
    if (isOne) Object.assign(last, { after, caret, at: now });
    else this.did({ kind: "text", id, before, after, caret, at: now, typing: kind });
    this.#undone = [];
  }

  /** Note what was done. */
  did(step) {
    this.#done.push(step);
    if (this.#done.length > MOST) this.#done.shift();
    this.#undone = [];
  }

  /** Return what is to be undone, null where there is nothing. */
  undo() {
    const step = this.#done.pop() ?? null;
    if (step) this.#undone.push({ ...step, at: 0 });
    return step;
  }

  redo() {
    const step = this.#undone.pop() ?? null;
    if (step) this.#done.push({ ...step, at: 0 });
    return step;
  }

  /** Let the step that is on top of its pile have another name for the server. */
  rename(op, as) {
    for (const step of [...this.#done, ...this.#undone]) if (step.op === op) step.op = as;
  }

  /** Forget what the server has refused. */
  forget(op) {
    this.#done = this.#done.filter((step) => step.op !== op);
    this.#undone = this.#undone.filter((step) => step.op !== op);
  }
}

/** Return whether a key began another word: a space goes with the word after it. */
function beginsAnother(before, now) {
  return /\S$/.test(before) && /\s$/.test(now);
}
