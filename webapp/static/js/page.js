// One page after another in one document: while sound plays, browsing.js puts a new page in the place of the old.

let controller = new AbortController();
const starts = new Map();

/**
 * Start a module's work on this page, and again on every later page that names the module.
 * @param address the module's own, import.meta.url
 * @param start gets the page's <main>, and a signal that aborts when the reader leaves the page
 */
export function onPage(address, start) {
  starts.set(address, start);
  start(document.querySelector("main"), controller.signal);
}

/** Say whether a module that has run already can be started again. */
export function canStart(address) {
  return starts.has(address);
}

/** End the work on the page that is left. */
export function leavePage() {
  controller.abort();
  controller = new AbortController();
}

/** Begin the work on the page that has come: run its modules, those first that are here. */
export async function enterPage(addresses) {
  const { signal } = controller;
  for (const address of addresses) {
    if (signal.aborted) return;
    if (starts.has(address)) starts.get(address)(document.querySelector("main"), signal);
    else await import(address);
  }
}
