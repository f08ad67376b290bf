// Where the programme was left last time: remembered by this browser alone, offered in words, never gone to unasked.

import { keepPlace, placeOf } from "./memory.js";
import { clock } from "./moment.js";

const KEEP_EVERY_MS = 5000;
const EDGE_MS = 10_000;

/** Keep the place of a player's programme, and offer the one that was kept where the address asks for none. */
export function offerPlace(player, hasMoment, signal) {
  const { audio, bar, durationMs } = player;
  const keptMs = placeOf(bar.dataset.programme);
  let storedMs = 0;
  const on = (element, event, act) => element.addEventListener(event, act, { signal });
  const keep = () => {
    storedMs = player.nowMs();
    // What was hardly begun, or heard to its end, is begun anew next time.
    if (storedMs < EDGE_MS) return;
    keepPlace(bar.dataset.programme, storedMs > durationMs - EDGE_MS ? null : storedMs);
  };
  on(audio, "timeupdate", () => {
    if (player.isPlaying() && Math.abs(player.nowMs() - storedMs) >= KEEP_EVERY_MS) keep();
  });
  on(audio, "pause", keep);
  on(globalThis, "pagehide", () => player.isPlaying() && keep());

  if (keptMs === null || keptMs > durationMs || hasMoment) return;
  offer(player, player.part("go-on").dataset.words, keptMs, signal);
  on(audio, "seeking", () => { player.part("offer").hidden = true; });
}

/** Offer a moment that was to be played at once, which the browser has refused. */
export function offerMoment(player, timeMs, signal) {
  const words = player.part("go-on").dataset.from;
  offer(player, words, timeMs, signal);
  player.say(words.replace("{time}", clock(timeMs)), true);
}

function offer(player, words, timeMs, signal) {
  const [place, goOn] = [player.part("offer"), player.part("go-on")];
  goOn.textContent = words.replace("{time}", clock(timeMs));
  place.hidden = false;
  goOn.addEventListener("click", () => {
    player.playFrom(timeMs);
    player.part("play").focus();
  }, { signal });
  player.audio.addEventListener("play", () => { place.hidden = true; }, { signal });
}
