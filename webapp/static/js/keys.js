// Keys for the whole page. They can be turned off (WCAG 2.2, 2.1.4), and the choice is kept. All stand in the dialog
// that "?" opens (public/keys.html).

import { remember, remembered } from "./memory.js";

const STORE = "muragat-keys";
const TYPING = 'input:not([type="range"], [type="checkbox"]), select, textarea, [contenteditable]';
const PRESSING = "button, a, summary, input, audio, label";
const RANGE = 'input[type="range"]';
const acts = new Map();

/** Let keys act until the signal aborts: `added` tells by the key's name what it does. */
export function addKeys(added, signal) {
  for (const [key, act] of Object.entries(added)) {
    acts.set(key, act);
    signal.addEventListener("abort", () => acts.get(key) === act && acts.delete(key));
  }
}

/** Listen for keys. */
export function startKeys(signal) {
  document.addEventListener("keydown", (event) => {
    if (isOff() || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(`${TYPING}, dialog`)) return;
    if (event.key === " " && event.target.closest(PRESSING)) return;
    if (event.key.startsWith("Arrow") && event.target.closest(RANGE)) return;
    const act = acts.get(nameOf(event));
    if (!act) return;
    event.preventDefault();
    act();
  }, { signal });
}

/** Let a player's dialog be opened by its button, and hold the choice. */
export function startKeysDialog(player, signal) {
  const [dialog, choice] = [player.part("keys"), player.part("use-keys")];
  choice.addEventListener("change", () => remember(STORE, choice.checked ? "on" : "off"), { signal });
  player.part("show-keys").addEventListener("click", () => showKeys(player), { signal });
  player.part("close-keys").addEventListener("click", () => dialog.close(), { signal });
}

export function showKeys(player) {
  player.part("use-keys").checked = !isOff();
  player.part("keys").showModal();
}

function isOff() {
  return remembered(STORE) === "off";
}

/** Return what the key is called in the list: where it writes Cyrillic, by the Latin letter that stands beside it. */
function nameOf(event) {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key.toLowerCase();
  const letter = /^Key([A-Z])$/.exec(event.code);
  if (letter && event.key.length === 1) return letter[1].toLowerCase();
  return { Comma: "<", Period: ">" }[event.shiftKey && event.code] ?? event.key;
}
