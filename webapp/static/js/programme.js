// A programme's page: what its parts share is the player, and one clock that tells them the time.

import { heardPlayer, isHeard, ownPlayer, takeBar } from "./bars.js";
import { startBrowsing } from "./browsing.js";
import { changeSpeed, toggleFollowing, toggleMute } from "./controls.js";
import { addKeys, showKeys, startKeys } from "./keys.js";
import { fragment, onPlainClick, parseSpan } from "./moment.js";
import { offerMoment } from "./offer.js";
import { onPage } from "./page.js";
import { startReading } from "./reading.js";
import { startRepeat } from "./repeat.js";
import { Summary } from "./summary.js";

const [SHORT_MS, LONG_MS] = [5000, 15_000];

const document_ = new AbortController();
startKeys(document_.signal);
addKeys({
  " ": () => heardPlayer().toggle(),
  k: () => heardPlayer().toggle(),
  ArrowLeft: () => heardPlayer().step(-SHORT_MS),
  ArrowRight: () => heardPlayer().step(SHORT_MS),
  j: () => heardPlayer().step(-LONG_MS),
  l: () => heardPlayer().step(LONG_MS),
  "<": () => changeSpeed(heardPlayer(), -1),
  ">": () => changeSpeed(heardPlayer(), 1),
  m: () => toggleMute(heardPlayer()),
  "?": () => showKeys(heardPlayer()),
}, document_.signal);
onPage(import.meta.url, startPage);
startBrowsing(isHeard, takeBar, playHit);
if (isFollowedFromHere()) playHit();

/** Return whether a link of this site has opened the document: not the way back, and not anew. */
function isFollowedFromHere() {
  const [{ type }] = performance.getEntriesByType("navigation");
  return type === "navigate" && document.referrer !== "" && new URL(document.referrer).origin === location.origin;
}

/** Play from the moment that a search has found; it is offered where the browser plays nothing unasked. */
function playHit() {
  const span = parseSpan(location.hash);
  if (span === null || !new URLSearchParams(location.search).has("q")) return;
  const player = ownPlayer();
  player?.start(() => offerMoment(player, span.startMs, document_.signal));
}

function startPage(main, signal) {
  const player = ownPlayer();
  const transcript = startReading(main, player, signal);
  const summary = new Summary(main.querySelector(".summary"), player, signal);
  let chosen = null;
  for (const part of [transcript, summary]) player.onTime(part, signal);
  addKeys({
    f: () => toggleFollowing(player),
    ...startRepeat(player, main, () => chosen, signal),
  }, signal);
  openMoment(false);
  addEventListener("hashchange", () => openMoment(true), { signal });

  // One listener for all words, sentences and times of the page, however many there are.
  onPlainClick(main.querySelector("article"), signal, (event) => {
    const link = event.target.closest('a[href^="#t="]');
    if (!link && event.target.closest("a, button, summary, label, input, select")) return;
    const span = link ? parseSpan(link.hash) : spanOf(event);
    if (span === null) return;
    event.preventDefault();
    chosen = spanToRepeat(link, span);
    if (link) history.replaceState(history.state, "", `#${fragment(span.startMs, span.endMs)}`);
    if (link && span.endMs !== null) player.playSpan(span);
    else player.playFrom(span.startMs);
    if (link || !event.target.closest(".segments")) transcript.reveal(span.startMs);
  });

  function spanOf(event) {
    const timeMs = transcript.timeOf(event);
    return timeMs === null ? summary.spanOf(event.target) : { startMs: timeMs, endMs: null };
  }

  /** Go to the moment that the address names. */
  function openMoment(isFollowed) {
    const named = document.getElementById(location.hash.slice(1))?.closest(".segments [data-m]");
    const span = parseSpan(location.hash) ?? (named && { startMs: Number(named.dataset.m), endMs: null });
    if (!span) return;
    player.open(span);
    if (isFollowed || !named) transcript.reveal(span.startMs);
  }
}

/** Return the span that a choice stands for, null where it has no end. */
function spanToRepeat(link, { startMs, endMs }) {
  const end = Number(link?.dataset.end ?? endMs);
  return end > startMs ? { startMs, endMs: end } : null;
}
