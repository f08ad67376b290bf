// The editor of a programme that has no words yet: shows how far the machine is, and opens when they are there.

import { hearMore } from "./newsroom-heard.js";
import { isBusyHere, watch } from "./newsroom-watch.js";

const page = new AbortController();
const jobs = document.querySelector(".jobs[data-busy]");

if (jobs) {
  for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
  watch(jobs, isBusyHere, page.signal, () => hearMore(page.signal));
}
