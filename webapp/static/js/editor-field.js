// The field of a passage: a textarea over a layer with the same words, on which doubts and the word that is said are
// marked. Only passages near the window have one; the others are plain text, which is cheap.

import { highlighter, rangeOf } from "./highlights.js";

const DOUBTED = "doubted";

export class Fields {
  #passages;
  #say;
  #doubts = globalThis.Highlight && CSS.highlights ? new Highlight() : null;
  #said = highlighter("said");
  #open = new Set();

  constructor(root, passages, say, signal) {
    this.#passages = passages;
    this.#say = say;
    if (this.#doubts) CSS.highlights.set(DOUBTED, this.#doubts);
    // The browser lays a stretch out only while it is near the window, and says so; of what is so already it said it
    // before this was there.
    root.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => this.#near(target, !skipped), { signal, capture: true });
    for (const stretch of root.querySelectorAll(".batch")) {
      if (stretch.querySelector(".passage").checkVisibility({ contentVisibilityAuto: true })) this.#near(stretch, true);
    }
    root.addEventListener("pointerdown", (event) => {
      const passage = passages.of(event.target);
      if (passage && event.target.closest(".words")) this.open(passage);
    }, { signal });
  }

  /** Return the field of a passage, which it gets where it has none. */
  open(passage) {
    if (this.#open.has(passage)) return passage.field;
    const { words, element } = passage;
    const field = document.createElement("textarea");
    field.rows = 1;
    field.dir = "auto";
    field.spellcheck = true;
    field.autocapitalize = "sentences";
    field.lang = element.closest("[lang]").lang;
    passage.field = field;
    passage.layer = document.createTextNode("");
    words.replaceChildren(passage.layer, "\u200b"); // A last line that is empty has a height, too.
    words.classList.add("under");
    words.ariaHidden = "true";
    words.after(field);
    this.#open.add(passage);
    this.show(passage);
    return field;
  }

  /** Show a passage's words where they are not what stands there. */
  show(passage) {
    if (!this.#open.has(passage)) {
      if (passage.words.textContent !== passage.text) passage.words.textContent = passage.text;
      return;
    }
    const { field, layer, text } = passage;
    field.ariaLabel = this.#say("passageAt", { time: passage.element.querySelector(".clock").textContent });
    if (layer.data !== text) layer.data = text;
    this.remark(passage);
    if (field.value !== text) {
      const { selectionStart, selectionEnd } = field;
      field.value = text;
      if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd);
    }
  }

  /** Mark anew what is doubted in a passage, and only there: it is done at each key. */
  remark(passage) {
    if (!this.#doubts) return;
    for (const range of passage.doubtRanges ?? []) this.#doubts.delete(range);
    passage.doubtRanges = this.#open.has(passage) ? doubtRanges(passage) : null;
    for (const range of passage.doubtRanges ?? []) this.#doubts.add(range);
  }

  /** Mark the word that is said, null for none. */
  markSaid(passage, token) {
    const node = passage && (this.#open.has(passage) ? passage.layer : passage.words.firstChild);
    this.#said(node && token ? [rangeOf({ node, from: token.from, to: token.to })] : []);
  }

  #near(stretch, isNear) {
    for (const element of stretch.querySelectorAll(".passage")) {
      const passage = this.#passages.of(element);
      if (isNear) this.open(passage);
      else this.#close(passage);
    }
  }

  #close(passage) {
    if (!this.#open.has(passage) || passage.field === document.activeElement) return;
    this.#open.delete(passage);
    this.remark(passage);
    passage.field.remove();
    passage.field = passage.layer = null;
    passage.words.classList.remove("under");
    passage.words.removeAttribute("aria-hidden");
    passage.words.textContent = passage.text;
  }
}

function doubtRanges(passage) {
  return passage.now.filter(({ said }) => said?.isDoubted).map(({ from, to }) => rangeOf({ node: passage.layer, from, to }));
}
