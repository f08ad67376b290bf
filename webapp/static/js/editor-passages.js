// All passages of a programme in order, found by id and by time.

import { Passage } from "./editor-passage.js";
import { clock, lastNotAfter } from "./moment.js";

/** As many as the server lays out together (webapp/newsroom/editor/page.py). */
const STRETCH = 40;

export class Passages {
  #root;
  #template;
  #byId = new Map();
  #all;
  #starts = null;
  #say;

  constructor(root, template, say) {
    this.#root = root;
    this.#say = say;
    this.#template = template;
    this.#all = Array.from(root.querySelectorAll(".passage"), (element) => new Passage(element));
    for (const each of this.#all) this.#byId.set(each.id, each);
  }

  /** Return those that stand, in order. */
  get all() {
    return this.#all.filter((each) => !each.isGone);
  }

  find(id) {
    return this.#byId.get(id) ?? null;
  }

  of(element) {
    return this.find(element?.closest?.(".passage")?.dataset.id);
  }

  /** Return the neighbour that stands, before (-1) or after (1), null at the ends. */
  beside(passage, step) {
    for (let at = this.#all.indexOf(passage) + step; at >= 0 && at < this.#all.length; at += step) {
      if (!this.#all[at].isGone) return this.#all[at];
    }
    return null;
  }

  /** Return which is said at a moment, the one before where nobody speaks; null before the first. */
  at(timeMs) {
    this.#starts ??= Float64Array.from(this.#all, (each) => each.startMs);
    let index = lastNotAfter(this.#starts, timeMs);
    while (index >= 0 && this.#all[index].isGone) index -= 1;
    return this.#all[index] ?? null;
  }

  /** Return when the one after a moment begins, in ms. */
  nextStart(timeMs) {
    this.#starts ??= Float64Array.from(this.#all, (each) => each.startMs);
    return this.#starts[lastNotAfter(this.#starts, timeMs) + 1] ?? Infinity;
  }

  /** Put a new one into its place by time. */
  add(id, startMs) {
    const element = this.#template.content.firstElementChild.cloneNode(true);
    element.dataset.id = id;
    const passage = new Passage(element);
    passage.startMs = startMs;
    const at = lastNotAfter(this.#all.map((each) => each.startMs), startMs) + 1;
    const before = this.#all[at - 1];
    if (before && at === this.#all.length) this.#lastList(startMs).append(element);
    else if (before) before.element.after(element);
    else if (this.#all[at]) this.#all[at].element.before(element);
    else this.#root.querySelector("ol").append(element);
    this.#all.splice(at, 0, passage);
    this.#byId.set(id, passage);
    this.moved();
    return passage;
  }

  /** Return the list of the last stretch, of a new one where that is full: the machine may add hours to it. */
  #lastList(startMs) {
    const last = [...this.#root.querySelectorAll(".batch")].at(-1);
    const list = last.querySelector("ol");
    if (list.children.length < STRETCH) return list;
    const stretch = last.cloneNode();
    stretch.ariaLabel = this.#say("from", { time: clock(startMs) });
    const another = list.cloneNode();
    another.start = this.#all.length + 1;
    stretch.append(another);
    last.after(stretch);
    return another;
  }

  /** Times are others now. */
  moved() {
    this.#starts = null;
  }
}
