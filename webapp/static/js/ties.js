// One colour ties a sentence of the summary to the words that bear it out: while they are said, and while either is
// under the pointer or has the focus.

import { highlighter } from "./highlights.js";

export class Ties {
  #sentences;
  #transcript;
  #paint = highlighter("tied");
  #pointed = [];
  #now = [];

  constructor(summary, transcript, signal) {
    this.#transcript = transcript;
    this.#sentences = [...summary.querySelectorAll("[data-spans]")].map((element) => ({
      element, spans: element.dataset.spans.trim().split(" ").map((span) => span.split("-").map(Number)),
    }));
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    for (const event of ["pointerover", "focusin"]) on(summary, event, ({ target }) => this.#pointAt(target));
    for (const event of ["pointerleave", "focusout"]) on(summary, event, () => this.#point([]));
    const root = transcript.segments[0].closest(".segments");
    for (const event of ["pointerover", "focusin"]) on(root, event, ({ target }) => this.#pointBack(target));
    for (const event of ["pointerleave", "focusout"]) on(root, event, () => this.#tie([]));
  }

  /** Tie what is said now; return when that changes next, in ms. */
  show(nowMs) {
    const now = this.#sentences.filter(({ spans }) => spans.some(([start, end]) => start <= nowMs && nowMs < end));
    if (now.length !== this.#now.length || now.some((sentence, index) => sentence !== this.#now[index])) {
      this.#now = now;
      this.renew();
    }
    const changes = this.#sentences.flatMap(({ spans }) => spans.flat());
    return Math.min(Infinity, ...changes.filter((changeMs) => changeMs > nowMs));
  }

  /** Paint anew: the words are written in other letters now. */
  renew() {
    const sentences = new Set([...this.#now, ...this.#pointed]);
    const spans = [...sentences].flatMap((sentence) => sentence.spans);
    this.#paint(spans.flatMap(([startMs, endMs]) => this.#transcript.rangesWithin(startMs, endMs)));
  }

  #pointAt(target) {
    const element = target.closest("[data-spans]");
    this.#point(this.#sentences.filter((sentence) => sentence.element === element));
  }

  #point(sentences) {
    if (!sentences.length && !this.#pointed.length) return;
    this.#pointed = sentences;
    this.renew();
  }

  #pointBack(target) {
    const segment = target.closest(".segment");
    if (!segment) return;
    const startMs = Number(segment.dataset.m);
    const endMs = startMs + Number(segment.dataset.d);
    this.#tie(this.#sentences.filter(({ spans }) => spans.some(([from, to]) => from < endMs && to > startMs)));
  }

  #tie(sentences) {
    for (const sentence of this.#sentences) sentence.element.classList.toggle("tied", sentences.includes(sentence));
  }
}
