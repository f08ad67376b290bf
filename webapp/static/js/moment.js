// Moments of a recording: integer milliseconds here, seconds in addresses and in <audio>.

/** Return "1:02" or "1:02:03". */
export function clock(timeMs) {
  const seconds = Math.floor(timeMs / 1000);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(second).padStart(2, "0");
  return hour ? `${hour}:${String(minute).padStart(2, "0")}:${tail}` : `${minute}:${tail}`;
}

/** Return "t=12.3" (W3C Media Fragments). */
export function fragment(timeMs) {
  return `t=${Math.round(timeMs) / 1000}`;
}

/** Return the moment that "#t=12.3", "#t=npt:1:02,1:10" or the like names, null where it names none. */
export function parseFragment(hash) {
  const match = /^#(?:.*&)?t=(?:npt:)?((?:\d+:){0,2}\d+(?:\.\d*)?)(?:,|&|$)/.exec(hash);
  if (!match) return null;
  return Math.round(match[1].split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1000);
}

/** Return the index of the last of `starts` (ascending) that is not after `time`, -1 where all are. */
export function lastNotAfter(starts, time) {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (starts[middle] <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Call `act` for plain clicks that do not end a selection of text. */
export function onPlainClick(element, signal, act) {
  element.addEventListener("click", (event) => {
    const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
    if (isPlain && (event.target.closest("a") || getSelection().isCollapsed)) act(event);
  }, { signal });
}
