// Where somebody is, kept over the loading of the page that the end of the machine's work asks for.

const STORE = "muragat-place";

export class Place {
  #desk;
  #programme;

  constructor(root, desk) {
    this.#desk = desk;
    this.#programme = root.dataset.programme;
  }

  loadAgain() {
    const { current } = this.#desk;
    const from = current?.field?.selectionStart ?? 0;
    const place = current && { programme: this.#programme, id: current.id, startMs: current.startMs, from };
    try {
      if (place) sessionStorage.setItem(STORE, JSON.stringify(place));
    } catch {
      // A browser that keeps nothing shows the page from its beginning.
    }
    location.reload();
  }

  /** Go where somebody was before the page was loaded again. */
  goBack() {
    let place = null;
    try {
      place = JSON.parse(sessionStorage.getItem(STORE));
      sessionStorage.removeItem(STORE);
    } catch {
      return;
    }
    if (place?.programme !== this.#programme) return;
    const { passages, go } = this.#desk;
    const passage = passages.find(place.id) ?? passages.at(place.startMs);
    if (passage) go(passage, Math.min(place.from, passage.text.length));
  }
}
