// Repeating a span: the words that are selected, what the reader chose in the summary, else the passage that is said;
// or from here to there.

import { clock } from "./moment.js";
import { wordsOf } from "./words.js";

/**
 * Let a page's player repeat.
 * @param chosen returns the span that the reader chose last, in ms, null where none was
 * @return what the keys do
 */
export function startRepeat(player, main, chosen, signal) {
  let fromMs = null;
  let selected = null;
  const on = (name, event, act) => player.part(name).addEventListener(event, act, { signal });
  const toggle = (span) => player.repeat(player.isRepeating() ? null : span);
  const spanNow = () => {
    const nowMs = player.nowMs();
    const span = chosen();
    const isIn = span && span.startMs <= nowMs && nowMs <= span.endMs;
    return selectedSpan(main) ?? (isIn ? span : null) ?? passageNow(main) ?? { startMs: 0, endMs: player.durationMs };
  };
  const setFrom = () => {
    fromMs = player.nowMs();
    player.say(player.bar.dataset.from.replace("{time}", clock(fromMs)));
  };
  const setTo = () => {
    const toMs = player.nowMs();
    const startMs = fromMs !== null && fromMs < toMs ? fromMs : passageNow(main)?.startMs ?? 0;
    if (toMs > startMs) player.repeat({ startMs, endMs: toMs });
    fromMs = null;
  };
  // A press on the button may take the selection away before its click comes.
  on("repeat", "pointerdown", () => { selected = selectedSpan(main); });
  on("repeat", "click", () => {
    toggle(selected ?? spanNow());
    selected = null;
  });
  on("from", "click", setFrom);
  on("to", "click", setTo);
  return { r: () => toggle(spanNow()), a: setFrom, b: setTo };
}

/** Return the span of the selected words in ms, null where no word is selected. */
export function selectedSpan(main) {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const segments = [...main.querySelectorAll(".segment")].filter((segment) => range.intersectsNode(segment));
  const words = segments.flatMap(wordsOf).filter((word) => word.node && isIn(range, word));
  return words.length ? { startMs: words[0].startMs, endMs: words.at(-1).endMs } : null;
}

// A range that ends where a word begins touches it, and holds none of its letters.
function isIn(range, { node, from, to }) {
  const isBefore = range.comparePoint(node, to) < 0 || (node === range.startContainer && to === range.startOffset);
  const isAfter = range.comparePoint(node, from) > 0 || (node === range.endContainer && from === range.endOffset);
  return !isBefore && !isAfter;
}

function passageNow(main) {
  const passage = main.querySelector(".segment.now");
  if (!passage) return null;
  const startMs = Number(passage.dataset.m);
  return { startMs, endMs: startMs + Number(passage.dataset.d) };
}
