// Tells the parts of a page the time whenever it is the time of a change: the next word, the end of a span.

const SHORTEST_TICK_MS = 5;

/**
 * Start the clock of an <audio>. A part's `show(nowMs)` shows the moment and returns when that changes next, in ms.
 * Return what adds a part until its signal aborts.
 */
export function runClock(audio, signal) {
  const parts = new Set();
  let timer;
  const tick = () => {
    clearTimeout(timer);
    const nowMs = audio.currentTime * 1000;
    const nextMs = Math.min(Infinity, ...[...parts].map((part) => part.show(nowMs)));
    // The sound may stall: then this comes too early, changes nothing, and asks again.
    if (!audio.paused && nextMs < Infinity) {
      timer = setTimeout(tick, Math.max(SHORTEST_TICK_MS, (nextMs - nowMs) / audio.playbackRate));
    }
  };
  for (const event of ["play", "playing", "pause", "seeking", "seeked", "ratechange", "ended"]) {
    audio.addEventListener(event, tick, { signal });
  }
  signal.addEventListener("abort", () => clearTimeout(timer));
  return (part, partSignal) => {
    parts.add(part);
    partSignal.addEventListener("abort", () => parts.delete(part));
    // A sound that nobody has played or sent anywhere is nowhere yet: the page is not to follow it.
    if (!audio.paused || audio.currentTime > 0) tick();
  };
}
