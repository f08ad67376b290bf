// The summary's sentences and their places in the sound: in the text, and as bands under the waveform.

export class Summary {
  #sentences;
  #changes;

  /** @param root the summary, null where the programme has none */
  constructor(root, bar, durationMs) {
    const bands = bar.querySelector('[data-part="bands"]');
    const elements = root ? [...root.querySelectorAll("[data-spans]")] : [];
    this.#sentences = elements.map((element) => {
      const spans = element.dataset.spans.trim().split(" ").map((span) => span.split("-").map(Number));
      return { element, spans, bands: spans.map((span) => band(bands, span, durationMs)) };
    });
    this.#changes = this.#sentences.flatMap(({ spans }) => spans.flat());
  }

  /** Mark the sentences that the sound is at; return when that changes next, in ms. */
  show(nowMs) {
    for (const { element, spans, bands } of this.#sentences) {
      const isNow = spans.some(([startMs, endMs]) => startMs <= nowMs && nowMs < endMs);
      if (isNow === element.classList.contains("now")) continue;
      for (const marked of [element, ...bands]) marked.classList.toggle("now", isNow);
      if (isNow) intoView(element);
    }
    return Math.min(Infinity, ...this.#changes.filter((changeMs) => changeMs > nowMs));
  }

  /** Return where the sentence under a click begins in the sound, in ms; null where there is none. */
  timeOf(target) {
    const sentence = this.#sentences.find(({ element }) => element.contains(target));
    return sentence ? sentence.spans[0][0] : null;
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
  if (outside.top < inside.top) column.scrollTop += outside.top - inside.top;
  else if (outside.bottom > inside.bottom) column.scrollTop += outside.bottom - inside.bottom;
}
