// The page of the machine's work: how far it is, without loading it again.

import { isBusyHere, watch } from "./newsroom-watch.js";

const page = new AbortController();

watch(document.querySelector("[data-progress]"), isBusyHere, page.signal);
