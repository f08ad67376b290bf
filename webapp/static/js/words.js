// The words of a segment, or of a translated piece, found when they are asked for: ten hours hold a hundred thousand,
// and elements for all of them would slow the page down. They stand in text nodes with one space between two; their
// times are in `data-w`. Of a translated piece it is known when all of it is said.

const BETWEEN = /[ \n]+/g;

/** @typedef {{node: Text, from: number, to: number, startMs: number, endMs: number}} Word */

/** Return the words of a segment or of a translated piece in order. */
export function wordsOf(unit) {
  const paragraph = paragraphOf(unit);
  if (!paragraph) return [];
  const startMs = Number(unit.dataset.m);
  const places = placesIn(paragraph);
  if (paragraph === unit) return places.map((place) => ({ ...place, startMs, endMs: startMs + Number(unit.dataset.d) }));
  const times = timesOf(paragraph.dataset.w, startMs);
  return places.slice(0, times.length).map((place, index) => ({ ...place, ...times[index] }));
}

/** Return the words alone, as one text, without what is said about them. */
export function textOf(unit) {
  const paragraph = paragraphOf(unit);
  return paragraph ? textNodes(paragraph).map((node) => node.data).join("") : "";
}

/** Return when each word of a segment begins; of a translated piece that is not known, and nothing is returned. */
export function startsOf(unit) {
  const written = unit.querySelector("[data-w]")?.dataset.w;
  return written ? timesOf(written, Number(unit.dataset.m)).map(({ startMs }) => startMs) : [];
}

function paragraphOf(unit) {
  return unit.matches(".segment") ? unit.querySelector("[data-w]") : unit;
}

/** Return when each word is said: see webapp.public.reading.words.word_times. */
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
    (node.parentElement.matches(".aside, .clock") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
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
