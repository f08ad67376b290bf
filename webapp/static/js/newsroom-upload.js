// A recording goes out while its form is filled in: it can be paused, outlives a closed lid and a newsroom that is
// started again, and after a reload it goes on when the same file is chosen. Without this script the form sends it.

import { arrived, begin, Broken, end, Refused, send } from "./tus.js";

const WAIT_MS = [1_000, 2_000, 5_000, 10_000, 30_000];
const MOST_NAME_CHARACTERS = 200;

const page = new AbortController();


class Sending {
  #root;
  #input;
  #form;
  #file = null;
  #address = null;
  #going = null;
  #isAwaited = false;

  constructor(root) {
    this.#root = root;
    this.#input = root.querySelector("input[type=file]");
    this.#form = root.closest("form");
    const on = (target, event, act) => target.addEventListener(event, act, { signal: page.signal });
    on(this.#input, "change", () => this.#choose(this.#input.files[0]));
    on(this.#part("pause"), "click", () => this.#rest());
    on(this.#part("go-on"), "click", () => this.#go());
    on(this.#part("remove"), "click", () => this.#remove());
    on(this.#form, "submit", (event) => this.#submit(event));
    on(window, "beforeunload", (event) => { if (this.#going) event.preventDefault(); });
    this.#recall();
  }

  /** Say what came earlier and was not used: the same file chosen again goes on from there. */
  async #recall() {
    const known = await this.#known();
    const list = this.#part("known");
    for (const each of known.filter(({ id }) => id !== this.#taken?.value)) {
      const item = document.createElement("li");
      const isWhole = each.offset_bytes === each.size_bytes;
      const told = document.createElement("span");
      const numbers = { name: each.file_name, percent: percent(each.offset_bytes, each.size_bytes) };
      told.textContent = fill(this.#say(isWhole ? "here" : "begun"), numbers);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "plain";
      button.textContent = this.#say(isWhole ? "use" : "remove");
      button.addEventListener("click", async () => {
        item.remove();
        if (isWhole) this.#take(this.#addressOf(each.id), each.file_name);
        else await end(this.#addressOf(each.id), this.#token).catch(() => {});
      }, { signal: page.signal });
      item.append(told, button);
      list.append(item);
    }
    list.hidden = !list.children.length;
  }

  async #known() {
    try {
      const answer = await fetch(this.#root.dataset.upload, { redirect: "error", cache: "no-store" });
      return answer.ok ? await answer.json() : [];
    } catch {
      return []; // The file is sent from its beginning, or by the form.
    }
  }

  async #choose(file) {
    this.#pause();
    this.#isAwaited = false; // Another file is added when somebody says so.
    this.#taken?.remove();
    this.#file = file ?? null;
    this.#address = null;
    this.#part("panel").hidden = !file;
    if (!file) return;
    const same = (await this.#known()).find((each) => isSame(each, file));
    if (this.#file !== file) return;
    if (same) this.#address = this.#addressOf(same.id);
    this.#part("known").hidden = true;
    this.#go();
  }

  /** Send until all is there; what can be mended by waiting is waited for. */
  async #go() {
    const file = this.#file;
    const going = new AbortController();
    this.#going?.abort();
    this.#going = going;
    this.#show(this.#isAwaited ? "awaited" : "sending");
    for (let failures = 0; this.#going === going; failures += 1) {
      try {
        this.#address ??= await begin(file, this.#root.dataset.upload, this.#token, going.signal);
        await send(file, this.#address, this.#token, going.signal, (sent) => {
          failures = 0;
          if (this.#going === going) this.#progress(sent, file.size);
        });
        if (this.#going === going) this.#take(this.#address, file.name);
        return;
      } catch (error) {
        if (this.#going !== going) return;
        if (!(await this.#canGoOn(error, failures, going.signal))) return;
      }
    }
  }

  async #canGoOn(error, failures, signal) {
    if (error instanceof Broken || (error instanceof TypeError && !navigator.onLine)) {
      this.#show(this.#isAwaited ? "broken-awaited" : "broken");
      await pause(WAIT_MS[Math.min(failures, WAIT_MS.length - 1)], signal);
      if (!signal.aborted) this.#show(this.#isAwaited ? "awaited" : "sending");
      return !signal.aborted;
    }
    if (error instanceof Refused && error.status === 404 && failures < WAIT_MS.length) {
      this.#address = null; // It was removed meanwhile: from the beginning.
      return true;
    }
    this.#going = null;
    this.#isAwaited = false;
    this.#show(error instanceof Refused && error.status === 401 ? "signed-out" : "refused", error.message);
    return false;
  }

  /** Pause at somebody's wish, and say how much is there for good: the piece that was on its way is not. */
  async #rest() {
    this.#pause();
    const [address, file] = [this.#address, this.#file];
    const offset = address && (await arrived(address, page.signal).catch(() => null));
    if (offset !== null && this.#address === address && !this.#going) this.#progress(offset, file.size);
  }

  #pause() {
    const going = this.#going;
    this.#going = null;
    going?.abort();
    if (going) this.#show("paused");
  }

  async #remove() {
    const address = this.#address;
    this.#pause();
    this.#isAwaited = false;
    this.#taken?.remove();
    this.#file = this.#address = null;
    this.#input.value = "";
    this.#part("panel").hidden = true;
    this.#input.focus();
    // What cannot be removed now expires.
    if (address) await end(address, this.#token).catch(() => {});
  }

  /** Let the form name what has come, instead of sending the file once more. */
  #take(address, name) {
    this.#going = null;
    this.#address = address;
    this.#taken?.remove();
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: this.#root.dataset.field, value: address.split("/").at(-1) });
    this.#root.append(field);
    this.#input.value = "";
    this.#part("panel").hidden = false;
    this.#show("whole", name);
    if (this.#isAwaited) this.#form.requestSubmit();
  }

  #submit(event) {
    if (!this.#going) return;
    event.preventDefault();
    // The page's other scripts must not take it for sent.
    event.stopImmediatePropagation();
    this.#isAwaited = true;
    this.#show(this.#root.dataset.state === "broken" ? "broken-awaited" : "awaited");
  }

  #progress(sent, size) {
    this.#part("bar").value = size ? (100 * sent) / size : 100;
    const numbers = { percent: percent(sent, size), done: megabytes(sent), all: megabytes(size) };
    this.#part("numbers").textContent = fill(this.#say("numbers"), numbers);
  }

  #show(state, text = "") {
    const said = fill(this.#say(state), { name: text, why: text });
    this.#part("said").textContent = state === "refused" && text ? text : said;
    this.#root.dataset.state = state;
    this.#part("pause").hidden = !this.#going;
    this.#part("go-on").hidden = !["paused", "signed-out", "refused"].includes(state);
    this.#part("bar").hidden = this.#part("numbers").hidden = state === "whole";
  }

  get #taken() {
    return this.#root.querySelector(`input[name="${this.#root.dataset.field}"]`);
  }

  get #token() {
    return this.#form.elements.csrf_token.value;
  }

  #addressOf(id) {
    return `${this.#root.dataset.upload}/${id}`;
  }

  #part(name) {
    return this.#root.querySelector(`[data-part="${name}"]`);
  }

  #say(name) {
    return this.#root.querySelector(`[data-say="${name}"]`).textContent;
  }
}

function isSame(known, file) {
  return known.size_bytes === file.size && known.modified_ms === file.lastModified && known.file_name === plain(file.name);
}

/** A name as the newsroom keeps it. */
function plain(name) {
  return [...name.replace(/\p{C}/gu, "").trim()].slice(0, MOST_NAME_CHARACTERS).join("");
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function percent(done, all) {
  const share = Math.floor((100 * done) / (all || 1)) / 100; // What is not whole is never called so.
  return new Intl.NumberFormat(document.documentElement.lang, { style: "percent" }).format(share);
}

function megabytes(bytes) {
  return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: bytes < 1e7 ? 1 : 0 }).format(bytes / 1e6);
}

/** Wait, or until the line is back or the sending is over. */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    const stop = () => { clearTimeout(timer); resolve(); };
    addEventListener("online", stop, { once: true, signal });
    signal.addEventListener("abort", stop, { once: true });
  });
}

for (const root of document.querySelectorAll("[data-upload]")) new Sending(root);
