// Which translation stands beside the original words, or in their place where there is no room. Every layer is in the
// page already; the style sheet shows what `data-shown` names.

import { lastNotAfter } from "./moment.js";
import { remember, remembered } from "./memory.js";

const STORE = "muragat-layer";

/**
 * Start the switch; `keepPlace(change)` makes a change without moving the words that are being read.
 * Return what shows a layer by its name, which is not remembered.
 */
export function startLayers(links, root, keepPlace, signal) {
  const names = [...links.querySelectorAll("[data-layer]")];
  const show = (layer) => {
    const wanted = names.find((link) => link.dataset.layer === layer);
    if (!wanted || wanted.ariaCurrent) return;
    keepPlace(() => { root.dataset.shown = wanted.dataset.show; });
    for (const link of names) link.ariaCurrent = link === wanted ? "true" : null;
  };
  links.addEventListener("click", (event) => {
    const link = event.target.closest("[data-layer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    remember(STORE, link.dataset.layer);
    show(link.dataset.layer);
  }, { signal });
  if (!new URLSearchParams(location.search).has("layer")) show(remembered(STORE));
  return show;
}

/** The translated pieces of the moment: on a phone they are all that is seen. */
export class Translated {
  #layers;

  constructor(root) {
    const numbers = new Set([...root.querySelectorAll("[data-layer]")].map((layer) => layer.dataset.layer));
    this.#layers = [...numbers].map((number) => {
      const pieces = [...root.querySelectorAll(`[data-layer="${number}"] [data-m]`)];
      return { pieces, starts: pieces.map((piece) => Number(piece.dataset.m)), now: null };
    });
  }

  /** Mark what is said now; return when that changes next, in ms. */
  show(nowMs) {
    let nextMs = Infinity;
    for (const layer of this.#layers) {
      const index = lastNotAfter(layer.starts, nowMs);
      const last = layer.pieces[index];
      const endMs = last ? layer.starts[index] + Number(last.dataset.d) : 0;
      const now = nowMs < endMs ? last : null;
      if (now !== layer.now) {
        layer.now?.classList.remove("now");
        now?.classList.add("now");
        layer.now = now;
      }
      nextMs = Math.min(nextMs, layer.starts[index + 1] ?? Infinity, now ? endMs : Infinity);
    }
    return nextMs;
  }
}
