// A programme's page at the desk: words move with the sound, and the machine's work shows how far it is.

import { fragment, onPlainClick, parseFragment } from "./moment.js";
import { Transcript } from "./transcript.js";

const SHORTEST_TICK_MS = 15;
const POLL_MS = 2000;

const page = new AbortController();
const audio = document.querySelector("#played");
const jobs = document.querySelector(".jobs[data-busy]");

if (audio) moveTogether();
if (jobs) watch();

function moveTogether() {
  let isFollowing = true;
  const player = { isFollowing: () => isFollowing, setFollowing: (isOn) => { isFollowing = isOn; } };
  const transcript = new Transcript(document.querySelector(".segments"), player, page.signal);
  const playFrom = (timeMs) => {
    audio.currentTime = timeMs / 1000;
    isFollowing = true;
    audio.play().catch(() => { isFollowing = false; });
  };
  let timer;
  const tick = () => {
    clearTimeout(timer);
    const nowMs = audio.currentTime * 1000;
    const nextMs = transcript.show(nowMs);
    // The sound may stall: then this comes too early, changes nothing, and asks again.
    if (!audio.paused && nextMs < Infinity) {
      timer = setTimeout(tick, Math.max(SHORTEST_TICK_MS, (nextMs - nowMs) / audio.playbackRate));
    }
  };
  for (const event of ["play", "playing", "pause", "seeking", "seeked", "ratechange", "ended"]) {
    audio.addEventListener(event, tick, { signal: page.signal });
  }
  onPlainClick(document.querySelector("article"), page.signal, (event) => {
    const link = event.target.closest('a[href^="#t="]');
    if (!link && event.target.closest("a")) return;
    const timeMs = link ? parseFragment(link.hash) : transcript.timeOf(event.target);
    if (timeMs === null) return;
    event.preventDefault();
    if (link) history.replaceState(null, "", `#${fragment(timeMs)}`);
    playFrom(timeMs);
    if (link) transcript.reveal(timeMs);
  });
}

/** Show how far the jobs are; load the page again when one begins or ends. */
function watch() {
  const items = new Map([...jobs.querySelectorAll("[data-job]")].map((item) => [item.dataset.job, item]));
  jobs.querySelector("[data-reload]").hidden = true;
  const look = async () => {
    try {
      const answer = await fetch(jobs.dataset.progress, { signal: page.signal, redirect: "error" });
      if (answer.ok && show(await answer.json())) return;
    } catch {
      // The newsroom is being restarted, or the session has ended: the link to load the page says how to go on.
      jobs.querySelector("[data-reload]").hidden = false;
    }
    setTimeout(look, POLL_MS);
  };
  const show = (found) => {
    const isChanged = found.some(({ id, state }) => items.get(id)?.dataset.state !== state);
    // Somebody is listening or deciding: the page must not be torn away, so it offers to be loaded.
    const isInUse = (audio && !audio.paused) || document.activeElement?.matches("input, textarea, select, button");
    if (isChanged && !isInUse) {
      location.reload();
      return true;
    }
    jobs.querySelector("[data-reload]").hidden = !isChanged;
    for (const { id, percent } of found) {
      const bar = items.get(id)?.querySelector("progress");
      if (bar && percent !== null) bar.value = percent;
    }
    return false;
  };
  setTimeout(look, POLL_MS);
}
