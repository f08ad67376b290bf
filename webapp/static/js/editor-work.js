// What a person does to passages: it is shown at once, can be undone at once, and goes into the outbox.

import { cutAt, wordsBefore } from "./editor-words.js";
import { PAUSE_MS } from "./editor-lull.js";
import { randomName } from "./editor-outbox.js";

const AFTER_KEY_MS = 1_000;
/** So long after the first key it is sent in the next short pause, and so long after it without one. */
const SOON_MS = 4_000, LATEST_MS = 10_000;
/** Of a passage: the server takes no more. */
export const MOST_CHARACTERS = 10_000;

export class Work {
  /** @param desk `{passages, fields, outbox, history, trouble, say, show}` of the page */
  constructor(desk) {
    this.desk = desk;
  }

  /** Somebody typed into a field. */
  typed(passage, kind) {
    const { fields, history } = this.desk;
    const before = passage.text;
    passage.text = passage.field.value;
    fields.remark(passage);
    history.typed(passage.id, before, passage.text, passage.field.selectionEnd, kind);
    this.#standing(passage);
    this.saveWords(passage);
  }

  /** Put the words of a passage into the outbox; they wait there for more keys. */
  saveWords(passage) {
    const { outbox, trouble } = this.desk;
    const own = outbox.of(passage.id);
    const last = own.at(-1);
    const now = performance.now();
    const isTooLong = passage.text.length > MOST_CHARACTERS;
    trouble.tooLong(passage, isTooLong);
    if (last?.kind === "words" && !last.isSpeaker && (last.isHeld || !last.isSent)) {
      last.body.text = passage.text;
      last.dueAt = Math.min(now + AFTER_KEY_MS, Math.max(now + PAUSE_MS, last.firstAt + SOON_MS), last.firstAt + LATEST_MS);
      if (last.isProblem) last.isHeld = last.isProblem = isTooLong;
      if (passage.text === passage.saved && own.length === 1 && !last.isHeld) outbox.drop(last);
      else trouble.kept(outbox.keep(last));
      outbox.wake();
      return;
    }
    if (passage.text === passage.saved && own.length === 0) return;
    const isKept = outbox.add({
      kind: "words", segment: passage.id, startMs: passage.startMs, body: { text: passage.text }, base: own.length ? null : passage.tag,
      firstAt: now, dueAt: now + AFTER_KEY_MS, isHeld: isTooLong, isProblem: isTooLong,
    });
    trouble.kept(isKept);
  }

  /** Split where the cursor is. */
  split(passage) {
    const count = wordsBefore(passage.text, passage.field.selectionStart);
    const all = this.#timed(passage);
    if (count < 1 || count >= all.length) {
      this.desk.remark(count < 1 ? "noWordBefore" : "noWordAfter");
      return null;
    }
    if (this.#isUnsettled(passage)) return null;
    const { passages } = this.desk;
    const before = [passage.snapshot()];
    const mark = randomName(12);
    const id = `${passage.id.split(".")[0]}.${mark}`;
    const [first, second] = cutAt(passage.text, count);
    const [endMs, cutMs] = [passage.endMs, all[count].startMs];
    const piece = passages.add(id, cutMs);
    before.push({ ...piece.snapshot(), isGone: true });
    piece.speaker = passage.speaker;
    piece.by = passage.by;
    piece.notes = passage.notes;
    if (passage.element.lang) piece.element.lang = passage.element.lang;
    piece.reword(second, all.slice(count), cutMs, endMs);
    piece.saved = second;
    passage.reword(first, all.slice(0, count), passage.startMs, Math.min(cutMs, all[count - 1].endMs));
    passage.saved = first;
    // It stands after its own beginning, whatever else begins at the same time.
    passage.element.after(piece.element);
    this.#act({ act: "split", at: count, mark }, passage, [piece], before);
    this.desk.go(piece, 0);
    return piece;
  }

  /** Join a passage with the one after it. */
  join(passage) {
    const { passages, trouble, say } = this.desk;
    const next = passages.beside(passage, 1);
    if (!next || this.#isUnsettled(passage) || this.#isUnsettled(next)) return;
    if (passage.speaker && next.speaker && passage.speaker !== next.speaker) {
      trouble.at(passage, say("twoSpeak"));
      return;
    }
    const before = [passage.snapshot(), next.snapshot()];
    const caret = passage.text.trimEnd().length;
    const all = [...this.#timed(passage), ...this.#timed(next)];
    const text = `${passage.text.trimEnd()} ${next.text.trimStart()}`.trim();
    passage.reword(text, all, passage.startMs, Math.max(passage.endMs, next.endMs));
    passage.saved = text;
    passage.speaker ||= next.speaker;
    next.isGone = true;
    this.#act({ act: "join", next: next.id }, passage, [next], before);
    this.desk.go(passage, caret);
  }

  takeOut(passage) {
    if (this.#isUnsettled(passage)) return;
    const { passages } = this.desk;
    const before = [passage.snapshot()];
    const beside = passages.beside(passage, 1) ?? passages.beside(passage, -1);
    passage.isGone = true;
    this.#act({ act: "take-out" }, passage, [], before);
    if (beside) this.desk.go(beside, 0);
  }

  /** Vouch for a passage, or take that back. */
  check(passage, takeBack = passage.isChecked) {
    if (this.#isUnsettled(passage)) return;
    this.desk.outbox.add({ kind: "act", segment: passage.id, body: { act: "check", take_back: takeBack }, base: this.#base(passage) });
    this.desk.outbox.flush();
  }

  setSpeaker(passage, speaker) {
    if (speaker === passage.speaker) return;
    this.desk.history.did({ kind: "speaker", id: passage.id, before: passage.speaker, after: speaker });
    this.#speaker(passage, speaker);
  }

  undo() {
    const step = this.desk.history.undo();
    if (step) this.#put(step, step.before, true);
  }

  redo() {
    const step = this.desk.history.redo();
    if (step) this.#put(step, step.after, false);
  }

  #put(step, state, isUndo) {
    this.#restore(step, state, isUndo);
    this.desk.terms.look(); // No key was typed: what is offered for these words is asked anew.
  }

  #restore(step, state, isUndo) {
    const { passages, outbox, history } = this.desk;
    if (step.kind === "act") {
      const op = randomName();
      const others = state.map(({ id }) => id);
      const before = others.map((id) => passages.find(id).snapshot());
      for (const each of state) {
        const passage = passages.find(each.id);
        passage.restore(each);
        passage.saved = passage.text;
        this.desk.show(passage);
      }
      passages.moved();
      outbox.add({ kind: "undo", op, segment: others[0], others, body: { undoes: step.op, segment: others[0] }, before });
      history.rename(step.op, op);
      outbox.flush();
      const shown = others.map((id) => passages.find(id)).find((passage) => !passage.isGone);
      if (shown) this.desk.go(shown, 0);
      return;
    }
    const passage = passages.find(step.id);
    if (passage.isGone) return;
    if (step.kind === "speaker") {
      this.#speaker(passage, state);
      this.desk.go(passage, 0);
      return;
    }
    passage.text = state;
    this.desk.show(passage);
    this.saveWords(passage);
    this.desk.go(passage, isUndo ? commonStart(step.before, step.after, state) : step.caret);
  }

  #speaker(passage, speaker) {
    passage.speaker = speaker;
    this.desk.show(passage);
    this.desk.outbox.add({ kind: "words", segment: passage.id, body: { speaker }, base: this.#base(passage), isSpeaker: true });
    this.desk.outbox.flush();
  }

  #act(body, passage, others, before) {
    const { passages, outbox, history } = this.desk;
    const op = randomName();
    const after = [passage, ...others].map((each) => each.snapshot());
    const nextBase = body.act === "join" ? { nextBase: this.#base(others[0]) } : {};
    outbox.add({
      kind: "act", op, segment: passage.id, others: others.map(({ id }) => id), body, base: this.#base(passage), before, ...nextBase,
    });
    history.did({ kind: "act", op, before, after });
    passages.moved();
    for (const each of [passage, ...others]) this.desk.show(each);
    outbox.flush();
  }

  /** Return the tag to be sent; null where the answer to something that waits will tell it. */
  #base(passage) {
    return this.desk.outbox.of(passage.id).length ? null : passage.tag;
  }

  #isUnsettled(passage) {
    const isUnsettled = this.desk.outbox.of(passage.id).some((item) => item.isHeld);
    if (isUnsettled) this.desk.trouble.at(passage, this.desk.say("settle"));
    return isUnsettled;
  }

  /** Return the words of the field with times; what has none yet is said at the end of the word before. */
  #timed(passage) {
    let atMs = passage.startMs;
    return passage.now.map(({ text, said, isKept }) => {
      const word = { text, startMs: said?.startMs ?? atMs, endMs: said?.endMs ?? atMs, isDoubted: Boolean(said?.isDoubted), isKept };
      atMs = word.endMs;
      return word;
    });
  }

  /** Who checked a passage, or corrected it, holds for its words as they were. */
  #standing(passage) {
    if (passage.element.querySelector(".standing")) this.desk.show(passage, false);
  }
}

/** Return where two texts begin to differ: there the cursor is put. */
function commonStart(before, after, state) {
  let at = 0;
  while (at < before.length && before[at] === after[at]) at += 1;
  return Math.min(state.length, Math.max(at, at + before.length - after.length));
}

