// Where the programme was left last time: remembered by this browser alone, offered in words, never gone to unasked.

import { keepPlace, placeOf } from "./memory.js";
import { clock } from "./moment.js";

const KEEP_EVERY_MS = 5000;
const EDGE_MS = 10_000;

/** Keep the place of a player's programme, and offer the one that was kept where the address asks for none. */
export function offerPlace(player, hasMoment, signal) {
  const { audio, bar, durationMs } = player;
  const [offer, goOn] = [player.part("offer"), player.part("go-on")];
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
  goOn.textContent = goOn.dataset.words.replace("{time}", clock(keptMs));
  offer.hidden = false;
  on(goOn, "click", () => {
    player.playFrom(keptMs);
    player.part("play").focus();
  });
  for (const event of ["play", "seeking"]) on(audio, event, () => { offer.hidden = true; });
}
