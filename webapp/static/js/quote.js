// Words that are selected in the transcript can be quoted, or linked to by their span.

import { fragment } from "./moment.js";
import { onPage } from "./page.js";
import { wordsOf } from "./words.js";

const SETTLED_MS = 150;

class Offer {
  #segments;
  #bar;
  #quote;
  #way;
  #span = null;

  /** @param way the link to the page on which passages are chosen; the offer's words are its data */
  constructor(transcript, way, signal) {
    this.#segments = transcript.querySelector(".segments");
    this.#way = way;
    this.#bar = document.createElement("div");
    this.#bar.className = "quote-offer";
    this.#bar.hidden = true;
    this.#bar.setAttribute("role", "group");
    this.#bar.setAttribute("aria-label", way.dataset.group);
    this.#quote = document.createElement("a");
    this.#quote.className = "button";
    this.#quote.rel = "nofollow";
    this.#quote.textContent = way.dataset.quote;
    const link = document.createElement("button");
    link.type = "button";
    link.className = "plain";
    link.textContent = way.dataset.link;
    this.#bar.append(this.#quote, link);
    transcript.append(this.#bar);

    let timer;
    document.addEventListener("selectionchange", () => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#follow(), SETTLED_MS);
    }, { signal });
    link.addEventListener("click", () => this.#share(link), { signal });
    addEventListener("keydown", (event) => event.key === "Escape" && this.#hide(), { signal });
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  #follow() {
    const selection = getSelection();
    // A tap on the offer may end the selection: it stays until other words are selected or it is left.
    if (selection.isCollapsed && this.#bar.contains(document.activeElement)) return;
    const range = selection.rangeCount && !selection.isCollapsed ? selection.getRangeAt(0) : null;
    const words = range ? this.#wordsIn(range) : [];
    if (!words.length) return this.#hide();
    this.#span = [words[0].startMs, words.at(-1).endMs];
    const { origin, pathname } = location;
    this.#quote.href = new URL(`${this.#way.getAttribute("href")}?${fragment(...this.#span)}`, origin + pathname);
    this.#place(range);
  }

  #wordsIn(range) {
    if (!range.intersectsNode(this.#segments)) return [];
    const all = [...this.#segments.querySelectorAll(".segment")];
    const first = all.findIndex((segment) => range.intersectsNode(segment));
    const words = [];
    for (let index = first; index >= 0 && index < all.length && range.intersectsNode(all[index]); index += 1) {
      words.push(...wordsOf(all[index]).filter((word) => isTouched(range, word)));
    }
    return words;
  }

  /** Put the offer under the end of the selection, where it stays in the window. */
  #place(range) {
    const boxes = range.getClientRects();
    const box = boxes[boxes.length - 1];
    const around = this.#bar.parentElement.getBoundingClientRect();
    this.#bar.hidden = false;
    const left = Math.min(Math.max(0, box.right - around.left), around.width - this.#bar.offsetWidth);
    this.#bar.style.left = `${Math.max(0, left)}px`;
    this.#bar.style.top = `${box.bottom - around.top + 6}px`;
  }

  #hide() {
    this.#bar.hidden = true;
  }

  async #share(link) {
    const address = new URL(`#${fragment(...this.#span)}`, location.origin + location.pathname);
    try {
      await navigator.clipboard.writeText(address.href);
      link.textContent = this.#way.dataset.copied;
      setTimeout(() => { link.textContent = this.#way.dataset.link; }, 2000);
    } catch {
      // No clipboard on plain http: the address bar then holds the link.
      history.replaceState(null, "", address.hash);
      this.#hide();
    }
  }
}

function isTouched(range, { node, from, to }) {
  const word = document.createRange();
  word.setStart(node, from);
  word.setEnd(node, to);
  // In the DOM's words: the range ends after the word's start, and begins before its end.
  return range.compareBoundaryPoints(Range.START_TO_END, word) > 0
    && range.compareBoundaryPoints(Range.END_TO_START, word) < 0;
}

// Last: a class is not there before its text has run.
onPage(import.meta.url, (main, signal) => {
  const way = main.querySelector("[data-quote]");
  if (way) new Offer(main.querySelector(".transcript"), way, signal);
});
