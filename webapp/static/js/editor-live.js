// Asks every few seconds what others have changed, who is where, and whether this window may still save.

const SHOWN_MS = 3_000;
const HIDDEN_MS = 20_000;
const TYPING_MS = 6_000;
/** In the place of a run's name while the machine listens (webapp/editor/begun.py). */
const BEGUN = "begun";

export class Live {
  #root;
  #desk;
  #number;
  #checks;
  /** Up to where this window has what the machine hears, in ms; null where it does not listen. */
  #heard;
  #missed = new Map();
  #timer;
  #signal;
  #others = [];
  #mayType = new Set();

  constructor(root, desk, signal) {
    this.#root = root;
    this.#desk = desk;
    this.#signal = signal;
    this.#number = Number(root.dataset.number);
    this.#checks = Number(root.dataset.checks);
    this.#heard = root.dataset.heard ?? null;
    signal.addEventListener("abort", () => clearTimeout(this.#timer));
    addEventListener("focus", () => this.look(), { signal });
    addEventListener("visibilitychange", () => document.hidden || this.look(), { signal });
    addEventListener("pagehide", () => this.#ask({ leaving: true }, true).catch(() => {}), { signal });
    this.#wait();
  }

  /** Look at all that was ever changed: this window thought otherwise than the server. */
  lookAgain() {
    this.#number = 0;
    return this.look();
  }

  async look() {
    clearTimeout(this.#timer);
    try {
      const answer = await this.#ask();
      if (answer.ok) this.#take(await answer.json());
      else if (answer.type === "opaqueredirect" || answer.status === 401) this.#out();
    } catch {
      this.#desk.trouble.show("offline");
    }
    this.#wait();
  }

  #ask(more = {}, keepalive = false) {
    const at = this.#desk.current?.id ?? "";
    const typing = this.#desk.lull.stillMs < TYPING_MS;
    const heard = this.#heard === null ? {} : { heard: this.#heard };
    const asked = new URLSearchParams({ number: this.#number, checks: this.#checks, window: this.#desk.outbox.window, at, typing, ...heard, ...more });
    return fetch(`${this.#root.dataset.changes}?${asked}`, { redirect: "manual", keepalive, signal: keepalive ? null : this.#signal });
  }

  #wait() {
    clearTimeout(this.#timer);
    if (this.#signal.aborted) return;
    const look = () => this.#desk.lull.wait("look", () => this.look(), 2 * SHOWN_MS);
    this.#timer = setTimeout(look, document.hidden ? HIDDEN_MS : SHOWN_MS);
  }

  #out() {
    this.#desk.trouble.show("signedOut");
    this.#desk.outbox.stop();
  }

  #take(told) {
    const { trouble, outbox } = this.#desk;
    const mine = this.#root.dataset.user;
    if (told.user_name !== mine) {
      trouble.show("other", { name: told.user_name, mine });
      outbox.stop();
      return;
    }
    if (told.transcript_id !== this.#root.dataset.transcript && this.#root.dataset.transcript === BEGUN) {
      this.#root.dataset.csrf = told.csrf_token;
      this.#end();
      return;
    }
    if (told.transcript_id !== this.#root.dataset.transcript) {
      trouble.show("anew");
      outbox.stop();
      return;
    }
    this.#root.dataset.csrf = told.csrf_token;
    if (trouble.shown) {
      trouble.hide();
      outbox.wake(true);
      outbox.flush();
    }
    this.#number = told.number;
    this.#heard = told.heard_ms;
    for (const wire of told.segments) this.#missed.set(wire.id, wire);
    for (const [id, wire] of this.#missed) {
      if (outbox.of(id).length) continue;
      this.#missed.delete(id);
      const passage = this.#desk.passages.find(id);
      if (!passage && wire.gone !== null) continue;
      if (!passage || wire.number > passage.number) this.#desk.apply(wire, true);
    }
    for (const check of told.checks) this.#check(check);
    this.#showOthers(told.others);
    this.#desk.timing.take(told.timing);
  }

  /**
   * The machine has heard everything: have all of it, as soon as nobody is torn away from what they do. What waits goes on
   * being sent; most passages keep their names, and whose went is told at the passage.
   */
  #end() {
    const { outbox, trouble, sound, lull } = this.#desk;
    const isCalm = outbox.items.length === 0 && lull.stillMs > TYPING_MS && sound.isStill
      && !document.querySelector("dialog[open]");
    if (isCalm) this.#desk.place.loadAgain();
    else trouble.show("whole");
  }

  #check({ number, segment_id: id, kind, tag, user_name: by }) {
    this.#checks = Math.max(this.#checks, number);
    const passage = this.#desk.passages.find(id);
    if (!passage) return;
    passage.checkedTag = kind === "checked" ? tag : "";
    passage.checkedBy = by;
    this.#desk.show(passage);
  }

  #showOthers(others) {
    for (const { segment_id: id } of this.#others) this.#clear(this.#desk.passages.find(id));
    this.#others = others.filter(({ segment_id: id }) => this.#desk.passages.find(id));
    for (const { segment_id: id, user_name: name, is_typing: isTyping } of this.#others) {
      const passage = this.#desk.passages.find(id);
      if (passage.element.querySelector(".here.is-typing")) continue;
      this.#clear(passage);
      const line = Object.assign(document.createElement("p"), { className: "here", lang: document.documentElement.lang });
      line.classList.toggle("is-typing", isTyping);
      line.textContent = `${this.#desk.say(isTyping ? "typing" : "here", { name })} `;
      passage.element.querySelector(".said").append(line);
      const isMine = passage.text !== passage.saved || this.#mayType.has(id);
      if (isTyping && !isMine && passage.field) {
        passage.field.readOnly = true;
        const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: this.#desk.say("typeToo") });
        button.addEventListener("click", () => {
          this.#mayType.add(id);
          this.#clear(passage);
          passage.field?.focus();
        });
        line.append(button);
      }
    }
    for (const id of this.#mayType) {
      if (!this.#others.some((each) => each.segment_id === id && each.is_typing)) this.#mayType.delete(id);
    }
  }

  #clear(passage) {
    passage?.element.querySelector(".here")?.remove();
    if (passage?.field) passage.field.readOnly = false;
  }
}
