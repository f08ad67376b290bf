// Words marked without an element for each: the CSS Custom Highlight API. A browser that lacks it shows the segment
// that is said, and the number of finds, but marks no words.

// What lies over what, where one word has several marks.
const ORDER = ["tied", "found", "found-now", "said"];

/** Return what marks words under a name of the style sheet (`::highlight(name)`), in place of those marked before. */
export function highlighter(name) {
  if (!globalThis.Highlight || !CSS.highlights) return () => {};
  const highlight = new Highlight();
  highlight.priority = ORDER.indexOf(name);
  CSS.highlights.set(name, highlight);
  return (ranges) => {
    if (!highlight.size && !ranges.length) return; // A browser paints anew what was marked, though it was nothing.
    highlight.clear();
    for (const range of ranges) highlight.add(range);
  };
}

/** Return the range of words that follow one another, from the first to the last of them. */
export function rangeOf(first, last = first) {
  return new StaticRange({
    startContainer: first.node, startOffset: first.from, endContainer: last.node, endOffset: last.to,
  });
}
