// The players of the document: the page's own, and above it the one that goes on from a page that was left.

import { startControls } from "./controls.js";
import { startKeysDialog } from "./keys.js";
import { parseSpan } from "./moment.js";
import { offerPlace } from "./offer.js";
import { Player } from "./player.js";
import { joinSession } from "./session.js";

const players = new Map();
const place = document.querySelector(".bars");
let heard = null;

// One sound at a time, also where a page has other ones than the player's: the clip of a quote.
document.addEventListener("play", ({ target }) => {
  for (const audio of document.querySelectorAll("audio")) if (audio !== target) audio.pause();
}, { capture: true });

// Nothing of the page is to lie under the bars, however many lines they have just now.
new ResizeObserver(([{ target }]) => {
  document.documentElement.style.setProperty("--bar-height", `${target.offsetHeight}px`);
}).observe(place);

/** Return the player of the page that is shown, null where it has no sound. */
export function ownPlayer() {
  const bar = place.querySelector(".player:not(.is-elsewhere)");
  if (bar && !players.has(bar)) players.set(bar, start(bar));
  return players.get(bar)?.player ?? null;
}

/** Return the player that keys are for: the one that is or was heard, else the page's own. */
export function heardPlayer() {
  return players.get(heard)?.player ?? ownPlayer();
}

export function isHeard() {
  return [...players.values()].some(({ player }) => player.isPlaying());
}

/** Put the bar of a page that has come, null where it has none, in the place of those that are silent. */
export function takeBar(bar) {
  for (const [other, { player }] of players) {
    if (player.isPlaying()) setElsewhere(other, soundOf(other) !== soundOf(bar));
    else drop(other);
  }
  if (bar && !place.querySelector(".player:not(.is-elsewhere)")) place.append(document.adoptNode(bar));
}

function start(bar) {
  const life = new AbortController();
  const player = new Player(bar, life.signal);
  startControls(player, life.signal);
  startKeysDialog(player, life.signal);
  joinSession(player, life.signal);
  offerPlace(player, parseSpan(location.hash) !== null, life.signal);
  player.audio.addEventListener("play", () => {
    heard = bar;
    for (const other of players.keys()) if (other.matches(".is-elsewhere") && other !== bar) drop(other);
  }, { signal: life.signal });
  return { player, life, label: bar.getAttribute("aria-label") };
}

function drop(bar) {
  const { player, life } = players.get(bar);
  player.audio.pause(); // Before its listeners go: the place is kept at a pause.
  players.delete(bar);
  bar.remove();
  life.abort();
}

function setElsewhere(bar, isElsewhere) {
  bar.classList.toggle("is-elsewhere", isElsewhere);
  const { player, label } = players.get(bar);
  player.part("elsewhere").hidden = !isElsewhere;
  bar.setAttribute("aria-label", isElsewhere ? player.part("elsewhere").textContent : label);
  if (isElsewhere) player.repeat(null); // There is no room to say that it does.
  if (isElsewhere) player.audio.removeAttribute("id");
  else player.audio.id = "sound";
}

function soundOf(bar) {
  return bar?.querySelector("audio").getAttribute("src");
}
