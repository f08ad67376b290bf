// The sound in step with the words: the passage and the word that is said, and what keys do with the sound.

import { runClock } from "./clock.js";
import { PAUSE_MS } from "./editor-lull.js";
import { lastNotAfter } from "./moment.js";

const BACK_S = 2;

export class Sound {
  #audio;
  #desk;
  #now = null;
  #untilS = Infinity;
  #isFollowing = true;
  /** Whether a mark stands where it was since somebody types. */
  #isBehind = false;

  /** @param audio null where the programme's sound is not prepared yet */
  constructor(audio, desk, signal) {
    this.#audio = audio;
    this.#desk = desk;
    if (!audio) return;
    runClock(audio, signal)(this, signal);
    audio.addEventListener("play", () => { this.#isFollowing = true; }, { signal });
    audio.addEventListener("pause", () => { this.#untilS = Infinity; }, { signal });
    audio.addEventListener("timeupdate", () => audio.currentTime >= this.#untilS && audio.pause(), { signal });
    for (const event of ["wheel", "touchmove"]) {
      addEventListener(event, () => { this.#isFollowing = false; }, { signal, passive: true });
    }
  }

  /** Return whether nobody hears anything. */
  get isStill() {
    return this.#audio?.paused ?? true;
  }

  toggle() {
    if (!this.#audio) return;
    this.#untilS = Infinity;
    if (this.#audio.paused) this.#play();
    else this.#audio.pause();
  }

  back() {
    if (this.#audio) this.#audio.currentTime = Math.max(0, this.#audio.currentTime - BACK_S);
  }

  /** Play a passage from its start to its end. */
  playPassage({ startMs, endMs }) {
    if (!this.#audio) return;
    this.#audio.currentTime = startMs / 1000;
    this.#play();
    this.#untilS = endMs / 1000;
  }

  playFrom(timeMs) {
    if (!this.#audio) return;
    this.#untilS = Infinity;
    this.#audio.currentTime = timeMs / 1000;
    this.#play();
  }

  /**
   * Show what is said; return when that changes next, in ms. While somebody types it is shown together with a key: a mark
   * that moves by itself would cost the browser a frame of its own.
   */
  show(nowMs) {
    this.#isBehind = this.#desk.lull.isTyping && !this.isStill;
    return this.#isBehind ? nowMs + PAUSE_MS : this.#mark(nowMs);
  }

  /** Somebody has pressed a key: what is said now is shown with it. */
  keepUp() {
    if (!this.#isBehind) return;
    this.#isBehind = false;
    this.#mark(this.#audio.currentTime * 1000);
  }

  #mark(nowMs) {
    const { passages, fields } = this.#desk;
    const passage = passages.at(nowMs);
    const isSaid = passage && nowMs < passage.endMs ? passage : null;
    if (isSaid !== this.#now) {
      this.#now?.element.classList.remove("now");
      isSaid?.element.classList.add("now");
      this.#now = isSaid;
      if (isSaid) this.#follow(isSaid);
    }
    const nextMs = passages.nextStart(nowMs);
    if (!isSaid) {
      fields.markSaid(null, null);
      return nextMs;
    }
    const words = isSaid.now.filter(({ said }) => said);
    const at = lastNotAfter(words.map(({ said }) => said.startMs), nowMs);
    const word = words[at];
    fields.markSaid(isSaid, word && nowMs < word.said.endMs ? word : null);
    const ends = word && nowMs < word.said.endMs ? word.said.endMs : Infinity;
    return Math.min(nextMs, isSaid.endMs, words[at + 1]?.said.startMs ?? Infinity, ends);
  }

  // A pause that comes before the sound does is no failure.
  #play() {
    this.#audio.play().catch(() => { this.#untilS = Infinity; });
  }

  /** Whoever types stays where they are. */
  #follow({ element }) {
    if (!this.#isFollowing || this.#audio.paused || document.activeElement?.matches(".passage textarea")) return;
    const { top, bottom } = element.getBoundingClientRect();
    if (top > innerHeight * 0.1 && bottom < innerHeight * 0.65) return;
    element.scrollIntoView({ block: "center", behavior: "instant" });
  }
}
