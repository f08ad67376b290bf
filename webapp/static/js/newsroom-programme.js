// A programme's page at the desk: words move with the sound, and the machine's work shows how far it is.

import { runClock } from "./clock.js";
import { fragment, onPlainClick, parseSpan } from "./moment.js";
import { hearMore } from "./newsroom-heard.js";
import { isBusyHere, watch } from "./newsroom-watch.js";
import { Transcript } from "./transcript.js";

const page = new AbortController();
const audio = document.querySelector("#played");
const jobs = document.querySelector(".jobs[data-busy]");

if (audio) moveTogether();
if (audio) nameMoments();
if (jobs) watch(jobs, () => (audio && !audio.paused) || isBusyHere(), page.signal, () => hearMore(page.signal));

function moveTogether() {
  let isFollowing = true;
  const player = {
    isPlaying: () => !audio.paused,
    isFollowing: () => isFollowing,
    setFollowing: (isOn) => { isFollowing = isOn; },
  };
  const transcript = new Transcript(document.querySelector(".segments"), player, page.signal);
  const playFrom = (timeMs) => {
    audio.currentTime = timeMs / 1000;
    isFollowing = true;
    audio.play().catch(() => { isFollowing = false; });
  };
  runClock(audio, page.signal)(transcript, page.signal);
  onPlainClick(document.querySelector("article"), page.signal, (event) => {
    const link = event.target.closest('a[href^="#t="]');
    if (!link && event.target.closest("a")) return;
    const timeMs = link ? parseSpan(link.hash)?.startMs ?? null : transcript.timeOf(event);
    if (timeMs === null) return;
    event.preventDefault();
    if (link) history.replaceState(null, "", `#${fragment(timeMs)}`);
    playFrom(timeMs);
    if (link) transcript.reveal(timeMs);
  });
}

/** Let a comment be about the moment that is heard when somebody goes to write it. */
function nameMoments() {
  for (const link of document.querySelectorAll("a[data-at-moment]")) {
    link.addEventListener("click", () => {
      const second = Math.floor(audio.currentTime);
      const at = [Math.floor(second / 3600), Math.floor(second / 60) % 60, second % 60];
      const said = at.map((part) => String(part).padStart(2, "0")).join(":");
      link.search = new URLSearchParams({ at: said }).toString();
    }, { signal: page.signal });
  }
}
