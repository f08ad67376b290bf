// The sound of a programme, and what the parts of its page may ask of it. Its buttons are in controls.js.

import { runClock } from "./clock.js";
import { Span } from "./span.js";
import { Waveform } from "./waveform.js";

const STATUS_MS = 6000;

export class Player {
  /** `onTime(part, signal)` adds a part that is shown the time of each change (clock.js). */
  onTime;
  #wantedMs = null;
  #statusTimer;
  #waveform;
  #span;

  /** @param bar the player's element, with its <audio>, its length and its words */
  constructor(bar, signal) {
    this.bar = bar;
    this.audio = bar.querySelector("audio");
    this.durationMs = Number(bar.dataset.duration);
    this.onTime = runClock(this.audio, signal);
    this.#waveform = new Waveform(bar, this.durationMs, signal);
    this.#span = new Span(this.audio, () => this.start(), (...span) => this.#showSpan(...span), signal);
    this.onTime(this.#span, signal);
    const on = (event, act) => this.audio.addEventListener(event, act, { signal });
    on("loadedmetadata", () => {
      if (this.#wantedMs !== null) this.audio.currentTime = this.#wantedMs / 1000;
      this.#wantedMs = null;
    });
    for (const event of ["timeupdate", "seeking", "seeked"]) on(event, () => this.#waveform.showTime(this.nowMs()));
    on("error", () => this.say(bar.dataset.failed));
    on("play", () => this.setFollowing(true));
    signal.addEventListener("abort", () => clearTimeout(this.#statusTimer));
  }

  part(name) {
    return this.bar.querySelector(`[data-part="${name}"]`);
  }

  /** Say something in the status line, for some seconds: it lies over the page, unless it is seen elsewhere. */
  say(text, isSeenElsewhere = false) {
    clearTimeout(this.#statusTimer);
    this.part("status").classList.toggle("visually-hidden", isSeenElsewhere);
    this.part("status").textContent = text;
    this.#statusTimer = setTimeout(() => { this.part("status").textContent = ""; }, STATUS_MS);
  }

  nowMs() {
    return this.#wantedMs ?? this.audio.currentTime * 1000;
  }

  isPlaying() {
    return !this.audio.paused;
  }

  /** Play; `refused` is called where the browser plays nothing before its reader has touched the page. */
  async start(refused = null) {
    try {
      await this.audio.play();
    } catch (error) {
      if (refused && error.name === "NotAllowedError") refused();
      // A pause that comes before the sound does is no failure.
      else if (error.name !== "AbortError") this.say(this.bar.dataset.failed);
    }
  }

  toggle() {
    if (this.isPlaying()) this.audio.pause();
    else this.start();
  }

  /** Go to a moment. A span that was to be played to its end is then over, one that is repeated is not. */
  seek(timeMs) {
    if (!this.#span.isRepeated) this.#span.clear();
    this.#goTo(timeMs);
  }

  step(byMs) {
    this.seek(this.nowMs() + byMs);
  }

  playFrom(timeMs) {
    this.#span.clear();
    this.#goTo(timeMs);
    this.setFollowing(true);
    this.start();
  }

  /** Go to a span, and say so where the recording does not reach it. What is played from there stops at its end. */
  open({ startMs, endMs }) {
    this.#span.clear();
    this.#goTo(startMs);
    if (startMs > this.durationMs) this.say(this.bar.dataset.beyond);
    else if (endMs !== null) this.#span.set(startMs, Math.min(endMs, this.durationMs), false);
  }

  playSpan(span) {
    this.open(span);
    this.setFollowing(true);
    this.start();
  }

  /** Play a span again and again; null ends that, and the sound goes on. */
  repeat(span) {
    if (span) {
      const { startMs, endMs } = span;
      this.#span.set(startMs, Math.min(endMs, this.durationMs), true);
      if (this.nowMs() < startMs || this.nowMs() >= endMs) this.#goTo(startMs);
      this.say(this.part("repeated").textContent, true);
    } else if (this.isRepeating()) {
      this.#span.clear();
      this.say(this.bar.dataset.repeatsNot, true);
    }
  }

  isRepeating() {
    return this.#span.isRepeated;
  }

  isFollowing() {
    return this.part("follow").getAttribute("aria-pressed") === "true";
  }

  setFollowing(isOn) {
    this.part("follow").setAttribute("aria-pressed", String(isOn));
  }

  /** Mark moments on the waveform, in ms; `kind` "found" is for what a search has found. None take the marks away. */
  showMarks(kind, timesMs) {
    this.#waveform.showMarks(kind, timesMs);
  }

  #goTo(timeMs) {
    const insideMs = Math.min(Math.max(timeMs, 0), this.durationMs);
    // Before its metadata has come, an <audio> forgets where it is sent.
    if (this.audio.readyState === HTMLMediaElement.HAVE_NOTHING) this.#wantedMs = insideMs;
    else this.audio.currentTime = insideMs / 1000;
    this.audio.dispatchEvent(new Event("timeupdate"));
  }

  #showSpan(span, isRepeated) {
    this.#waveform.showSpan(span, isRepeated);
    this.part("repeat").setAttribute("aria-pressed", String(isRepeated));
    this.part("repeating").hidden = !isRepeated;
    if (isRepeated) this.part("repeated").textContent = this.bar.dataset.repeats.replace("{span}", this.#span.text);
  }
}
