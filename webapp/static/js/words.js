// The words of a segment, found when they are asked for: ten hours hold a hundred thousand, and elements for all of
// them would slow the page down. They stand in text nodes with one space between two; their times are in `data-w`.

const BETWEEN = /[ \n]+/g;

/** @typedef {{node: Text, from: number, to: number, startMs: number, endMs: number}} Word */

/** Return the words of a segment in order. */
export function wordsOf(segment) {
  const paragraph = segment.querySelector("[data-w]");
  if (!paragraph) return [];
  const times = timesOf(paragraph.dataset.w, Number(segment.dataset.m));
  return placesIn(paragraph).slice(0, times.length).map((place, index) => ({ ...place, ...times[index] }));
}

/** Return the text of a segment's words alone, without what is said about them. */
export function textOf(segment) {
  const paragraph = segment.querySelector("[data-w]");
  return paragraph ? textNodes(paragraph).map((node) => node.data).join("") : "";
}

/** Return when each word is said: see webapp.public.words.word_times. */
export function timesOf(written, startMs) {
  let atMs = startMs;
  return written.split(" ").map((item) => {
    const [duration, pause = 0] = item.split(",").map(Number).reverse();
    const word = { startMs: atMs + pause, endMs: atMs + pause + duration };
    atMs = word.endMs;
    return word;
  });
}

/** Return the text nodes of an element that hold words: what is said to screen readers about them is left out. */
export function textNodes(element) {
  const only = element.firstChild;
  if (only === element.lastChild && only?.nodeType === Node.TEXT_NODE) return [only];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    (node.parentElement.classList.contains("aside") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes;
}

/** Return the word under a point of the window, null where there is none. */
export function wordAt(segment, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const [node, offset] = caret ? [caret.offsetNode, caret.offset] : [range?.startContainer, range?.startOffset];
  const words = wordsOf(segment).filter((word) => word.node === node);
  return words.find((word) => word.from <= offset && offset <= word.to) ?? null;
}

function placesIn(paragraph) {
  const places = [];
  for (const node of textNodes(paragraph)) {
    let from = 0;
    for (const between of [...node.data.matchAll(BETWEEN), { index: node.data.length, 0: "" }]) {
      if (between.index > from) places.push({ node, from, to: between.index });
      from = between.index + between[0].length;
    }
  }
  return places;
}
