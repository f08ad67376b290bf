// A programme's page: what its parts share is the <audio> element, and one clock that tells them the time.

import { fragment, onPlainClick, parseFragment } from "./moment.js";
import { startKeys } from "./keys.js";
import { startPlayer } from "./player.js";
import { Summary } from "./summary.js";
import { Transcript } from "./transcript.js";
import { drawWaveform } from "./waveform.js";

const SHORTEST_TICK_MS = 15;

const page = new AbortController();
const audio = document.querySelector("#sound");
const bar = document.querySelector(".player");
const player = startPlayer(bar, audio, page.signal);
const transcript = new Transcript(document.querySelector(".segments"), player, page.signal);
const summary = new Summary(document.querySelector(".summary"), bar, player.durationMs);

runClock([transcript, summary]);
startKeys(document.querySelector(".keys"), player, page.signal);
drawWaveform(bar, audio, page.signal);
openMoment(false);
addEventListener("hashchange", () => openMoment(true), { signal: page.signal });

// One listener for all words, sentences and times of the page, however many there are.
onPlainClick(document.querySelector("article"), page.signal, (event) => {
  const link = event.target.closest('a[href^="#t="]');
  const timeMs = link ? parseFragment(link.hash) : transcript.timeOf(event.target) ?? summary.timeOf(event.target);
  if (timeMs === null) return;
  event.preventDefault();
  if (link) history.replaceState(null, "", `#${fragment(timeMs)}`);
  player.playFrom(timeMs);
  if (!event.target.closest(".segments")) transcript.reveal(timeMs);
});

/** Show each part the time whenever it is the time of a change: the next word, segment or sentence. */
function runClock(parts) {
  let timer;
  const tick = () => {
    clearTimeout(timer);
    const nowMs = audio.currentTime * 1000;
    const nextMs = Math.min(...parts.map((part) => part.show(nowMs)));
    // The sound may stall: then this comes too early, changes nothing, and asks again.
    if (!audio.paused && nextMs < Infinity) {
      timer = setTimeout(tick, Math.max(SHORTEST_TICK_MS, (nextMs - nowMs) / audio.playbackRate));
    }
  };
  for (const event of ["play", "playing", "pause", "seeking", "seeked", "ratechange", "ended"]) {
    audio.addEventListener(event, tick, { signal: page.signal });
  }
  page.signal.addEventListener("abort", () => clearTimeout(timer));
}

/** Go to the moment that the address names. */
function openMoment(isFollowed) {
  const timeMs = parseFragment(location.hash);
  if (timeMs === null) return;
  player.seek(timeMs);
  if (isFollowed || !document.getElementById(location.hash.slice(1))) transcript.reveal(timeMs);
}
