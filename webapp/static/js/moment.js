// Moments of a recording: integer milliseconds here, seconds in addresses and in <audio>.

/** Return "1:02" or "1:02:03". */
export function clock(timeMs) {
  const seconds = Math.floor(timeMs / 1000);
  const [hour, minute, second] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const tail = String(second).padStart(2, "0");
  return hour ? `${hour}:${String(minute).padStart(2, "0")}:${tail}` : `${minute}:${tail}`;
}

/** Return "t=12.3" or, with an end, "t=12.3,15" (W3C Media Fragments). */
export function fragment(startMs, endMs = null) {
  const seconds = (timeMs) => Math.round(timeMs) / 1000;
  return endMs === null ? `t=${seconds(startMs)}` : `t=${seconds(startMs)},${seconds(endMs)}`;
}

/**
 * Return the span that "#t=12.3,15", "#t=npt:1:02" or a segment's "#s12300" names: its end null where it is open.
 * Null where the address names none.
 */
export function parseSpan(hash) {
  const segment = /^#s(\d{1,12})$/.exec(hash);
  if (segment) return { startMs: Number(segment[1]), endMs: null };
  const plain = hash.replace(/%3a/gi, ":").replace(/%2c/gi, ",");
  const time = String.raw`((?:\d+:){0,2}\d+(?:\.\d*)?)`;
  const match = new RegExp(`^#(?:.*&)?t=(?:npt:)?(?:${time}(?:,${time})?|,${time})(?:&|$)`).exec(plain);
  if (!match) return null;
  const startMs = inMs(match[1] ?? "0");
  const end = match[2] ?? match[3];
  return { startMs, endMs: end && inMs(end) > startMs ? inMs(end) : null };
}

function inMs(text) {
  return Math.round(text.split(":").reduce((total, part) => total * 60 + Number(part), 0) * 1000);
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
