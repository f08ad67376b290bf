// The editor of a whole programme. `desk` is what its parts know of one another.

import { Fields } from "./editor-field.js";
import { History } from "./editor-history.js";
import { Keys } from "./editor-keys.js";
import { startFind } from "./editor-find.js";
import { startLetters } from "./editor-letters.js";
import { Live } from "./editor-live.js";
import { Lull } from "./editor-lull.js";
import { Outbox } from "./editor-outbox.js";
import { Passages } from "./editor-passages.js";
import { Place } from "./editor-place.js";
import { startPlayer } from "./editor-player.js";
import { Sending } from "./editor-sending.js";
import { Sound } from "./editor-sound.js";
import { startSpeaker } from "./editor-speaker.js";
import { Terms } from "./editor-terms.js";
import { Timing } from "./editor-timing.js";
import { Trouble } from "./editor-trouble.js";
import { MOST_CHARACTERS, Work } from "./editor-work.js";

const page = new AbortController();
const root = document.querySelector(".editor");
const parts = new Map();

/** Return a part of the page, looked for once: the search goes through all passages, and keys ask. */
function part(name) {
  if (!parts.has(name)) parts.set(name, document.querySelector(`[data-part="${name}"]`));
  return parts.get(name);
}

if (root.querySelector(".passages")) start();

function start() {
  const { signal } = page;
  const list = root.querySelector(".passages");
  const said = new Map([...part("said").content.children].map((each) => [each.dataset.say, each.textContent]));
  const say = (name, named = {}) => Object.entries(named).reduce((text, [key, value]) => text.replaceAll(`{${key}}`, value), said.get(name) ?? "");
  const nameOf = (speaker) => (/^S[1-9]\d*$/.test(speaker) ? say("speaker", { number: speaker.slice(1) }) : speaker);
  const labelOf = (name) => {
    const [before, after] = say("speaker", { number: "\n" }).split("\n");
    const number = name.slice(before.length, name.length - after.length);
    return /^[1-9]\d*$/.test(number) && name === before + number + after ? `S${number}` : name;
  };
  const desk = { say, nameOf, labelOf, current: null, remark: (name) => remark(say(name)) };

  desk.lull = new Lull(signal);
  desk.passages = new Passages(list, part("new-passage"), say);
  desk.fields = new Fields(list, desk.passages, say, signal);
  desk.history = new History();
  desk.show = (passage, isWhole = true) => {
    passage.show(say, nameOf, (id) => root.dataset.passages + encodeURIComponent(id));
    if (isWhole) desk.fields.show(passage);
    if (passage === desk.current) desk.timing.place();
  };
  desk.apply = (wire, isWhole) => apply(desk, wire, isWhole);
  desk.go = (passage, from, to = from) => go(desk, passage, from, to);
  desk.trouble = new Trouble(root, part("trouble"), desk, () => showSaving(desk));
  const sending = new Sending(root, desk);
  desk.outbox = new Outbox(
    `${root.dataset.user}:${root.dataset.programme}`, (...item) => sending.send(...item), () => showSaving(desk), (items) => takeIn(desk, items), signal,
  );
  desk.work = new Work(desk);
  desk.timing = new Timing(root, desk);
  desk.place = new Place(root, desk);
  desk.terms = new Terms(root, part("terms"), desk, signal);
  desk.live = new Live(root, desk, signal);
  const audio = document.querySelector("#played");
  desk.sound = new Sound(audio, desk, signal);
  if (audio) startPlayer(audio, part("player"), desk.lull, signal);
  keepRoom(part("bar"), signal);
  giveBack(desk, desk.outbox.items);
  listen(desk, list, signal);
  startActs(desk, signal);
  for (const each of document.querySelectorAll("[data-needs-script]")) each.hidden = false;
  part("acts").hidden = false;
  // On a phone the tools are a row that moves; a browser leaves one where it is of which it shows a part.
  part("acts").addEventListener("focusin", ({ target }) => target.scrollIntoView({ block: "nearest", inline: "nearest" }), { signal });
  root.dataset.isReady = "";
  desk.place.goBack();
  desk.outbox.wake();
}

/** Put what a window that crashed had not saved into its fields, where nobody has typed here since; return it. */
function takeIn(desk, items) {
  const mine = items.filter(({ segment }) => {
    const passage = desk.passages.find(segment);
    return desk.outbox.of(segment).length === 0 && (!passage || passage.text === passage.saved);
  });
  giveBack(desk, mine);
  return mine;
}

/** Put what was typed and not saved, before this page was loaded, into its fields again. */
function giveBack({ passages, show }, items) {
  for (const item of items) {
    if (item.kind !== "words") continue;
    // What was typed in a passage that went meanwhile stands at its time, until the newsroom has said what became of it.
    const passage = passages.find(item.segment) ?? passages.add(item.segment, item.startMs ?? 0);
    if (item.base) passage.tag = item.base;
    if (item.body.text !== undefined) passage.text = item.body.text;
    if (item.body.speaker !== undefined) passage.speaker = item.body.speaker;
    show(passage);
  }
}

/** Take over what the server says of a passage. */
function apply({ passages, fields, outbox, show, current }, wire, isWhole) {
  let passage = passages.find(wire.id), isNew = false;
  if (!passage) {
    if (wire.gone !== null) return;
    passage = passages.add(wire.id, wire.start_ms);
    if (wire.language) passage.element.lang = wire.language;
    isNew = true;
  }
  const isUntouched = isWhole || passage.text === passage.saved;
  // A person who is in the field keeps the spaces that they have just typed.
  const isTyping = passage === current && document.activeElement === passage.field && passage.text.split(/\s+/).join(" ").trim() === wire.text;
  const text = passage.text;
  passage.take(wire, isWhole && isUntouched);
  if (isTyping) passage.text = text;
  passage.isGone = wire.gone !== null;
  const waiting = outbox.of(wire.id).findLast((item) => item.kind === "words" && item.body.text !== undefined);
  if (waiting && !isWhole) passage.text = waiting.body.text;
  passages.moved();
  show(passage);
  if (isNew) fields.openIfNear(passage);
}

/** Go to a passage and put the cursor there. */
function go(desk, passage, from, to) {
  const field = desk.fields.open(passage);
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  desk.current = passage;
  const { top, bottom } = passage.element.getBoundingClientRect();
  const barTop = part("bar").getBoundingClientRect().top;
  if (top < 0 || bottom > barTop) passage.element.scrollIntoView({ block: "center", behavior: "instant" });
}

function listen(desk, list, signal) {
  const on = (event, act) => list.addEventListener(event, act, { signal });
  on("input", (event) => {
    const passage = desk.passages.of(event.target);
    if (!passage || !event.target.matches("textarea")) return;
    desk.lull.typed();
    desk.work.typed(passage, event.inputType);
    desk.sound.keepUp();
  });
  // Undo is over all passages; the browser's own knows one field.
  on("beforeinput", (event) => {
    if ((event.data?.length ?? 0) > MOST_CHARACTERS) { // A browser needs seconds to show it, and it cannot be saved.
      event.preventDefault();
      desk.trouble.at(desk.passages.of(event.target), desk.say("notInserted"));
      return;
    }
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
      event.preventDefault();
      if (event.inputType === "historyUndo") desk.work.undo();
      else desk.work.redo();
    }
  });
  on("focusin", (event) => {
    const passage = desk.passages.of(event.target);
    if (!passage || !event.target.matches("textarea")) return;
    desk.current?.element.classList.remove("current");
    desk.current = passage;
    passage.element.classList.add("current");
    desk.fields.hold(passage);
    desk.timing.place();
  });
  on("focusout", (event) => {
    if (!event.target.matches("textarea")) return;
    desk.fields.hold(null);
    desk.outbox.flush();
  });
  on("click", (event) => {
    const link = event.target.closest("a.clock");
    const passage = desk.passages.of(event.target);
    if (!link || !passage || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    desk.sound.playFrom(passage.startMs);
    desk.go(passage, 0);
  });
  on("keydown", (event) => {
    const passage = desk.passages.of(event.target);
    if (!passage || !event.target.matches("textarea") || event.isComposing) return;
    const { selectionStart, selectionEnd } = event.target;
    if (event.key !== "Backspace" || selectionStart || selectionEnd || event.ctrlKey || event.altKey || event.metaKey) return;
    const before = desk.passages.beside(passage, -1);
    if (!before) return;
    event.preventDefault();
    desk.work.join(before);
  });
}

function startActs(desk, signal) {
  const { work, sound } = desk;
  const here = (act) => () => desk.current && !desk.current.isGone && act(desk.current);
  const beside = (step) => here((passage) => {
    const other = desk.passages.beside(passage, step);
    if (other) desk.go(other, 0);
  });
  const acts = {
    play: () => sound.toggle(),
    back: () => sound.back(),
    passage: here((passage) => sound.playPassage(passage)),
    doubt: () => goToDoubt(desk, 1),
    doubtBefore: () => goToDoubt(desk, -1),
    check: here((passage) => {
      work.check(passage, false);
      const next = desk.passages.beside(passage, 1);
      if (next) desk.go(next, 0);
    }),
    split: here((passage) => work.split(passage)),
    join: here((passage) => work.join(passage)),
    speaker: here(startSpeaker(part("speaker"), desk, signal)),
    takeOut: here((passage) => work.takeOut(passage)),
    time: here(() => desk.timing.ask(false)),
    timeAll: () => desk.timing.ask(true),
    term: () => desk.terms.write(),
    termNext: () => desk.terms.next(),
    next: beside(1),
    before: beside(-1),
    undo: () => work.undo(),
    redo: () => work.redo(),
    find: startFind(part("find"), desk, signal),
    letters: startLetters(part("letters"), document.querySelector('[data-do="letters"]'), desk, signal),
  };
  // What was said of the last key holds until the next.
  for (const event of ["keydown", "pointerdown"]) document.addEventListener(event, () => remark(""), { signal, capture: true });
  const keys = new Keys(part("keys"), { ...acts, help: () => keys.help() }, desk.say, signal);
  const pressed = { ...acts, check: here((passage) => work.check(passage)), help: () => keys.help() };
  part("bar").addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-do]")) event.preventDefault(); // The field keeps the cursor.
  }, { signal });
  document.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (name) pressed[name]();
  }, { signal });
}

/** Go to the next word that the machine doubts and nobody has vouched for, from the cursor on and round to it. */
function goToDoubt(desk, step) {
  const { passages, current } = desk;
  const all = passages.all;
  const first = Math.max(0, all.indexOf(current));
  const caret = current?.field?.selectionStart ?? -1;
  // The round ends where it began: with what is on the cursor's other side.
  const turns = all.length && all.length + 1;
  for (let count = 0; count < turns; count += 1) {
    const passage = all[(first + step * count + all.length) % all.length];
    const doubts = passage.isChecked ? [] : passage.now.filter(({ said }) => said?.isDoubted);
    const isBegun = passage === current && count === 0;
    const left = isBegun ? doubts.filter(({ from }) => (step > 0 ? from > caret : from < caret)) : doubts;
    const word = step > 0 ? left[0] : left.at(-1);
    if (word) {
      desk.go(passage, word.from, word.to);
      return;
    }
  }
  desk.remark("noDoubt");
}

function showSaving(desk) {
  const { outbox, trouble, say, lull } = desk;
  if (!outbox) return;
  const waits = outbox.items.filter((item) => !item.isHeld);
  // While nothing can be saved, nothing is being saved, however often it is tried.
  const isSaving = !trouble.isInTheWay && waits.some((item) => item.isSent);
  const state = outbox.items.some((item) => item.isHeld) ? "kept" : isSaving ? "saving" : waits.length ? "kept" : "saved";
  if (state !== "kept" && lull.isTyping) { // What is saved is told in the next pause; what is not, at once.
    lull.wait("saving", () => showSaving(desk));
    return;
  }
  const shown = part("saving");
  shown.dataset.state = state;
  const words = say(state === "kept" && trouble.isFull ? "unsaved" : state);
  write(shown, words);
}

/** Write words into an element in the place of others: a text that changes costs less than one that goes and comes. */
function write(element, words) {
  if (element.textContent === words) return;
  if (element.firstChild) element.firstChild.data = words;
  else element.textContent = words;
}

/** Say something where else stands whether all is saved. */
function remark(words) {
  const shown = part("remark");
  if (shown.textContent === words) return;
  shown.textContent = words;
  part("saving").hidden = words !== "";
}

/** Nothing that is scrolled to comes under the bar, however many rows its tools need. */
function keepRoom(bar, signal) {
  const watcher = new ResizeObserver(() => {
    const height = `${bar.offsetHeight}px`; // Asked once: between two answers the page would be laid out.
    for (const { style } of [document.documentElement, document.body]) style.setProperty("--bar-height", height);
  });
  watcher.observe(bar);
  signal.addEventListener("abort", () => watcher.disconnect());
}
