// Words that are spelt otherwise than in the glossary: asked for once, offered at the passage in which somebody is, and
// written by one key. A key that is typed costs nothing here, but in a passage with an offer.

const WAIT_MS = 500;
const LETTER = /[\p{L}\p{N}]/u;

export class Terms {
  #desk;
  #signal;
  #head;
  #list;
  #line;
  #button;
  /** What is offered, by the id of the passage. */
  #offers = new Map();
  #shown = null;

  /** @param head says how many are left */
  constructor(root, head, desk, signal) {
    this.#desk = desk;
    this.#signal = signal;
    this.#head = head;
    if (!root.dataset.terms) return;
    this.#button = Object.assign(document.createElement("button"), { type: "button", className: "link" });
    this.#button.dataset.do = "term";
    this.#line = Object.assign(document.createElement("p"), { id: "offer", className: "offer", lang: document.documentElement.lang });
    this.#line.append(this.#button);
    // When the editor can be used already: nobody waits for it.
    const timer = setTimeout(() => this.#ask(root), WAIT_MS);
    signal.addEventListener("abort", () => clearTimeout(timer));
  }

  async #ask(root) {
    let told;
    try {
      const answer = await fetch(root.dataset.terms, { redirect: "error", cache: "no-store", signal: this.#signal });
      if (!answer.ok) return;
      told = await answer.json();
    } catch {
      return; // It is an offer: all else goes on without it.
    }
    for (const { segment_id: id, heard, written } of told.offers) {
      this.#offers.set(id, [...this.#offers.get(id) ?? [], { heard, written }]);
    }
    if (!this.#offers.size) return;
    this.#list = root.querySelector(".passages");
    this.#list.addEventListener("focusin", () => this.look(), { signal: this.#signal });
    this.look();
  }

  /** Write what is offered where the cursor is; where nothing is, go to the next passage in which something is. */
  write() {
    const { current, fields, work } = this.#desk;
    const [offer] = current ? this.#open(current) : [];
    if (!offer) {
      this.next();
      return;
    }
    const field = fields.open(current);
    if (field.readOnly) return;
    field.focus({ preventScroll: true });
    field.setRangeText(offer.written, offer.from, offer.from + offer.heard.length, "end");
    work.typed(current, "insertReplacementText");
    this.look();
  }

  /** Go to the next passage in which something is offered, round to the one in which the cursor is. */
  next() {
    const { passages, current, go, remark } = this.#desk;
    const all = passages.all;
    const first = all.indexOf(current) + 1;
    for (let count = 0; count < all.length; count += 1) {
      const passage = all[(first + count) % all.length];
      const [offer] = this.#open(passage);
      if (!offer) continue;
      go(passage, offer.from, offer.from + offer.heard.length);
      return;
    }
    remark("noTerm");
  }

  /** Return what is still offered in a passage, each with its place: who vouches for a passage has looked at it. */
  #open(passage) {
    const offers = this.#offers.get(passage.id);
    if (!offers || passage.isGone || passage.isChecked) return [];
    const from = new Map();
    return offers.flatMap((offer) => {
      const place = placeOf(passage.text, offer.heard, from.get(offer.heard) ?? 0);
      if (place < 0) return [];
      from.set(offer.heard, place + offer.heard.length);
      return [{ ...offer, from: place }];
    });
  }

  /** Say how many are left, and offer the first of the passage in which somebody is: also where no key told of a change. */
  look() {
    if (!this.#list) return;
    let left = 0;
    for (const id of this.#offers.keys()) {
      const passage = this.#desk.passages.find(id);
      if (passage) left += this.#open(passage).length;
    }
    const said = this.#head.querySelector("[data-part]");
    const words = left === 1 ? said.dataset.one : said.dataset.many.replace("{count}", left);
    if (said.textContent !== words) said.textContent = words;
    this.#head.hidden = left === 0;
    this.#show();
  }

  #show = () => {
    const { current, say } = this.#desk;
    const [offer] = current?.field ? this.#open(current) : [];
    if (this.#shown !== current) this.#leave();
    if (!offer) {
      this.#line.remove();
      current?.field?.removeAttribute("aria-describedby");
      return;
    }
    current.field.setAttribute("aria-describedby", this.#line.id);
    if (this.#shown !== current) {
      this.#shown = current;
      // On the list, which the editor hears first: by then it knows what was typed.
      this.#list.addEventListener("input", this.#show, { signal: this.#signal });
    }
    const words = say("writeTerm", { word: offer.written, heard: offer.heard });
    if (this.#button.textContent !== words) this.#button.textContent = words;
    if (this.#line.closest(".passage") !== current.element) current.element.querySelector(".said").append(this.#line);
  };

  #leave() {
    if (this.#shown) this.#list.removeEventListener("input", this.#show);
    this.#shown?.field?.removeAttribute("aria-describedby");
    this.#shown = null;
  }
}

/** Return where a text has words that stand alone, from a place on; -1 where it has not. */
function placeOf(text, words, at) {
  for (let from = text.indexOf(words, at); from >= 0; from = text.indexOf(words, from + 1)) {
    if (!LETTER.test(text[from - 1] ?? "") && !LETTER.test(text[from + words.length] ?? "")) return from;
  }
  return -1;
}
