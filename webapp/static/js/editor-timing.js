// Corrected words get their times from the sound: the machine is asked for it at the passage that was corrected, for that
// passage or for all of them. New times come as all changes do.

export class Timing {
  #desk;
  #root;
  #line;
  #buttons;
  #choice;
  #state;
  #told = null;
  /** The job that this window has seen at work: only of that is its end said. */
  #seen = null;

  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
    this.#buttons = ["time", "timeAll"].map((name) => {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: desk.say(name) });
      button.dataset.do = name;
      return button;
    });
    this.#state = document.createElement("span");
    this.#state.ariaLive = "polite";
    this.#line = Object.assign(document.createElement("p"), { className: "timing", lang: document.documentElement.lang });
    this.#choice = document.createElement("span");
    const [one, all] = this.#buttons;
    this.#choice.append(one, " · ", all);
    this.#line.append(this.#state, " ", this.#choice);
  }

  /** Take over how far the machine is; null where nobody has asked it. */
  take(told) {
    this.#told = told;
    if (told?.is_active) this.#seen = told.job_id;
    const words = told && told.job_id === this.#seen ? this.#saying(told) : "";
    if (this.#state.textContent !== words) this.#state.textContent = words;
    this.#choice.hidden = Boolean(told?.is_active);
    this.place();
  }

  /** Stand at the passage in which somebody is, where a person has corrected it. */
  place() {
    const { current } = this.#desk;
    const isHere = current && !current.isGone && (this.#state.textContent || (current.by && current.text === current.saved));
    if (!isHere) this.#line.remove();
    else if (this.#line.parentElement?.parentElement !== current.element) current.element.querySelector(".said").append(this.#line);
  }

  /** Ask the machine, for the passage in which somebody is or for all. What was typed is sent before. */
  async ask(isAll) {
    const { current, outbox, remark, live } = this.#desk;
    if (this.#told?.is_active || (!isAll && !current)) return;
    if (this.#buttons.includes(document.activeElement)) current.field?.focus();
    outbox.flush();
    const asked = new URLSearchParams({ kind: "retime" });
    if (!isAll) asked.set("segment", current.id);
    let isAsked = false;
    try {
      const answer = await fetch(this.#root.dataset.jobs, {
        method: "POST",
        headers: { "X-CSRFToken": this.#root.dataset.csrf },
        body: asked,
        redirect: "manual", // To the programme's page; or to sign in, which the next look finds.
      });
      isAsked = answer.type === "opaqueredirect";
    } catch {
      isAsked = false;
    }
    if (isAsked) await live.look();
    else remark("notAsked");
  }

  #saying({ segment_id: id, told: state }) {
    if (!id) return this.#desk.say("timing", { state });
    const time = this.#desk.passages.find(id)?.element.querySelector(".clock").textContent ?? "";
    return this.#desk.say("timingAt", { time, state });
  }
}
