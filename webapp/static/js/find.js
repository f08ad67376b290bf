// Find in the transcript: in the words that are shown, original or translated, and where they have nothing in the
// others. All are folded once into one text, while the reader does nothing else; a search is a search in that text, and
// only words near the window are marked.

import { folder, isPlain, plain } from "./fold.js";
import { highlighter, rangeOf } from "./highlights.js";
import { addKeys } from "./keys.js";
import { startsOf, textOf, wordsOf } from "./words.js";

const NEAR = "100% 0px"; // of the window, above and below it
const AT_ONCE = 20; // Units folded between two looks at the clock

const folded = (text, fold) => fold(text).trim().replace(/ {2,}/g, " ");

/** The words of one layer, the original or a translation, to be searched: what is said goes on from unit to unit. */
export class FoldedTranscript {
  #units;
  #fold;
  #pieces = [];
  #length = 0;
  #text = null;
  #plain = null;
  #starts = []; // Of each word in #text
  #firsts = []; // Number of the first word of each unit

  constructor(units, fold) {
    this.#units = units;
    this.#fold = fold;
  }

  /** Fold more of the words, as long as there is time; return whether all is done that can be done beforehand. */
  prepare(hasTime = () => true) {
    while (this.#firsts.length < this.#units.length) {
      if (!hasTime()) return false;
      const done = this.#firsts.length;
      for (const unit of this.#units.slice(done, done + AT_ONCE)) this.#add(unit);
    }
    this.#text ??= this.#pieces.join(" ");
    if (!hasTime()) return false;
    this.#plain ??= plain(this.#text);
    return true;
  }

  /** Return every place, in order: its unit, its first and its last word, numbered within the unit. */
  find(query) {
    const wanted = folded(query, this.#fold);
    if (!wanted) return [];
    this.prepare();
    const text = isPlain(query) ? this.#plain : this.#text;
    const hits = [];
    let [word, unit] = [0, 0];
    for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
      while (this.#starts[word + 1] <= at) word += 1;
      let last = word;
      while (this.#starts[last + 1] < at + wanted.length) last += 1;
      while (this.#firsts[unit + 1] <= word) unit += 1;
      hits.push({ unit, first: word - this.#firsts[unit], last: last - this.#firsts[unit] });
    }
    return hits;
  }

  #add(unit) {
    this.#firsts.push(this.#starts.length);
    for (const word of textOf(unit).split(/[ \n]+/)) {
      if (!word) continue;
      this.#starts.push(this.#length);
      const piece = folded(word, this.#fold); // A dash alone leaves nothing.
      if (!piece) continue;
      this.#pieces.push(piece);
      this.#length += piece.length + 1;
    }
  }
}

/** The field, its count, and the places that are found. */
export class Find {
  #form;
  #field;
  #units;
  #player;
  #layers; // Its units, numbered as in all, and their words
  #hits = [];
  #elsewhere = null; // The link of a layer that is not shown, and how often it has what those that are have not
  #at = -1;
  #stretches = new Map(); // Element → its first unit and the one after its last
  #near = new Set();
  #marks = highlighter("found");
  #mark = highlighter("found-now");

  /** @param player null where there is no sound */
  constructor(form, root, player, table, signal) {
    this.#form = form;
    this.#field = form.querySelector("input[type=search]");
    this.#units = [...root.querySelectorAll(".segment, .layer [data-m]")];
    this.#player = player;
    this.#layers = layersOf(this.#units, folder(table));
    form.querySelector("button:not([data-step])").hidden = true; // For pages without script.
    this.#listen(signal);
    this.#watch(signal);
    this.#prepareWhenIdle(signal);
    if (this.#field.value) this.again();
  }

  /** The link of the layer that alone has what is looked for and is not shown, null where there is none. */
  get elsewhere() {
    return this.#elsewhere?.link ?? null;
  }

  /** Look for what stands in the field. */
  find() {
    this.#form.classList.add("is-own"); // The server's marks are of another search now.
    this.#look(({ numbers, folded }) =>
      folded.find(this.#field.value).map((hit) => ({ ...hit, unit: numbers[hit.unit] })));
  }

  /** Look again: other words are shown now. */
  again() {
    if (this.#form.matches(".is-own")) this.find();
    else this.#look((layer) => this.#placesOfServer(layer));
  }

  /** Go to the next place (1) or to the one before (-1): from what is seen, if none was gone to yet. */
  step(by) {
    if (this.#elsewhere) this.#elsewhere.link.click();
    const count = this.#hits.length;
    if (!count) return;
    this.#at = this.#at < 0 ? this.#nearest(by) : (this.#at + by + count) % count;
    this.#player?.setFollowing(false);
    this.#units[this.#hits[this.#at].unit].scrollIntoView({ block: "center", behavior: "instant" });
    this.#show();
  }

  /** Mark anew: the words are written in other letters now. */
  renew() {
    this.#paint();
  }

  #look(placesIn) {
    const [shown, others] = [true, false].map((is) => this.#layers.filter((layer) => this.#isShown(layer) === is));
    this.#hits = shown.flatMap(placesIn).sort((one, other) => one.unit - other.unit);
    this.#elsewhere = this.#hits.length ? null : this.#firstOf(others, placesIn);
    this.#at = -1;
    this.#show();
    this.#player?.showMarks("found", this.#timesMs());
  }

  #firstOf(layers, placesIn) {
    for (const layer of layers) {
      const count = placesIn(layer).length;
      const link = this.#form.closest(".transcript").querySelector(`.layers [data-show="${layer.name}"]`);
      if (count) return { link, count };
    }
    return null;
  }

  /** Return whether the words of a layer are shown, by the style sheet, at this width. */
  #isShown({ numbers }) {
    const unit = this.#units[numbers[0]];
    // Of a segment that is not to be read its place stays, without what is in it.
    return (unit.matches(".segment") ? unit.firstElementChild : unit).checkVisibility();
  }

  /** Return the places that the server has marked: a search of the archive may ask for more than words in a row. */
  #placesOfServer({ numbers }) {
    return numbers.flatMap((unit) => {
      const element = this.#units[unit];
      if (!element.querySelector("mark")) return [];
      return wordsOf(element).flatMap(({ node }, word) =>
        (node.parentElement.closest("mark") ? [{ unit, first: word, last: word }] : []));
    });
  }

  #listen(signal) {
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(this.#field, "input", () => this.find());
    on(this.#form, "submit", (event) => {
      event.preventDefault();
      if (!this.#hits.length) this.find();
      this.step(1);
    });
    on(this.#form, "click", (event) => {
      const step = event.target.closest("[data-step]")?.dataset.step;
      if (step) this.step(Number(step));
    });
    on(this.#form, "keydown", (event) => {
      if (event.key === "Enter" && event.shiftKey) {
        event.preventDefault();
        this.step(-1);
      } else if (event.key === "Escape") {
        event.preventDefault(); // It would take the words out of the field without anybody being told.
        this.#field.value = "";
        this.find();
        this.#field.blur();
      }
    });
    addKeys({ "/": () => {
      this.#field.focus({ preventScroll: true });
      this.#field.select();
    } }, signal);
  }

  /** Know which stretches of the transcript are near the window. */
  #watch(signal) {
    const seen = new IntersectionObserver((changes) => this.#see(changes), { rootMargin: NEAR });
    this.#units.forEach((unit, place) => {
      const stretch = unit.closest(".stretch");
      if (!this.#stretches.has(stretch)) seen.observe(stretch);
      this.#stretches.set(stretch, { first: this.#stretches.get(stretch)?.first ?? place, end: place + 1 });
    });
    signal.addEventListener("abort", () => seen.disconnect());
  }

  #prepareWhenIdle(signal) {
    const later = globalThis.requestIdleCallback ?? ((act) => setTimeout(() => act({ timeRemaining: () => 8 }), 200));
    const prepare = (deadline) => {
      const until = performance.now() + deadline.timeRemaining() - 2;
      const [original] = this.#layers;
      if (!signal.aborted && !original.folded.prepare(() => performance.now() < until)) later(prepare);
    };
    later(prepare);
  }

  /** Return the first place that is not above the window, or the last that is. */
  #nearest(by) {
    const count = this.#hits.length;
    const low = this.#firstHit(({ unit }) => this.#units[unit].getBoundingClientRect().bottom > 0);
    return (by > 0 ? low : low - 1 + count) % count;
  }

  /** Return the number of the first place for which `holds` is true, as it is for all after it. */
  #firstHit(holds) {
    let [low, high] = [0, this.#hits.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#hits[middle])) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #timesMs() {
    let [known, starts] = [null, []];
    return this.#hits.map(({ unit, first }) => {
      const element = this.#units[unit];
      if (element !== known) [known, starts] = [element, startsOf(element)];
      return starts[first] ?? Number(element.dataset.m);
    });
  }

  #see(changes) {
    for (const { target, isIntersecting } of changes) {
      if (isIntersecting) this.#near.add(target);
      else this.#near.delete(target);
    }
    if (this.#hits.length) this.#paint();
  }

  #show() {
    const { length } = this.#hits;
    const isFound = length > 0 || this.#elsewhere !== null;
    // What a search of the archive has found may stand in the summary or the facts: that it is not here is no news.
    const isAsked = Boolean(this.#field.value.trim()) && (isFound || this.#form.matches(".is-own"));
    this.#form.querySelector("[role=status]").textContent = isAsked ? this.#said() : "";
    this.#form.classList.toggle("is-used", isAsked);
    for (const button of this.#form.querySelectorAll("[data-step]")) button.hidden = !isFound;
    this.#paint();
  }

  #said() {
    const { one, none, some, other } = this.#form.dataset;
    const { length } = this.#hits;
    if (length) return (this.#at < 0 ? some : one).replace("{all}", length).replace("{here}", this.#at + 1);
    if (!this.#elsewhere) return none;
    const { link, count } = this.#elsewhere;
    return other.replace("{all}", count).replace("{layer}", link.textContent.trim());
  }

  #paint() {
    const words = new Map();
    const rangesOf = ({ unit, first, last }) => {
      if (!words.has(unit)) words.set(unit, wordsOf(this.#units[unit]));
      const said = words.get(unit);
      return said[first] ? [rangeOf(said[first], said[last] ?? said.at(-1))] : [];
    };
    const near = [...this.#near].flatMap((stretch) => {
      const { first, end } = this.#stretches.get(stretch);
      const [from, to] = [first, end].map((place) => this.#firstHit(({ unit }) => unit >= place));
      return this.#hits.slice(from, to);
    });
    this.#marks(near.flatMap(rangesOf));
    this.#mark(this.#at < 0 ? [] : rangesOf(this.#hits[this.#at]));
  }
}

function layersOf(units, fold) {
  const layers = new Map();
  units.forEach((unit, number) => {
    const layer = unit.closest("[data-layer]")?.dataset.layer ?? "0";
    if (!layers.has(layer)) layers.set(layer, []);
    layers.get(layer).push(number);
  });
  return [...layers].map(([name, numbers]) => ({
    name, numbers, folded: new FoldedTranscript(numbers.map((number) => units[number]), fold),
  }));
}
