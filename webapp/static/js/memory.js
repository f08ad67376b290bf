// What this browser remembers of its reader, and nobody else knows: speed, keys, and where a programme was left.
// A browser that keeps nothing throws; then nothing is remembered, and nothing else changes.

const PLACES = "muragat-places";
const MOST_PLACES = 100;

export function remembered(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    return;
  }
}

/** Return where a programme was left, in ms; null where that is not known. */
export function placeOf(programmeId) {
  return places().find(([id]) => id === programmeId)?.[1] ?? null;
}

/** Remember where a programme was left, in ms; null forgets it. Of the others the newest ninety-nine are kept. */
export function keepPlace(programmeId, timeMs) {
  const others = places().filter(([id]) => id !== programmeId);
  const kept = timeMs === null ? others : [[programmeId, Math.round(timeMs)], ...others];
  remember(PLACES, JSON.stringify(kept.slice(0, MOST_PLACES)));
}

function places() {
  try {
    const kept = JSON.parse(remembered(PLACES) ?? "[]");
    return Array.isArray(kept) ? kept.filter((place) => Array.isArray(place) && Number.isFinite(place[1])) : [];
  } catch {
    return []; // Somebody else's words under our name: they are written over.
  }
}
