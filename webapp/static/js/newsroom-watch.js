// Watches jobs on a page: bars and times move; when a job begins or ends, the page is loaded again.

const POLL_MS = 2000;

/**
 * @param root the element around the jobs, with the address that says how far they are
 * @param isInUse returns whether the page must not be torn away: then it offers to be loaded
 * @param after called after each look that leaves the page as it is
 */
export function watch(root, isInUse, signal, after = () => {}) {
  const items = new Map([...root.querySelectorAll("[data-job]")].map((item) => [item.dataset.job, item]));
  const offer = root.querySelector("[data-reload]");
  offer.hidden = true;
  const look = async () => {
    try {
      const answer = await fetch(root.dataset.progress, { signal, redirect: "error" });
      if (answer.ok && show(await answer.json())) return;
      await after();
    } catch {
      // The newsroom is being restarted, or the session has ended: the link to load the page says how to go on.
      offer.hidden = false;
    }
    setTimeout(look, POLL_MS);
  };
  const isOther = ({ id, state, urgent }) => {
    const item = items.get(id);
    return item?.dataset.state !== state || (item.dataset.urgent !== undefined) !== urgent;
  };
  const show = (found) => {
    const isChanged = found.length !== items.size || found.some(isOther);
    if (isChanged && !isInUse()) {
      location.reload();
      return true;
    }
    offer.hidden = !isChanged;
    for (const { id, percent, told } of found) {
      const item = items.get(id);
      const bar = item?.querySelector("progress");
      if (bar && percent !== null) bar.value = percent;
      const words = item?.querySelector("[data-told]");
      if (words && words.textContent !== told) words.textContent = told;
    }
    return false;
  };
  setTimeout(look, POLL_MS);
}

/** Return whether somebody is typing or about to press something. */
export function isBusyHere() {
  return document.activeElement?.matches("input, textarea, select, button") ?? false;
}
