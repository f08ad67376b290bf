// The field of a passage: a textarea over a layer with the same words, on which doubts and the word that is said are
// marked. Only passages near the window have one; the others are plain text, which is cheap.

import { highlighter, rangeOf } from "./highlights.js";

const NOTHING = "\u200b"; // A last line that is empty has a height, too.
/** Whether a field grows by itself; where it does not, the layer under it gives it its height. */
const GROWS = CSS.supports("field-sizing", "content");

export class Fields {
  #passages;
  #say;
  #said = highlighter("said");
  #open = new Set();
  /** Stretches whose passages have fields. */
  #stretches = new Set();
  #held = null;
  #lit = null;
  /** Of the passage that is held: how wide its words are, and how much higher than these it is. */
  #width = 0;
  #more = 0;
  #growth = new ResizeObserver(([{ borderBoxSize: [size] }]) => this.#grow(size));

  constructor(root, passages, say, signal) {
    signal.addEventListener("abort", () => this.#growth.disconnect());
    this.#passages = passages;
    this.#say = say;
    // The browser lays a stretch out only while it is near the window, and says so; of what is so already it said it
    // before this was there.
    root.addEventListener("contentvisibilityautostatechange", ({ target, skipped }) => this.#near(target, !skipped), { signal, capture: true });
    // All are asked before any is changed: else the page would be laid out for each.
    const near = [...root.querySelectorAll(".batch")].filter((stretch) =>
      stretch.querySelector(".passage").checkVisibility({ contentVisibilityAuto: true }));
    for (const stretch of near) this.#near(stretch, true);
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
    words.classList.add("under");
    words.ariaHidden = "true";
    words.after(field);
    this.#open.add(passage);
    this.show(passage);
    return field;
  }

  /** Let a passage that has just come have a field where those beside it have one. */
  openIfNear(passage) {
    if (passage.element.checkVisibility({ contentVisibilityAuto: true })) this.open(passage);
  }

  /** Show a passage's words where they are not what stands there. */
  show(passage) {
    if (!this.#open.has(passage)) {
      if (passage.words.textContent !== passage.text) passage.words.textContent = passage.text;
      return;
    }
    const { field, text } = passage;
    field.ariaLabel = this.#say("passageAt", { time: passage.element.querySelector(".clock").textContent });
    this.remark(passage);
    if (field.value !== text) {
      const { selectionStart, selectionEnd } = field;
      field.value = text;
      if (document.activeElement === field) field.setSelectionRange(selectionStart, selectionEnd);
    }
  }

  /**
   * Write the words under a field anew, with its marks: it is done at each key, and only where there are any. They are
   * elements and no highlights, since a browser goes through all highlights of a page whenever a letter changes.
   */
  remark(passage) {
    const { words, text } = passage;
    const isBare = GROWS && passage !== this.#lit && !passage.hasMarks;
    if (words.hidden !== isBare) words.hidden = isBare;
    if (isBare) return;
    const marks = passage.hasMarks ? passage.now.filter(({ said, isKept }) => said?.isDoubted || isKept) : [];
    const { childNodes: nodes } = words;
    // Texts that change cost less than elements that go and come.
    if (nodes.length !== 2 * marks.length + 1) words.replaceChildren(...marks.flatMap(() => ["", newMark()]), "");
    let at = 0;
    marks.forEach(({ from, to, said, isKept }, index) => {
      const mark = nodes[2 * index + 1];
      write(nodes[2 * index], text.slice(at, from));
      write(mark.firstChild, text.slice(from, to));
      mark.classList.toggle("doubted", Boolean(said?.isDoubted));
      mark.classList.toggle("kept-back", isKept);
      at = to;
    });
    write(nodes[2 * marks.length], text.slice(at) + NOTHING);
  }

  /**
   * Let a key in a passage's field cost this passage alone, null for none: it has a height of its own while somebody
   * types there, so that nothing around it is laid out anew, and its field is in a form, since a browser looks through
   * all fields that are in none whenever one of them changes.
   */
  hold(passage) {
    if (passage === this.#held) return;
    if (this.#held) {
      this.#growth.disconnect();
      this.#held.element.classList.remove("held");
      this.#held.element.style.height = "";
      this.#held.field?.removeAttribute("form");
    }
    this.#held = passage;
    if (!passage) return;
    passage.field.setAttribute("form", "typing");
    passage.element.classList.add("held");
    this.fit(passage);
    this.#growth.observe(passage.element.querySelector(".said"));
  }

  /** Give a passage, if it is the one that is typed in, the height of what is in it by now. */
  fit(passage) {
    if (!passage || passage !== this.#held) return;
    const { element } = passage;
    element.classList.remove("held");
    element.style.height = "";
    const { height } = element.getBoundingClientRect();
    const said = element.querySelector(".said").getBoundingClientRect();
    this.#width = said.width;
    this.#more = height - said.height;
    element.style.height = `${height}px`;
    element.classList.add("held");
  }

  /** A line has come or gone: that is told without laying out what is around it. */
  #grow({ inlineSize: width, blockSize: height }) {
    if (Math.abs(width - this.#width) < 1) this.#held.element.style.height = `${height + this.#more}px`;
    else this.fit(this.#held);
  }

  /** Mark the word that is said, null for none; far from the window nobody sees it, and a browser would paint it. */
  markSaid(passage, token) {
    this.#light(token && passage?.field ? passage : null);
    const place = passage?.field && token && placeOf(passage.words, token);
    this.#said(place ? [rangeOf(place)] : []);
  }

  /** Write the words under a field while one of them is said. */
  #light(passage) {
    if (passage === this.#lit) return;
    const before = this.#lit;
    this.#lit = passage;
    for (const each of [before, passage]) if (each?.field) this.remark(each);
  }

  #near(stretch, isNear) {
    if (isNear) this.#stretches.add(stretch);
    else if (!this.#stretches.delete(stretch)) return;
    for (const element of stretch.querySelectorAll(".passage")) {
      const passage = this.#passages.of(element);
      if (isNear) this.open(passage);
      else this.#close(passage);
    }
  }

  #close(passage) {
    if (!this.#open.has(passage) || passage.field === document.activeElement) return;
    this.#open.delete(passage);
    passage.field.remove();
    passage.field = null;
    passage.words.hidden = false;
    passage.words.classList.remove("under");
    passage.words.removeAttribute("aria-hidden");
    passage.words.textContent = passage.text;
  }
}

function newMark() {
  const mark = document.createElement("span");
  mark.append("");
  return mark;
}

function write(node, text) {
  if (node.data !== text) node.data = text;
}

/** Return the text node in which a word stands, and where; null where it stands in none. */
function placeOf(words, { from, to }) {
  let at = 0;
  for (const child of words.childNodes) {
    const node = child.firstChild ?? child;
    if (from < at + node.length) return { node, from: from - at, to: Math.min(node.length, to - at) };
    at += node.length;
  }
  return null;
}
