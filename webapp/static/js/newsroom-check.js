// Checking by keyboard: Space plays the span, a digit answers, and the next item is there at once, its sound loaded.
// Answers are sent one after another behind what is shown; one that is refused is told of, and nothing is lost.

const HEARD_S = 0.2;

const page = new AbortController();
const main = document.querySelector(".check");
const failure = main.querySelector('[data-part="failure"]');
let item = main.querySelector(".check-item");
let next = null;
let sending = Promise.resolve();

begin(item);

main.addEventListener("submit", (event) => {
  if (!event.target.matches(".check-answers")) return;
  event.preventDefault();
  answer(event.target, event.submitter);
}, { signal: page.signal });

main.addEventListener("keydown", (event) => {
  // Only while the item has the focus, so that no key of a reader's own software or of a field answers by mistake.
  if (!item.contains(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("textarea, input:not([type=checkbox]), select")) return;
  if (event.key === " " && !event.target.matches("button, summary, a, input, audio")) {
    event.preventDefault();
    play();
    return;
  }
  const digit = /^(?:Digit|Numpad)([1-5])$/.exec(event.code)?.[1];
  if (!digit) return;
  event.preventDefault();
  const details = item.querySelector('[data-part="correct"]');
  if (digit === "4" && details) {
    details.open = true;
    details.querySelector("textarea").focus();
    return;
  }
  item.querySelector(`button[data-key="${digit}"]`)?.click();
}, { signal: page.signal });

/** Make an item the one that is asked. */
function begin(section) {
  item = section;
  const hint = item.querySelector('[data-part="keys"]');
  if (hint) hint.hidden = false;
  const sound = item.querySelector(".check-sound");
  const audio = sound?.querySelector("audio");
  if (audio) follow(sound, audio);
  item.focus({ preventScroll: true });
  next = item.dataset.next ? fetchItem(item.dataset.next) : null;
}

/** Stop at the end of the span, and note which second was heard. */
function follow(sound, audio) {
  const around = Number(sound.dataset.around ?? 0);
  const startS = Math.max(0, (Number(sound.dataset.start) - around) / 1000);
  const endS = (Number(sound.dataset.end) + around) / 1000;
  const heard = item.querySelector('[name="heard"]');
  let fromS = null;
  let isSpan = false;
  audio.currentTime = startS;
  audio.addEventListener("playing", () => { fromS = audio.currentTime; }, { signal: page.signal });
  audio.addEventListener("timeupdate", () => {
    if (fromS !== null && audio.currentTime - fromS >= HEARD_S && !heard.checked) {
      heard.checked = true;
      unheard("");
      heard.value = Math.round(fromS * 1000);
    }
    if (isSpan && audio.currentTime >= endS) {
      isSpan = false;
      audio.pause();
    }
  }, { signal: page.signal });
  sound.toggle = () => {
    if (audio.paused) sound.hear();
    else audio.pause();
  };
  sound.hear = () => {
    if (!audio.paused) return;
    audio.currentTime = startS;
    isSpan = true;
    // A pause that comes before the sound does is no failure; the browser's own controls say the rest.
    audio.play().catch(() => { isSpan = false; });
  };
}

function play() {
  item.querySelector(".check-sound")?.toggle();
}

/** Say that it has to be heard first; nothing, where that is so no more. */
function unheard(words) {
  item.querySelector('[data-part="unheard"]').textContent = words;
}

/** Return a promise of an item of another page, ready to be shown; of null where it cannot be had. */
async function fetchItem(address) {
  try {
    const answer = await fetch(address, { signal: page.signal });
    return answer.ok ? itemOf(await answer.text()) : null;
  } catch {
    return null; // It is asked for again, by a page of its own, when it is its turn.
  }
}

function itemOf(html) {
  const other = new DOMParser().parseFromString(html, "text/html");
  const found = other.querySelector(".check-item");
  return { item: found && document.adoptNode(found), progress: other.querySelector('[data-part="progress"]') };
}

async function answer(form, button) {
  const asked = item;
  const sound = asked.querySelector(".check-sound");
  if (button.value === "heard so" && sound && !form.elements.heard.checked) {
    sound.hear(); // Nobody says how it sounds before they have heard it.
    unheard(main.dataset.unheard);
    return;
  }
  const body = new URLSearchParams(new FormData(form, button));
  const following = button.value === "corrected" ? null : next;
  next = null;
  const sent = sending.then(() => send(form.action, body));
  sending = sent.then(() => {}, () => {});
  const ready = await following;
  if (ready?.item) show(ready.item, asked);
  const { ok, html, url } = await sent;
  if (ok) arrive(html, url, asked);
  else refuse(html, url, asked, button.textContent.trim());
}

async function send(action, body) {
  try {
    const answer = await fetch(action, { method: "POST", body, signal: page.signal });
    return { ok: answer.ok, html: await answer.text(), url: answer.url };
  } catch {
    return { ok: false, html: "", url: action };
  }
}

function show(section, before) {
  if (item !== before) return;
  item.querySelector("audio")?.pause();
  item.replaceWith(section);
  begin(section);
}

/** An answer is stored: say how far the checking is, and show what is asked now where that is not shown yet. */
function arrive(html, url, asked) {
  const { item: found, progress } = itemOf(html);
  if (!found) {
    location.assign(url); // Nothing is left.
    return;
  }
  main.querySelector('[data-part="progress"]').replaceWith(document.adoptNode(progress));
  if (item === asked) show(found, asked);
  else if (found.dataset.key === item.dataset.key && found.dataset.next) item.dataset.next = found.dataset.next;
}

/** An answer is not stored: the item comes back with what is wrong, or is told of where another is shown already. */
function refuse(html, url, asked, said) {
  const found = html ? itemOf(html).item : null;
  if (found && item === asked) {
    show(found, asked);
    return;
  }
  const link = document.createElement("a");
  link.href = url;
  link.textContent = `${asked.querySelector("#asked").textContent.trim()}: ${said}`;
  const note = document.createElement("p");
  note.className = "notice alarm";
  note.append(main.dataset.refused, " ", link);
  failure.append(note);
}
