// The page of a quote: its words are marked while the clip plays, and what it offers can be copied with one button.

import { lastNotAfter } from "./moment.js";
import { onPage } from "./page.js";

onPage(import.meta.url, (main, signal) => {
  for (const field of main.querySelectorAll("[data-copied]")) addCopyButton(field, signal);
  const clip = main.querySelector(".clip");
  if (clip) followClip(clip, [...main.querySelectorAll("blockquote [data-m]")], signal);
});

function addCopyButton(field, signal) {
  const [label, copied] = [field.querySelector("label, .label"), field.querySelector("input, textarea, .cited")];
  const select = () => (copied.select ? copied.select() : getSelection().selectAllChildren(copied));
  // Without a clipboard (plain http) the text is selected for the reader to copy.
  const button = document.createElement("button");
  button.type = "button";
  button.className = "plain";
  button.textContent = field.dataset.copy;
  button.setAttribute("aria-label", `${field.dataset.copy}: ${label.textContent}`);
  field.append(button);
  button.addEventListener("click", async () => {
    select();
    try {
      await navigator.clipboard.writeText(copied.value ?? copied.textContent);
      button.textContent = field.dataset.copied;
    } catch {
      copied.focus();
    }
  }, { signal });
}

function followClip(clip, words, signal) {
  const startMs = Number(words[0].dataset.m);
  const starts = words.map((word) => Number(word.dataset.m));
  let said = null;
  const show = () => {
    const nowMs = startMs + clip.currentTime * 1000;
    const word = words[lastNotAfter(starts, nowMs)];
    const now = word && !clip.ended && nowMs < Number(word.dataset.m) + Number(word.dataset.d) ? word : null;
    if (now !== said) {
      said?.classList.remove("now");
      now?.classList.add("now");
      said = now;
    }
    if (!clip.paused && !signal.aborted) requestAnimationFrame(show);
  };
  for (const event of ["play", "seeked", "ended"]) clip.addEventListener(event, show, { signal });
}
