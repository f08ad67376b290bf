"use strict";
// Plays the sound that lies beside this page, from wherever a reader clicks, and shows where it is.

const ENDINGS = ["m4a", "mp3", "ogg", "opus", "wav", "flac", "mp4"];
const player = document.querySelector(".player");
const audio = player.querySelector("audio");
const passages = [...document.querySelectorAll(".passage")];
const wordsOf = (passage) => passage.querySelector(".words");
const timesOf = (passage) => (wordsOf(passage)?.dataset.t ?? "").split(" ").filter(Boolean).map(Number);
const starts = passages.map((passage) => Number(passage.dataset.start));
const marks = "highlights" in CSS ? new Highlight() : null;
let now = -1;

if (marks) CSS.highlights.set("word", marks);
player.hidden = false;

// How many of ascending numbers are at most another.
function countUpTo(numbers, most) {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] <= most) low = middle + 1;
    else high = middle;
  }
  return low;
}

// The range of a passage's word, by its number.
function rangeOf(words, number) {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const word = /\S+/g;
  const range = document.createRange();
  let passed = 0;
  while (walker.nextNode()) {
    const text = walker.currentNode;
    for (const found of text.data.matchAll(word)) {
      if (passed === number) {
        range.setStart(text, found.index);
        range.setEnd(text, found.index + found[0].length);
        return range;
      }
      passed += 1;
    }
  }
  return null;
}

// Which word of a passage is at a point of the screen.
function wordAt(words, x, y) {
  const caret = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? caret?.startContainer;
  if (!node || !words.contains(node)) return 0;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(node, caret.offset ?? caret.startOffset);
  const text = before.toString();
  return Math.max(0, text.split(/\s+/).filter(Boolean).length - (/\S$/.test(text) ? 1 : 0));
}

function show() {
  const nowMs = audio.currentTime * 1000;
  const number = audio.readyState ? countUpTo(starts, nowMs) - 1 : -1;
  if (number !== now) {
    const left = passages[now]?.getBoundingClientRect();
    passages[now]?.classList.remove("is-now");
    now = number;
    passages[now]?.classList.add("is-now");
    // Who has scrolled elsewhere reads there and is left alone.
    if (left && left.bottom > 0 && left.top < innerHeight) passages[now]?.scrollIntoView({ block: "nearest" });
  }
  marks?.clear();
  const words = passages[now] && wordsOf(passages[now]);
  const word = words ? countUpTo(timesOf(passages[now]), nowMs) - 1 : -1;
  const range = word >= 0 && marks ? rangeOf(words, word) : null;
  if (range) marks.add(range);
}

function playFrom(ms) {
  audio.currentTime = ms / 1000;
  void audio.play();
}

function hasSound() {
  document.body.classList.add("has-sound");
  audio.hidden = false;
  player.querySelector("p").hidden = true;
  const from = /^#t=(\d+(?:\.\d+)?)/.exec(location.hash);
  if (from) audio.currentTime = Number(from[1]);
}

audio.addEventListener("loadedmetadata", hasSound);
for (const event of ["timeupdate", "seeked"]) audio.addEventListener(event, show);
player.querySelector("input").addEventListener("change", ({ target }) => {
  if (target.files[0]) audio.src = URL.createObjectURL(target.files[0]);
});
document.addEventListener("click", (event) => {
  const passage = event.target.closest(".passage");
  if (!passage || !audio.readyState || !getSelection().isCollapsed) return;
  if (event.target.closest(".time")) playFrom(Number(passage.dataset.start));
  const words = event.target.closest(".words");
  if (words) playFrom(timesOf(passage)[wordAt(words, event.clientX, event.clientY)] ?? Number(passage.dataset.start));
});

// The sound has the name with which it is downloaded, or this page's but for its ending.
const here = location.href.replace(/[?#].*$/, "");
const stem = here.replace(/\.html?$/i, "");
const own = audio.dataset.name ? [new URL(encodeURIComponent(audio.dataset.name), here).href] : [];
for (const place of [...own, ...ENDINGS.map((ending) => `${stem}.${ending}`)]) {
  const source = document.createElement("source");
  source.src = place;
  audio.append(source);
}
