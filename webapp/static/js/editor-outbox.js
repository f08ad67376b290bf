// What is to be sent, kept in the browser from the moment on at which it was typed until the server has it: a closed
// lid, a crash or an ended session loses nothing. It is sent in order, one after the other, and each thing has a name,
// so that the server does none twice.

const ALIVE_MS = 5_000;
/** A window that is closed says so; one that has said nothing for so long has crashed. Hidden ones speak once a minute. */
const DEAD_MS = 150_000;
const WAIT_MS = [1_000, 2_000, 4_000, 8_000, 15_000];
const KEEPALIVE_CHARACTERS = 20_000;

export class Outbox {
  /** Items in order: `{op, kind, segment, body, base, dueAt, isHeld}`; `dueAt` as of `performance.now()`, which never jumps. */
  items = [];
  #prefix;
  #send;
  #told;
  #found;
  #timer = null;
  /** When the timer looks again. */
  #looksAt = Infinity;
  #retries = 0;
  #isSending = false;
  #isStopped = false;

  /**
   * @param place names the person and the programme
   * @param send sends one item; resolves to "done", "held" (somebody has to look at it) or "later"
   * @param told is called after each change
   * @param found is called with what a window left that crashed while this one was open; it returns what this one goes on
   *   with, since nobody has typed anything else there
   */
  constructor(place, send, told, found, signal) {
    this.#prefix = `muragat-edit:${place}:`;
    this.#send = send;
    this.#told = told;
    this.#found = found;
    this.window = windowName((name) => !this.#isLeft(name));
    this.items = this.#left();
    this.#take(this.items);
    const alive = () => store(`${this.#prefix}alive:${this.window}`, String(Date.now()));
    alive();
    const beat = setInterval(() => { alive(); this.#look(); }, ALIVE_MS);
    signal.addEventListener("abort", () => { clearInterval(beat); clearTimeout(this.#timer); });
    addEventListener("online", () => this.flush(), { signal });
    addEventListener("visibilitychange", () => document.hidden && this.flush(), { signal });
    addEventListener("pagehide", () => { this.#leave(); forget(`${this.#prefix}alive:${this.window}`); }, { signal });
    addEventListener("pageshow", ({ persisted }) => persisted && alive(), { signal });
    addEventListener("focus", () => this.#look(), { signal });
  }

  /** Return whether nothing waits but what somebody has to look at. */
  get isEmpty() {
    return this.items.every((item) => item.isHeld);
  }

  of(segment) {
    return this.items.filter((item) => item.segment === segment || item.others?.includes(segment));
  }

  /** Put something at the end. @return whether this browser keeps it */
  add(item) {
    const added = { op: randomName(), isHeld: false, dueAt: performance.now(), ...item, key: this.#nextKey() };
    this.items.push(added);
    const isKept = this.keep(added);
    this.wake();
    return isKept && added;
  }

  /** Keep an item as it is now. @return whether this browser keeps it */
  keep({ key, ...item }) {
    return store(key, JSON.stringify(item));
  }

  /** Drop an item. */
  drop(item) {
    this.items = this.items.filter((each) => each !== item);
    forget(item.key);
    this.#told();
  }

  /** Send everything now, without waiting for more keys. */
  flush() {
    this.#retries = 0;
    for (const item of this.items) item.dueAt = 0;
    this.wake();
  }

  /** Stop sending until `wake` is called with true. */
  stop() {
    this.#isStopped = true;
    this.#told();
  }

  wake(isAllowed = false) {
    if (isAllowed) this.#isStopped = false;
    this.#told();
    this.#lookLater();
  }

  // A key puts off what is due, so the timer of the first key does for all: it finds that it came too early.
  #lookLater() {
    const next = this.items.find((item) => !item.isHeld);
    if (!next || this.#isSending || this.#isStopped || this.#looksAt <= next.dueAt) return;
    clearTimeout(this.#timer);
    this.#looksAt = next.dueAt;
    this.#timer = setTimeout(() => {
      this.#looksAt = Infinity;
      this.#run();
    }, Math.max(0, next.dueAt - performance.now()));
  }

  async #run() {
    const item = this.items.find((each) => !each.isHeld);
    if (!item || this.#isSending || this.#isStopped) return;
    if (item.dueAt > performance.now()) {
      this.#lookLater();
      return;
    }
    this.#isSending = true;
    item.isSent = true;
    this.#told();
    const outcome = await this.#send(item);
    this.#isSending = false;
    if (outcome === "done") {
      this.#retries = 0;
      this.drop(item);
    } else if (outcome === "held") {
      item.isHeld = true;
    } else {
      item.dueAt = performance.now() + WAIT_MS[Math.min(this.#retries, WAIT_MS.length - 1)];
      this.#retries += 1;
    }
    this.wake();
  }

  /** The page goes: send what fits, the first of each passage, without an answer. What has none is sent again later. */
  #leave() {
    const seen = new Set();
    let room = KEEPALIVE_CHARACTERS;
    for (const item of this.items) {
      const size = JSON.stringify(item.body).length;
      if (this.#isStopped || item.isHeld || seen.has(item.segment) || (room -= size) < 0) break;
      seen.add(item.segment);
      if (item.isSent) continue;
      item.isSent = true; // A page that comes back writes nothing more into it.
      this.#send(item, true);
    }
  }

  /** Return whether a window of this name is closed, or has crashed. A clock that is put back or forth makes none alive. */
  #isLeft(window) {
    const at = read(`${this.#prefix}alive:${window}`);
    return at === null || Math.abs(Date.now() - Number(at)) > DEAD_MS;
  }

  /**
   * Return what windows have left that are closed, this one's own before its reload first. It may have been sent, and what
   * has this name is done once: what is typed from now on gets a name of its own.
   */
  #left() {
    const isLeft = (key) => this.#isLeft(key.slice(this.#prefix.length + 5).split(":")[1]);
    const left = keys().filter((key) => key.startsWith(`${this.#prefix}item:`) && isLeft(key)).sort();
    return left.map((key) => ({ ...parsed(read(key)), key, isHeld: false, isSent: true, dueAt: 0 })).filter(({ op }) => op);
  }

  /** Keep what another window has left as this one's own. */
  #take(items) {
    for (const item of items) {
      forget(item.key);
      item.key = this.#nextKey();
      this.keep(item);
    }
  }

  /** A window that crashed while this one was open sends nothing more: this one does. */
  #look() {
    const left = this.#left();
    if (!left.length) return;
    const mine = this.#found(left);
    this.items.push(...mine);
    this.#take(mine);
    this.wake();
  }

  #counter = 0;

  #nextKey() {
    this.#counter += 1;
    const at = String(Date.now() * 1000 + this.#counter).padStart(17, "0");
    return `${this.#prefix}item:${at}:${this.window}`;
  }
}

/** Return a name that nobody has: 26 small letters and digits. */
export function randomName(length = 26) {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => (byte % 32).toString(32)).join("");
}

/**
 * The same after a reload, another in another window.
 * @param isTaken whether a window of a name is open: a browser that doubles a window gives the new one what it keeps for
 *   the old one, and this name with it
 */
function windowName(isTaken) {
  try {
    const known = sessionStorage.getItem("muragat-window");
    const name = known && !isTaken(known) ? known : randomName(16);
    sessionStorage.setItem("muragat-window", name);
    return name;
  } catch {
    return randomName(16); // A browser that keeps nothing.
  }
}

function store(key, text) {
  try {
    localStorage.setItem(key, text);
    return true;
  } catch {
    return false; // Full, or it keeps nothing: the page says so.
  }
}

function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {}; // Somebody else's words under our name.
  }
}

function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    return;
  }
}

function keys() {
  try {
    return Object.keys(localStorage);
  } catch {
    return [];
  }
}
