// A small picture of the sound: bars, paler where the machine doubts what it heard; a lane of who speaks; what a
// search found; the span that is played. All that it shows stands in words elsewhere on the page.

import { readPeaks } from "./peaks.js";

const BAR = 2;
const GAP = 1;
const LANE = 4;
const DOUBT_ALPHA = 0.4;
/** How the lane of each speaker is drawn: [length of a dash, of the gap after it, its thickness], in pixels. */
const TONES = [[1, 0, LANE], [1, 0, 1], [2, 2, LANE], [6, 3, 2], [1, 3, LANE], [10, 4, LANE]];

export class Waveform {
  #bar;
  #durationMs;
  #canvas;
  #region;
  #peaks = new Float32Array();
  #heights = [];
  #colours = {};
  #doubts;
  #speakers;
  #marks = new Map();
  #nowMs = 0;

  constructor(bar, durationMs, signal) {
    this.#bar = bar;
    this.#durationMs = durationMs;
    this.#canvas = bar.querySelector('[data-part="drawing"]');
    this.#region = bar.querySelector('[data-part="region"]');
    this.#doubts = spansOf(bar.querySelector('[data-part="doubts"]'));
    const legend = [...bar.querySelectorAll('[data-part="speakers"] li')];
    this.#speakers = legend.map(spansOf);
    const measure = () => this.#measure(legend);
    const size = new ResizeObserver(measure);
    // The legend's have no size as long as it is folded.
    for (const canvas of [this.#canvas, ...legend.map((line) => line.querySelector("canvas"))]) size.observe(canvas);
    signal.addEventListener("abort", () => size.disconnect());
    for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", measure, { signal });
    }
    this.#load(signal);
  }

  /** Show how much has been played. */
  showTime(nowMs) {
    const before = this.#played();
    this.#nowMs = nowMs;
    if (this.#played() !== before) this.#drawBars();
  }

  /** Show the span that is played to its end or repeated; null for none. */
  showSpan(span, isRepeated) {
    this.#region.hidden = !span;
    if (!span) return;
    this.#region.classList.toggle("is-repeated", isRepeated);
    this.#region.style.left = `${(100 * span.startMs) / this.#durationMs}%`;
    this.#region.style.width = `${(100 * (span.endMs - span.startMs)) / this.#durationMs}%`;
  }

  showMarks(kind, timesMs) {
    this.#marks.set(kind, [...timesMs]);
    this.#drawBars();
  }

  async #load(signal) {
    try {
      const response = await fetch(this.#bar.dataset.peaks, { signal });
      if (!response.ok) return; // The range input stands on a plain line then.
      this.#peaks = readPeaks(await response.arrayBuffer());
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    this.#measure([]);
    this.#bar.classList.add("has-wave");
  }

  #measure(legend) {
    const { clientWidth, clientHeight } = this.#canvas;
    if (clientWidth === 0) return;
    const style = getComputedStyle(this.#bar);
    for (const name of ["wave", "played", "ink", "mark"]) this.#colours[name] = style.getPropertyValue(`--${name}`).trim();
    const context = fit(this.#canvas);
    const count = Math.floor((clientWidth + GAP) / (BAR + GAP));
    const loudest = this.#peaks.reduce((most, peak) => Math.max(most, peak), 0.01);
    const high = this.#barsHeight();
    this.#heights = Array.from({ length: count }, (_, index) => {
      const part = this.#peaks.subarray(...[index, index + 1].map((edge) => (edge * this.#peaks.length) / count));
      return Math.max(1, (high * part.reduce((most, peak) => Math.max(most, peak), 0)) / loudest);
    });
    legend.forEach((line, index) => {
      const swatch = line.querySelector("canvas");
      if (swatch.clientWidth) lane(fit(swatch), 0, swatch.clientWidth, swatch.clientHeight / 2, this.#colours.ink, index);
    });
    this.#drawBars();
    const at = this.#scale();
    this.#speakers.forEach((spans, index) => {
      const middle = clientHeight - LANE / 2;
      for (const [startMs, endMs] of spans) lane(context, at(startMs), at(endMs), middle, this.#colours.ink, index);
    });
  }

  #barsHeight() {
    return this.#canvas.clientHeight - (this.#speakers.length ? 2 * LANE : 0);
  }

  /** Return how many bars have been played. */
  #played() {
    return Math.round((this.#heights.length * this.#nowMs) / this.#durationMs);
  }

  #scale() {
    const width = this.#canvas.clientWidth;
    return (timeMs) => (width * timeMs) / this.#durationMs;
  }

  #drawBars() {
    const context = this.#canvas.getContext("2d");
    const at = this.#scale();
    const high = this.#barsHeight();
    context.clearRect(0, 0, this.#canvas.clientWidth, high);
    const played = this.#played();
    let doubt = 0;
    this.#heights.forEach((barHeight, index) => {
      const left = index * (BAR + GAP);
      while (this.#doubts[doubt] && at(this.#doubts[doubt][1]) <= left) doubt += 1;
      const isDoubted = this.#doubts[doubt] && at(this.#doubts[doubt][0]) < left + BAR;
      context.globalAlpha = isDoubted ? DOUBT_ALPHA : 1;
      context.fillStyle = index < played ? this.#colours.played : this.#colours.wave;
      context.fillRect(left, (high - barHeight) / 2, BAR, barHeight);
    });
    context.globalAlpha = 1;
    context.fillStyle = this.#colours.mark;
    for (const timeMs of [...this.#marks.values()].flat()) context.fillRect(at(timeMs) - 1, 0, 2, high);
  }
}

/** Return the [start, end] pairs, in ms, of an element's data-spans. */
export function spansOf(element) {
  const text = element?.dataset.spans.trim();
  return text ? text.split(" ").map((span) => span.split("-").map(Number)) : [];
}

/** Give a canvas as many pixels as the screen has there; return its context, in CSS pixels. */
function fit(canvas) {
  canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
  canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
  const context = canvas.getContext("2d");
  context.scale(devicePixelRatio, devicePixelRatio);
  return context;
}

function lane(context, left, right, middle, colour, index) {
  const [dash, gap, thickness] = TONES[Math.min(index, TONES.length - 1)];
  context.beginPath();
  context.setLineDash(gap ? [dash, gap] : []);
  context.lineWidth = thickness;
  context.strokeStyle = colour;
  context.moveTo(left, middle);
  context.lineTo(Math.max(right - 1, left + 1), middle);
  context.stroke();
}
