// A span of the sound that is played to its end and no further, or again and again.

import { clock } from "./moment.js";

const NOTHING = { startMs: 0, endMs: Infinity, isRepeated: false };

export class Span {
  #audio;
  #show;
  #play;
  #span = NOTHING;

  /** @param show is told the span, null where there is none, and whether it is repeated */
  constructor(audio, play, show, signal) {
    this.#audio = audio;
    this.#play = play;
    this.#show = show;
    // The file may be some milliseconds shorter than its span: then its end comes first.
    audio.addEventListener("ended", () => this.#span.isRepeated && this.#again(), { signal });
  }

  get isRepeated() {
    return this.#span.isRepeated;
  }

  get text() {
    return `${clock(this.#span.startMs)}–${clock(this.#span.endMs)}`;
  }

  set(startMs, endMs, isRepeated) {
    this.#span = { startMs, endMs, isRepeated };
    this.#show({ startMs, endMs }, isRepeated);
  }

  clear() {
    if (this.#span === NOTHING) return;
    this.#span = NOTHING;
    this.#show(null, false);
  }

  /** For the clock: act where the span ends; return when that is, in ms. */
  show(nowMs) {
    const { endMs, isRepeated } = this.#span;
    if (nowMs < endMs || this.#audio.paused) return endMs;
    if (isRepeated) {
      this.#again();
      return endMs;
    }
    this.#audio.pause();
    this.clear();
    return Infinity;
  }

  #again() {
    this.#audio.currentTime = this.#span.startMs / 1000;
    if (this.#audio.paused) this.#play();
  }
}
