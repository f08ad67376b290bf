// The words of a programme before a reader: what is said now, ties to the summary, find, letters and layers.

import { Find } from "./find.js";
import { Translated, startLayers } from "./layers.js";
import { startLetters } from "./letters.js";
import { parseSpan } from "./moment.js";
import { Ties } from "./ties.js";
import { Transcript } from "./transcript.js";

/**
 * Start what the page has of it.
 * @param main the page's
 * @param player null where there is no sound
 */
export function startReading(main, player, signal) {
  const root = main.querySelector(".segments");
  const summary = main.querySelector(".summary");
  const transcript = new Transcript(root, player, signal);
  const parts = [transcript];
  if (root && transcript.segments.length) {
    if (summary) parts.push(new Ties(summary, transcript, signal));
    parts.push(new Translated(root));
    const form = main.querySelector("form.find");
    const table = JSON.parse(form.dataset.letters);
    const find = new Find(form, root, player, table, signal);
    const renew = () => {
      for (const part of [...parts, find]) part.renew?.();
    };
    const letters = main.querySelector(".switch[data-latin]");
    if (letters) startLetters(letters, transcript.segments, table, renew, signal);
    const layers = main.querySelector(".switch.layers");
    if (layers) {
      const show = startLayers(layers, root, (change) => {
        keepPlace(transcript, change);
        find.again();
      }, signal);
      // Whom a search sends to words that were said is to see them, whichever translation was read last in their place.
      if (parseSpan(location.hash) && find.elsewhere?.dataset.show === "0") show("");
    }
  }
  return {
    transcript,
    show: (nowMs) => Math.min(...parts.map((part) => part.show(nowMs))),
    timeOf: (event) => transcript.timeOf(event),
    reveal: (timeMs) => transcript.reveal(timeMs),
  };
}

/** Change how the page is laid out, without moving the first segment that is seen. */
function keepPlace({ segments }, change) {
  const topOf = (segment) => segment.closest(".passage, .segment").getBoundingClientRect().top;
  const seen = segments.find((segment) => segment.getBoundingClientRect().bottom > 0 && topOf(segment) < innerHeight);
  const before = seen && topOf(seen);
  change();
  if (seen) scrollBy({ top: topOf(seen) - before, behavior: "instant" });
}
