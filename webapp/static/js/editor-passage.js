// One passage: what the server has of it, what stands in its field, and its element.

import { matched, toldOf, tokensOf } from "./editor-words.js";
import { clock } from "./moment.js";

const TOLD = ["id", "m", "d", "w", "tag", "by", "speaker", "checked", "doubted", "kept"].map((name) => `data-${name}`);

export class Passage {
  /** The tag that the server gave to what this window saw last (If-Match). */
  tag;
  /** What the server has, as far as this window knows. */
  saved;
  /** What stands in the field. */
  text;
  isGone = false;
  #told = null;
  #written;

  /** @param element of the page, with all in its attributes; or new, and then `take` says the rest */
  constructor(element) {
    // There are thousands: `dataset` takes four times as long.
    const [id, m, d, w, tag, by, speaker, checked, doubted, kept] = TOLD.map((name) => element.getAttribute(name));
    this.element = element;
    this.words = element.querySelector(".words");
    this.id = id;
    this.startMs = Number(m ?? 0);
    this.endMs = this.startMs + Number(d ?? 0);
    this.tag = tag ?? "";
    this.saved = this.text = this.words.textContent;
    this.by = by ?? "";
    this.speaker = this.savedSpeaker = speaker ?? "";
    this.checkedTag = checked ? this.tag : "";
    this.checkedBy = checked ?? "";
    this.number = 0;
    this.notes = null;
    this.#written = { text: this.saved, times: w ?? "", doubted: numbers(doubted), kept: numbers(kept) };
  }

  /** Return the words that the server has, with their times. */
  get told() {
    this.#told ??= toldOf(this.#written, this.startMs);
    return this.#told;
  }

  /** Return whether any word of it may be marked: doubted, or kept back. */
  get hasMarks() {
    return this.#written.doubted.length > 0 || this.#written.kept.length > 0;
  }

  /** Return the words of the field, each with what is known of it. */
  get now() {
    return matched(tokensOf(this.text), this.told);
  }

  get isChecked() {
    return this.checkedTag !== "" && this.checkedTag === this.tag && this.text === this.saved;
  }

  /** Take over what the server says. @param isWhole whether the field's text, too */
  take(wire, isWhole) {
    // What is kept back was told with the page; it goes along with its words.
    const kept = matched(tokensOf(wire.text), this.told).flatMap(({ isKept }, index) => (isKept ? [index] : []));
    this.startMs = wire.start_ms;
    this.endMs = wire.end_ms;
    this.tag = wire.tag;
    this.saved = wire.text;
    this.savedSpeaker = wire.speaker;
    this.by = wire.by;
    this.notes = wire.notes;
    this.number = Math.max(this.number, wire.number);
    this.#written = { text: wire.text, times: wire.times, doubted: wire.doubted, kept };
    this.#told = null;
    if (wire.checked) [this.checkedTag, this.checkedBy] = [wire.checked.tag, wire.checked.by];
    if (isWhole) {
      this.text = wire.text;
      this.speaker = wire.speaker;
    }
  }

  /** Return all that an undo needs; `restore` gives it back. */
  snapshot() {
    const { id, startMs, endMs, text, speaker, isGone } = this;
    return { id, startMs, endMs, text, speaker, isGone, written: this.#written };
  }

  restore({ startMs, endMs, text, speaker, isGone, written }) {
    Object.assign(this, { startMs, endMs, text, speaker, isGone });
    this.#written = written;
    this.#told = null;
  }

  /** Let it have the words of a part or of a whole, until the server tells their times. */
  reword(text, words, startMs, endMs) {
    Object.assign(this, { text, startMs, endMs });
    let atMs = startMs;
    const times = words.map((word) => {
      const written = `${word.startMs - atMs},${word.endMs - word.startMs}`;
      atMs = word.endMs;
      return written;
    });
    const doubted = words.flatMap((word, index) => (word.isDoubted ? [index] : []));
    const kept = words.flatMap((word, index) => (word.isKept ? [index] : []));
    this.#written = { text: words.map((word) => word.text).join(" "), times: times.join(" "), doubted, kept };
    this.#told = null;
  }

  /** Show where it is and what is said of it; its field shows its words. */
  show(say, nameOf, addressOf) {
    const { element } = this;
    element.dataset.id = this.id;
    element.hidden = this.isGone;
    const link = element.querySelector(".clock");
    const [at, address] = [clock(this.startMs), addressOf(this.id)];
    // What is written anew is laid out anew, also where it is the same.
    if (link.textContent !== at) link.textContent = at;
    if (link.getAttribute("href") !== address) link.href = address;
    this.#part("b", "speaker", ".words", this.speaker ? nameOf(this.speaker) : "");
    const notes = [...this.notes ?? []].map((doubt) => say(`doubt ${doubt}`));
    if (this.notes !== null) this.#part("p", "note", null, notes.join("; "));
    const standing = this.isChecked ? say("checkedBy", { name: this.checkedBy })
      : this.by && this.text === this.saved ? say("by", { name: this.by }) : "";
    this.#part("p", "secret", null, this.now.some(({ isKept }) => isKept) ? say("kept-back") : "");
    this.#part("p", "standing", null, standing);
    element.classList.toggle("is-checked", this.isChecked);
  }

  #part(tag, name, before, text) {
    const said = this.element.querySelector(".said");
    let part = said.querySelector(`.${name}`);
    if (!text) {
      part?.remove();
      return;
    }
    if (!part) {
      part = Object.assign(document.createElement(tag), { className: name });
      if (tag === "p") part.lang = document.documentElement.lang;
      if (before) said.prepend(part);
      else said.append(part);
    }
    if (part.textContent !== text) part.textContent = text;
  }
}

function numbers(written) {
  return written ? written.split(" ").map(Number) : [];
}
