// Corrected words get their times from the sound: the machine does it for a whole programme, and is asked for it at the
// passage that was corrected. New times come as all changes do.

export class Timing {
  #desk;
  #root;
  #line;
  #button;
  #state;
  #told = null;
  /** The job that this window has seen at work: only of that is its end said. */
  #seen = null;

  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
    this.#button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: desk.say("time") });
    this.#button.dataset.do = "time";
    this.#state = document.createElement("span");
    this.#state.ariaLive = "polite";
    this.#line = Object.assign(document.createElement("p"), { className: "timing", lang: document.documentElement.lang });
    this.#line.append(this.#state, " ", this.#button);
  }

  /** Take over how far the machine is; null where nobody has asked it. */
  take(told) {
    this.#told = told;
    if (told?.is_active) this.#seen = told.job_id;
    const words = told && told.job_id === this.#seen ? this.#desk.say("timing", { state: told.told }) : "";
    if (this.#state.textContent !== words) this.#state.textContent = words;
    this.#button.hidden = Boolean(told?.is_active);
    this.place();
  }

  /** Stand at the passage in which somebody is, where a person has corrected it. */
  place() {
    const { current } = this.#desk;
    const isHere = current && !current.isGone && (this.#state.textContent || (current.by && current.text === current.saved));
    if (!isHere) this.#line.remove();
    else if (this.#line.parentElement?.parentElement !== current.element) current.element.querySelector(".said").append(this.#line);
  }

  /** Ask the machine. What was typed is sent before. */
  async ask() {
    if (this.#told?.is_active) return;
    if (document.activeElement === this.#button) this.#desk.current.field?.focus();
    this.#desk.outbox.flush();
    let isAsked = false;
    try {
      const answer = await fetch(this.#root.dataset.jobs, {
        method: "POST",
        headers: { "X-CSRFToken": this.#root.dataset.csrf },
        body: new URLSearchParams({ kind: "retime" }),
        redirect: "manual", // To the programme's page; or to sign in, which the next look finds.
      });
      isAsked = answer.type === "opaqueredirect";
    } catch {
      isAsked = false;
    }
    if (isAsked) await this.#desk.live.look();
    else this.#desk.remark("notAsked");
  }
}
