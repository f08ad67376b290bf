// Where a sentence is heard: dragged on the waveform, selected as words, or set by two sliders; all say the same span.

import { onHeard, tickHeard } from "./heard.js";
import { clock } from "./moment.js";

const NEAR_PX = 12;
const SHORTEST_MS = 100;

const page = new AbortController();
const on = (target, event, act) => target.addEventListener(event, act, { signal: page.signal });
const root = document.querySelector(".place");
const part = (name) => root.querySelector(`[data-part="${name}"]`);
const [fromMs, toMs] = [Number(root.dataset.from), Number(root.dataset.to)];
const heights = root.dataset.heights ? root.dataset.heights.split(" ").map(Number) : [];
const canvas = part("wave");
const words = [...root.querySelectorAll("[data-word]")];
const sliders = { start: root.querySelector("#range-start"), end: root.querySelector("#range-end") };
const typed = { start: root.querySelector("#start"), end: root.querySelector("#end") };
const chosen = { start: root.querySelector("#first"), end: root.querySelector("#last") };
const audio = document.querySelector("#played");
let span = null;

part("ranges").hidden = false;
canvas.hidden = heights.length === 0;
part("play").hidden = !audio;
new ResizeObserver(draw).observe(canvas);
for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) on(matchMedia(query), "change", draw);
if (root.dataset.start && Number(root.dataset.start) < toMs && Number(root.dataset.end) > fromMs) {
  choose(Number(root.dataset.start), Number(root.dataset.end));
} else {
  showSliders(fromMs, fromMs);
}

for (const side of ["start", "end"]) {
  on(sliders[side], "input", () => {
    const value = Number(sliders[side].value);
    const [startMs, endMs] = span ?? [fromMs, fromMs + SHORTEST_MS];
    if (side === "start") choose(value, Math.max(endMs, value + SHORTEST_MS));
    else choose(Math.min(startMs, value - SHORTEST_MS), value);
  });
  on(chosen[side], "change", () => {
    const [first, last] = [chosen.start, chosen.end].map((list) => Number(list.value));
    if (!chosen.start.value || !chosen.end.value) return;
    if (last > first) choose(first, last);
    else chooseNothing();
  });
}

on(document, "selectionchange", () => {
  const selection = getSelection();
  if (selection.isCollapsed || !part("words")?.contains(selection.anchorNode)) return;
  const range = selection.getRangeAt(0);
  const selected = words.filter((word) => range.intersectsNode(word) && !touchesEdgeOnly(range, word));
  if (selected.length) choose(Number(selected[0].dataset.start), Number(selected.at(-1).dataset.end));
});

/** A selection that ends right before a word meets it, and has none of it. */
function touchesEdgeOnly(range, word) {
  const own = document.createRange();
  own.selectNodeContents(word);
  return range.compareBoundaryPoints(Range.END_TO_START, own) >= 0 || range.compareBoundaryPoints(Range.START_TO_END, own) <= 0;
}

on(canvas, "pointerdown", (event) => {
  if (event.button !== 0) return;
  event.preventDefault();
  canvas.setPointerCapture(event.pointerId);
  const x = event.offsetX;
  const held = grabbed(x);
  const began = { x, span };
  const drag = new AbortController();
  const until = { signal: AbortSignal.any([drag.signal, page.signal]) };
  const move = (moved) => {
    const atMs = timeAt(moved.offsetX);
    if (held === "start") choose(Math.min(atMs, began.span[1] - SHORTEST_MS), began.span[1]);
    else if (held === "end") choose(began.span[0], Math.max(atMs, began.span[0] + SHORTEST_MS));
    else if (held === "all") shift(began.span, timeAt(moved.offsetX) - timeAt(began.x));
    else choose(Math.min(timeAt(began.x), atMs), Math.max(timeAt(began.x), atMs));
  };
  canvas.addEventListener("pointermove", move, until);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => drag.abort(), until);
});

/** Return what a pointer takes hold of: an edge of the span, all of it, or nothing. */
function grabbed(x) {
  if (!span) return null;
  const [left, right] = span.map(placeOf);
  if (Math.abs(x - left) <= NEAR_PX) return "start";
  if (Math.abs(x - right) <= NEAR_PX) return "end";
  return x > left && x < right ? "all" : null;
}

function shift([startMs, endMs], byMs) {
  const bounded = Math.max(fromMs - startMs, Math.min(toMs - endMs, byMs));
  choose(startMs + bounded, endMs + bounded);
}

function timeAt(x) {
  return Math.round(fromMs + ((toMs - fromMs) * Math.max(0, Math.min(canvas.clientWidth, x))) / canvas.clientWidth);
}

function placeOf(timeMs) {
  return (canvas.clientWidth * (timeMs - fromMs)) / (toMs - fromMs);
}

/** Take a span: every way to choose one shows it. */
function choose(startMs, endMs) {
  if (endMs - startMs < SHORTEST_MS) return;
  span = [startMs, endMs];
  typed.start.value = exact(startMs);
  typed.end.value = exact(endMs);
  showSliders(startMs, endMs);
  for (const word of words) {
    word.classList.toggle("is-chosen", Number(word.dataset.start) >= startMs && Number(word.dataset.end) <= endMs);
  }
  const inside = words.filter((word) => word.classList.contains("is-chosen"));
  chosen.start.value = inside[0]?.dataset.start ?? "";
  chosen.end.value = inside.at(-1)?.dataset.end ?? "";
  draw();
}

/** Take no span for the time being: the words that are chosen cross, and what was chosen before them is not meant. */
function chooseNothing() {
  span = null;
  typed.start.value = typed.end.value = "";
  for (const word of words) word.classList.remove("is-chosen");
  draw();
}

function showSliders(startMs, endMs) {
  for (const [side, timeMs] of [["start", startMs], ["end", endMs]]) {
    sliders[side].value = timeMs;
    sliders[side].setAttribute("aria-valuetext", clock(timeMs));
    sliders[side].nextElementSibling.value = exact(timeMs);
  }
}

/** Return "0:19.2", as the form understands it. */
function exact(timeMs) {
  const tenths = String(timeMs % 1000).padStart(3, "0").replace(/0+$/, "");
  return tenths ? `${clock(timeMs)}.${tenths}` : clock(timeMs);
}

function draw() {
  const { clientWidth, clientHeight } = canvas;
  if (!clientWidth) return;
  canvas.width = Math.round(clientWidth * devicePixelRatio);
  canvas.height = Math.round(clientHeight * devicePixelRatio);
  const context = canvas.getContext("2d");
  context.scale(devicePixelRatio, devicePixelRatio);
  const style = getComputedStyle(root);
  const colour = (name) => style.getPropertyValue(`--${name}`).trim();
  const count = Math.min(heights.length, Math.floor(clientWidth / 2));
  const loudest = Math.max(1, ...heights);
  const [left, right] = span ? span.map(placeOf) : [0, 0];
  if (span) {
    context.fillStyle = colour("tie");
    context.fillRect(left, 0, right - left, clientHeight);
  }
  for (let bar = 0; bar < count; bar += 1) {
    const piece = heights.slice(Math.floor((bar * heights.length) / count), Math.floor(((bar + 1) * heights.length) / count) || 1);
    const high = Math.max(1, (clientHeight * Math.max(...piece)) / loudest);
    const x = (bar * clientWidth) / count;
    context.fillStyle = x >= left && x < right ? colour("accent") : colour("quiet");
    context.fillRect(x, (clientHeight - high) / 2, Math.max(1, clientWidth / count - 1), high);
  }
  if (!span) return;
  context.fillStyle = colour("ink");
  for (const edge of [left, right]) context.fillRect(edge - 1, 0, 2, clientHeight);
}

let endS = Infinity;
on(part("play"), "click", () => {
  if (!span) return;
  audio.currentTime = span[0] / 1000;
  endS = span[1] / 1000;
  audio.play().catch(() => { endS = Infinity; });
});
if (audio) {
  onHeard(audio, page.signal, (heardMs) => tickHeard(root, heardMs));
  on(audio, "timeupdate", () => {
    if (audio.currentTime < endS) return;
    endS = Infinity;
    audio.pause();
  });
}
// A time that is typed is taken as it is; the words and sliders do not say otherwise any more.
for (const field of Object.values(typed)) {
  on(field, "input", () => {
    for (const list of Object.values(chosen)) list.value = "";
  });
}
