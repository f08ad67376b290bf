// The word and the segment of the moment. Segments are found by binary search among their starts, and words
// among those of the current segment alone: ten hours hold a hundred thousand words.

import { lastNotAfter } from "./moment.js";

const SCROLLING_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
const FAR_SCREENS = 2;

const startOf = (element) => Number(element.dataset.m);
const endOf = (element) => startOf(element) + Number(element.dataset.d);

export class Transcript {
  #player;
  #segments;
  #starts;
  #segment = null;
  #words = [];
  #wordStarts = [];
  #word = null;

  /** @param root the element around all segments, null where the programme has no transcript */
  constructor(root, player, signal) {
    this.#player = player;
    this.#segments = root ? [...root.querySelectorAll(".segment")] : [];
    this.#starts = Float64Array.from(this.#segments, startOf);
    // Whoever scrolls wants to read elsewhere: following would tear the page away.
    const stop = (event) => {
      if (!event.target.closest?.(".summary, .player")) player.setFollowing(false);
    };
    for (const event of ["wheel", "touchmove"]) addEventListener(event, stop, { signal, passive: true });
    addEventListener("keydown", (event) => SCROLLING_KEYS.has(event.key) && stop(event), { signal });
  }

  /** Mark what is said now; return when that changes next, in ms. */
  show(nowMs) {
    const index = lastNotAfter(this.#starts, nowMs);
    const last = this.#segments[index];
    const segment = last && nowMs < endOf(last) ? last : null;
    if (segment !== this.#segment) this.#enter(segment);
    const wordIndex = lastNotAfter(this.#wordStarts, nowMs);
    const lastWord = this.#words[wordIndex];
    const word = lastWord && nowMs < endOf(lastWord) ? lastWord : null;
    if (word !== this.#word) {
      this.#word?.classList.remove("now");
      word?.classList.add("now");
      this.#word = word;
    }
    const changes = [
      this.#starts[index + 1] ?? Infinity,
      segment ? endOf(segment) : Infinity,
      this.#wordStarts[wordIndex + 1] ?? Infinity,
      word ? endOf(word) : Infinity,
    ];
    return Math.min(...changes);
  }

  /** Return when the word under a click is said, in ms; null where there is none. */
  timeOf(target) {
    const element = target.closest(".segments [data-m]");
    return element ? startOf(element) : null;
  }

  /** Bring what is said at a moment into view. */
  reveal(timeMs) {
    this.#segments[Math.max(0, lastNotAfter(this.#starts, timeMs))]?.scrollIntoView({ block: "center" });
  }

  #enter(segment) {
    this.#segment?.classList.remove("now");
    segment?.classList.add("now");
    this.#segment = segment;
    this.#words = segment ? [...segment.querySelectorAll("[data-m]")] : [];
    this.#wordStarts = this.#words.map(startOf);
    if (segment && this.#player.isFollowing()) this.#follow(segment);
  }

  #follow(segment) {
    const { top, bottom } = segment.getBoundingClientRect();
    if (top > innerHeight * 0.15 && bottom < innerHeight * 0.65) return;
    const isFar = Math.abs(top) > FAR_SCREENS * innerHeight;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    segment.scrollIntoView({ block: "center", behavior: isFar || isCalm ? "instant" : "smooth" });
  }
}
