// The word and the segment of the moment. Segments are found by binary search among their starts, and words among
// those of the current segment alone: ten hours hold a hundred thousand words.

import { highlighter, rangeOf } from "./highlights.js";
import { lastNotAfter } from "./moment.js";
import { wordAt, wordsOf } from "./words.js";

const SCROLLING_KEYS = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);
const FAR_SCREENS = 2;

const startOf = (element) => Number(element.dataset.m);
const endOf = (element) => startOf(element) + Number(element.dataset.d);

/** Return for each of `ends` the last of all up to it: somebody may still speak who began before others. */
function reachesOf(ends) {
  let reach = -Infinity;
  return ends.map((end) => (reach = Math.max(reach, end)));
}

export class Transcript {
  #player;
  #segments;
  #starts;
  #ends;
  #reaches;
  #segment = null;
  #words = [];
  #wordStarts = [];
  #word = null;
  #said = highlighter("said");

  /** @param root the element around all segments, null where the programme has no transcript */
  constructor(root, player, signal) {
    this.#player = player;
    this.#segments = root ? [...root.querySelectorAll(".segment")] : [];
    this.#starts = Float64Array.from(this.#segments, startOf);
    this.#ends = Float64Array.from(this.#segments, endOf);
    this.#reaches = reachesOf(this.#ends);
    // Whoever scrolls while it plays wants to read elsewhere: following would tear the page away.
    const stop = (event) => {
      if (player?.isPlaying() && !event.target.closest?.(".summary, .player")) player.setFollowing(false);
    };
    for (const event of ["wheel", "touchmove"]) addEventListener(event, stop, { signal, passive: true });
    addEventListener("keydown", (event) => SCROLLING_KEYS.has(event.key) && stop(event), { signal });
  }

  get segments() {
    return this.#segments;
  }

  /** Mark what is said now; return when that changes next, in ms. */
  show(nowMs) {
    const index = lastNotAfter(this.#starts, nowMs);
    const segment = this.#segments[this.#lastSaidAt(index, nowMs)] ?? null;
    if (segment !== this.#segment) this.#enter(segment);
    const wordIndex = lastNotAfter(this.#wordStarts, nowMs);
    const lastWord = this.#words[wordIndex];
    const word = lastWord && nowMs < lastWord.endMs ? lastWord : null;
    if (word !== this.#word) this.#mark(word);
    const changes = [
      this.#starts[index + 1] ?? Infinity,
      segment ? endOf(segment) : Infinity,
      this.#wordStarts[wordIndex + 1] ?? Infinity,
      word ? word.endMs : Infinity,
    ];
    return Math.min(...changes);
  }

  /** Return when what was clicked on is said, in ms; null where nothing was. */
  timeOf({ target, clientX, clientY }) {
    const segment = target.closest(".segment");
    if (segment) return wordAt(segment, clientX, clientY)?.startMs ?? startOf(segment);
    const piece = target.closest(".segments [data-m]");
    return piece ? startOf(piece) : null;
  }

  /** Return the segments that are said within a span, in ms. */
  within(startMs, endMs) {
    let first = lastNotAfter(this.#starts, startMs) + 1;
    while (this.#reaches[first - 1] > startMs) first -= 1;
    const last = lastNotAfter(this.#starts, endMs - 1);
    return this.#segments.slice(first, last + 1).filter((segment) => endOf(segment) > startMs);
  }

  /** Return the ranges of the words that begin within a span: one a segment. */
  rangesWithin(startMs, endMs) {
    return this.within(startMs, endMs).flatMap((segment) => {
      const words = wordsOf(segment).filter((word) => word.startMs >= startMs && word.startMs < endMs);
      return words.length ? [rangeOf(words[0], words.at(-1))] : [];
    });
  }

  /** Bring what is said at a moment into view. */
  reveal(timeMs) {
    this.#segments[Math.max(0, lastNotAfter(this.#starts, timeMs))]?.scrollIntoView({ block: "center" });
  }

  /** Find the words anew: they are written in other letters now. */
  renew() {
    if (this.#segment) this.#read(this.#segment);
    const startMs = this.#word?.startMs;
    this.#mark(this.#words.find((word) => word.startMs === startMs) ?? null);
  }

  /** Return which of the segments up to `index` began last of those that are still said, -1 where none is. */
  #lastSaidAt(index, nowMs) {
    let at = index;
    while (this.#reaches[at] > nowMs && this.#ends[at] <= nowMs) at -= 1;
    return this.#reaches[at] > nowMs ? at : -1;
  }

  #mark(word) {
    this.#word = word;
    this.#said(word ? [rangeOf(word)] : []);
  }

  #enter(segment) {
    this.#segment?.classList.remove("now");
    segment?.classList.add("now");
    this.#segment = segment;
    this.#read(segment);
    if (segment && this.#player.isFollowing()) this.#follow(segment);
  }

  #read(segment) {
    this.#words = segment ? wordsOf(segment) : [];
    this.#wordStarts = this.#words.map((word) => word.startMs);
  }

  #follow(segment) {
    const { top, bottom } = segment.getBoundingClientRect();
    if (top > innerHeight * 0.15 && bottom < innerHeight * 0.65) return;
    const isFar = Math.abs(top) > FAR_SCREENS * innerHeight;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    segment.scrollIntoView({ block: "center", behavior: isFar || isCalm ? "instant" : "smooth" });
  }
}
