// What a newer run heard otherwise, and where a summary is heard: a time plays its passage here instead of opening
// the sound by itself.

import { onHeard, tickHeard } from "./heard.js";
import { onPlainClick } from "./moment.js";

const page = new AbortController();
const audio = document.querySelector("#played");

if (audio) {
  let endS = Infinity;
  let asked = null;
  onPlainClick(document.querySelector("main"), page.signal, (event) => {
    const link = event.target.closest("a[data-start]");
    if (!link) return;
    event.preventDefault();
    audio.currentTime = Number(link.dataset.start) / 1000;
    endS = Number(link.dataset.end) / 1000;
    asked = link.closest("li[id]");
    audio.play().catch(() => { endS = Infinity; });
  });
  audio.addEventListener("timeupdate", () => {
    if (audio.currentTime < endS) return;
    endS = Infinity;
    audio.pause();
  }, { signal: page.signal });
  // Whoever moves or starts the sound by its own buttons hears on.
  audio.addEventListener("pause", () => { endS = Infinity; }, { signal: page.signal });
  // A sentence of which a place was played was listened to; of one that has none, whoever listens says so.
  onHeard(audio, page.signal, (heardMs) => tickHeard(asked, heardMs));
}
