// The editor of a programme that has no words yet: shows how far the machine is, and opens when the first are there.

import { isBusyHere, watch } from "./newsroom-watch.js";

const page = new AbortController();
const jobs = document.querySelector(".jobs[data-busy]");

if (jobs) {
  for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
  watch(jobs, isBusyHere, page.signal, async () => {
    const answer = await fetch(jobs.dataset.heard, { signal: page.signal, redirect: "error" });
    if (answer.ok && (await answer.text()).includes("segment") && !isBusyHere()) location.reload();
  });
}
