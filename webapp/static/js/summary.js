// The summary's sentences and their places in the sound: in the text, and as bands under the waveform.

import { spansOf } from "./waveform.js";

export class Summary {
  #sentences;
  #changes;

  /** @param root the summary, null where the programme has none */
  constructor(root, player, signal) {
    const bands = player.part("bands");
    const elements = root ? [...root.querySelectorAll("[data-spans]")] : [];
    this.#sentences = elements.map((element) => {
      const spans = spansOf(element);
      return { element, spans, bands: spans.map((span) => band(bands, span, player.durationMs)) };
    });
    this.#changes = this.#sentences.flatMap(({ spans }) => spans.flat()).sort((one, other) => one - other);
    signal.addEventListener("abort", () => bands.replaceChildren());
  }

  /** Mark the sentences that the sound is at; return when that changes next, in ms. */
  show(nowMs) {
    for (const { element, spans, bands } of this.#sentences) {
      const isNow = spans.some(([startMs, endMs]) => startMs <= nowMs && nowMs < endMs);
      if (isNow === element.classList.contains("now")) continue;
      for (const marked of [element, ...bands]) marked.classList.toggle("now", isNow);
      if (isNow) intoView(element);
    }
    return this.#changes.find((changeMs) => changeMs > nowMs) ?? Infinity;
  }

  /** Return where the sentence under a click is said, in ms; null where there is none. */
  spanOf(target) {
    const sentence = this.#sentences.find(({ element }) => element.contains(target));
    return sentence ? { startMs: sentence.spans[0][0], endMs: sentence.spans[0][1] } : null;
  }
}

function band(bands, [startMs, endMs], durationMs) {
  const element = document.createElement("i");
  element.style.left = `${(100 * startMs) / durationMs}%`;
  element.style.width = `${(100 * (endMs - startMs)) / durationMs}%`;
  bands.append(element);
  return element;
}

/** Scroll the summary's own column, never the page. */
function intoView(element) {
  const column = element.closest(".summary");
  if (column.scrollHeight <= column.clientHeight) return;
  const outside = element.getBoundingClientRect();
  const inside = column.getBoundingClientRect();
  const foot = inside.bottom - parseFloat(getComputedStyle(column).scrollPaddingBottom); // Below it the words fade out.
  if (outside.top < inside.top) column.scrollTop += outside.top - inside.top;
  else if (outside.bottom > foot) column.scrollTop += outside.bottom - foot;
}
