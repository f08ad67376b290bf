// Keys while somebody types. All are combinations or function keys, so none is in the way of letters; each act can be
// taught one more key, which is how a foot pedal does it: a pedal is a keyboard of a few keys.

import { remember, remembered } from "./memory.js";

const STORE = "muragat-editor-keys";
const AT_FIRST = {
  play: ["Ctrl+Space", "F8", "MediaPlayPause"],
  back: ["F9", "Ctrl+Comma", "MediaTrackPrevious"],
  passage: ["Shift+F8", "Ctrl+Shift+Space"],
  doubt: ["F2", "Alt+KeyP"],
  doubtBefore: ["Shift+F2"],
  check: ["Ctrl+Enter"],
  split: ["Enter"],
  join: ["Ctrl+KeyJ"],
  speaker: ["F4"],
  takeOut: ["Ctrl+Shift+Backspace"],
  time: ["Shift+F9"],
  term: ["Alt+Enter"],
  termNext: ["Alt+Shift+Enter"],
  next: ["Ctrl+ArrowDown", "PageDown"],
  before: ["Ctrl+ArrowUp", "PageUp"],
  undo: ["Ctrl+KeyZ"],
  redo: ["Ctrl+Shift+KeyZ", "Ctrl+KeyY"],
  find: ["Ctrl+KeyF", "F3"],
  letters: ["Alt+KeyL"],
  help: ["F1", "Ctrl+Slash"],
};
/** What is written on a key, where it is not its name; what the page has a word for is said in that. */
const SHOWN = {
  Comma: ",", Period: ".", Slash: "/", Backslash: "\\", Semicolon: ";", Quote: "'", Backquote: "`", Minus: "-", Equal: "=",
  BracketLeft: "[", BracketRight: "]", ArrowDown: "↓", ArrowUp: "↑", ArrowLeft: "←", ArrowRight: "→", PageDown: "Page Down", PageUp: "Page Up",
};
const MODIFIERS = new Set(["Control", "Shift", "Alt", "Meta", "AltGraph"]);

export class Keys {
  #dialog;
  #taught = {};
  #teaching = null;
  #say;
  /** Which act each key does: it is asked at every key. */
  #acts;

  /** @param acts what each act does */
  constructor(dialog, acts, say, signal) {
    this.#dialog = dialog;
    this.#say = say;
    try {
      this.#taught = JSON.parse(remembered(STORE) ?? "{}") ?? {};
    } catch {
      this.#taught = {}; // Somebody else's words under our name: they are written over.
    }
    this.#learn();
    document.addEventListener("keydown", (event) => this.#pressed(event, acts), { signal });
    dialog.addEventListener("click", ({ target }) => this.#clicked(target), { signal });
    dialog.addEventListener("close", () => { this.#teaching = null; }, { signal });
  }

  help() {
    this.#showAll();
    this.#dialog.showModal();
  }

  #pressed(event, acts) {
    if (event.isComposing || MODIFIERS.has(event.key)) return;
    const name = nameOf(event);
    if (this.#teaching) {
      event.preventDefault();
      if (name !== "Escape") this.#teach(this.#teaching, name);
      this.#teaching = null;
      this.#showAll();
      return;
    }
    if (event.target.closest("dialog")) return;
    const isField = event.target.matches?.(".passage textarea");
    // A single key such as Enter belongs to the passages' fields alone.
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey && !/^(Shift\+)?(F\d+|Media)/.test(name);
    if (isPlain && !isField) return;
    const act = this.#acts.get(name);
    if (!act) return;
    // Who searches undoes there what they typed there.
    if ((act === "undo" || act === "redo") && event.target.matches?.("input")) return;
    event.preventDefault();
    acts[act]();
  }

  #keysOf(act) {
    return [...AT_FIRST[act].filter((key) => !Object.values(this.#taught).includes(key)), ...this.#taught[act] ? [this.#taught[act]] : []];
  }

  #teach(act, key) {
    for (const [other, known] of Object.entries(this.#taught)) if (known === key) delete this.#taught[other];
    this.#taught[act] = key;
    this.#learn();
    remember(STORE, JSON.stringify(this.#taught));
  }

  #learn() {
    this.#acts = new Map(Object.keys(AT_FIRST).flatMap((act) => this.#keysOf(act).map((key) => [key, act])));
  }

  #clicked(target) {
    if (target.closest("[data-close]")) this.#dialog.close();
    if (target.closest("[data-forget-keys]")) {
      this.#taught = {};
      this.#learn();
      remember(STORE, "{}");
      this.#showAll();
    }
    const teach = target.closest("[data-teach]");
    if (!teach) return;
    this.#showAll();
    this.#teaching = teach.dataset.teach;
    this.#dialog.querySelector(`[data-keys-of="${this.#teaching}"]`).textContent = this.#say("pressKey");
  }

  #written(key) {
    return key.split("+").map((part) => this.#say(`key ${part}`) || (SHOWN[part] ?? part.replace(/^Key|^Digit/, ""))).join(" + ");
  }

  #showAll() {
    for (const cell of this.#dialog.querySelectorAll("[data-keys-of]")) {
      const shown = this.#keysOf(cell.dataset.keysOf).map((key) => Object.assign(document.createElement("kbd"), { textContent: this.#written(key) }));
      cell.replaceChildren(...shown.flatMap((kbd, index) => (index ? [" ", kbd] : [kbd])));
    }
  }
}

/** Return a key with its modifiers, by where it is on the keyboard: Kazakh letters stand on the same keys. */
function nameOf(event) {
  const control = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  const key = event.code || event.key;
  return `${control}${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${key.replace("NumpadEnter", "Enter")}`;
}
