// What a person must know: that nothing can be saved now, that two typed at one place, that a passage is gone.

/** What no answer of the newsroom ends. */
const STAYS = new Set(["forbidden", "anew", "full", "whole"]);

export class Trouble {
  #desk;
  #bar;
  #templates;
  #signIn;
  #shown = null;
  #changed;
  /** Whether this browser keeps nothing. */
  isFull = false;

  /** @param changed is called when something is said above everything, or no more */
  constructor(root, bar, desk, changed) {
    this.#changed = changed;
    this.#desk = desk;
    this.#bar = bar;
    this.#signIn = root.dataset.signIn;
    this.#templates = (name) => document.querySelector(`template[data-part="${name}"]`).content.firstElementChild.cloneNode(true);
  }

  get shown() {
    return this.#shown;
  }

  /** Return whether nothing can be saved now. */
  get isInTheWay() {
    return this.#shown !== null && this.#shown !== "full" && this.#shown !== "whole";
  }

  /** Say above everything why nothing is saved. */
  show(name, named = {}) {
    if (this.#shown === name) return;
    this.#shown = name;
    const said = document.createElement("p");
    said.textContent = `${this.#desk.say(name, named)} `;
    if (name === "signedOut" || name === "other") {
      said.append(Object.assign(document.createElement("a"), { href: this.#signIn, target: "_blank", textContent: this.#desk.say("signIn") }));
    }
    if (name === "anew" || name === "whole") said.append(Object.assign(document.createElement("a"), { href: "", textContent: this.#desk.say("load") }));
    const notice = Object.assign(document.createElement("div"), { className: name === "whole" ? "notice" : "notice alarm" });
    notice.append(said);
    this.#bar.replaceChildren(notice);
    this.#bar.hidden = false;
    this.#changed();
  }

  hide() {
    if (STAYS.has(this.#shown)) return;
    this.#shown = null;
    this.#bar.hidden = true;
    this.#changed();
  }

  /** Say that this browser keeps nothing. */
  kept(isKept) {
    this.isFull = !isKept;
    if (this.isFull) this.show("full");
  }

  /** Say something at a passage, in the place of what was said there before. */
  at(passage, sentence) {
    if (!passage) return;
    let line = passage.element.querySelector(".problem");
    if (!line) {
      line = Object.assign(document.createElement("p"), { className: "problem", role: "alert", lang: document.documentElement.lang });
      passage.element.querySelector(".said").append(line);
    }
    line.textContent = sentence;
  }

  tooLong(passage, isTooLong) {
    if (isTooLong) this.at(passage, this.#desk.say("tooLong"));
    else passage.element.querySelector(".problem")?.remove();
  }

  /** What was at a passage is settled. */
  settled(passage) {
    passage?.element.querySelector(".problem")?.remove();
    passage?.element.querySelector(".conflict")?.remove();
  }

  /** Show both versions; nothing is lost whichever is kept: what is dropped can be had back by undo. */
  conflict(passage, item, status, told) {
    const isGone = status === 410 || !told.theirs;
    const box = this.#templates(isGone ? "gone" : "conflict");
    const part = (name) => box.querySelector(`[data-part="${name}"]`);
    const name = told.by || this.#desk.say("machine");
    part("sentence").textContent = status === 410 ? this.#desk.say("takenOut", { name })
      : isGone ? told.sentence : this.#desk.say("changedBy", { name });
    const yours = item.body.text ?? "";
    part("yours").textContent = yours;
    if (isGone) {
      part("near").textContent = told.near ?? "";
      part("near-line").hidden = !told.near;
      box.querySelector('[data-keep="mine"]').hidden = status !== 410;
    } else {
      part("theirs").replaceChildren(...marked(told.theirs.text, yours));
      part("yours").replaceChildren(...marked(yours, told.theirs.text));
    }
    if (passage.isGone) passage.isGone = false;
    passage.element.querySelector(".conflict")?.remove();
    passage.element.querySelector(".said").append(box);
    this.#desk.show(passage);
    this.#desk.fields.fit(passage);
    // Nobody who types elsewhere meanwhile is taken away from there.
    if (!this.#desk.current || this.#desk.current === passage) box.scrollIntoView({ block: "nearest", behavior: "instant" });
    box.addEventListener("click", ({ target }) => {
      const keep = target.closest("[data-keep]")?.dataset.keep;
      if (keep) this.#settle(passage, item, told, keep, isGone);
    });
  }

  #settle(passage, item, told, keep, isGone) {
    const { outbox, history } = this.#desk;
    passage.element.querySelector(".conflict").remove();
    if (keep === "mine") {
      item.isHeld = item.isSent = false;
      item.dueAt = 0;
      item.base = told.theirs?.tag ?? passage.tag;
      if (isGone) item.body.revive = true;
      else {
        passage.take(told.theirs, false);
        this.#desk.show(passage);
      }
      outbox.keep(item);
      outbox.wake();
      passage.field?.focus();
      return;
    }
    outbox.drop(item);
    if (isGone) {
      passage.isGone = true;
      this.#desk.show(passage);
      return;
    }
    history.did({ kind: "text", id: passage.id, before: passage.text, after: told.theirs.text, caret: 0, at: 0, typing: "theirs" });
    this.#desk.apply(told.theirs, true);
    passage.field?.focus();
  }
}

/** Return a text with what another has otherwise marked, from the first word that differs to the last. */
function marked(text, other) {
  const [words, others] = [text, other].map((each) => each.split(/(?<=\s)(?=\S)/));
  const most = Math.min(words.length, others.length);
  const isSame = (at, from) => words.at(at)?.trim() === others.at(from)?.trim();
  let start = 0, end = 0;
  while (start < most && isSame(start, start)) start += 1;
  while (end < most - start && isSame(-1 - end, -1 - end)) end += 1;
  const parts = [words.slice(0, start), words.slice(start, words.length - end), words.slice(words.length - end)];
  const [before, differs, after] = parts.map((each) => each.join(""));
  return differs ? [before, Object.assign(document.createElement("mark"), { textContent: differs }), after] : [text];
}
