// A quote or a programme in another site's frame: plays its span, marks the words, tells the page around how high it is.

import { clock, lastNotAfter } from "./moment.js";

const player = document.querySelector(".small-player");
const words = [...document.querySelectorAll("blockquote [data-m]")];

const scrolled = [...document.querySelectorAll(".scrolled, .words")];

new ResizeObserver(tellHeight).observe(document.body);
if (player) startPlayer(player, player.querySelector("audio"));

/** The page around may be anybody's; that is why it is told a number and nothing else. */
function tellHeight() {
  // As high as all of it would be if nothing had to scroll.
  const hidden = Math.max(0, ...scrolled.map((each) => each.scrollHeight - each.clientHeight));
  const height = document.body.getBoundingClientRect().height + hidden;
  parent.postMessage({ type: "muragat-height", height: Math.ceil(height) }, "*");
}

function startPlayer(root, audio) {
  const [button, position, time] = ["button", "input", ".clock"].map((name) => root.querySelector(name));
  const [startMs, endMs] = [Number(root.dataset.start), Number(root.dataset.end)];
  const starts = words.map((word) => Number(word.dataset.m));
  let said = null;

  const nowMs = () => Math.max(startMs, audio.currentTime * 1000);
  const seek = (timeMs) => { audio.currentTime = timeMs / 1000; };
  const play = () => audio.play().catch((error) => {
    // A pause that comes before the sound does is no failure.
    if (error.name !== "AbortError") root.querySelector("[role=status]").textContent = root.dataset.failed;
  });

  function show() {
    position.value = (nowMs() - startMs) / 1000;
    position.setAttribute("aria-valuetext", `${clock(nowMs() - startMs)} / ${clock(endMs - startMs)}`);
    time.textContent = `${clock(nowMs() - startMs)} / ${clock(endMs - startMs)}`;
    button.textContent = audio.paused ? button.dataset.play : button.dataset.pause;
    const word = words[lastNotAfter(starts, nowMs())];
    const now = word && !audio.paused && nowMs() < Number(word.dataset.m) + Number(word.dataset.d) ? word : null;
    if (now === said) return;
    said?.classList.remove("now");
    now?.classList.add("now");
    said = now;
  }
  function tick() {
    if (nowMs() >= endMs && !audio.paused) audio.pause();
    show();
    if (!audio.paused) requestAnimationFrame(tick);
  }

  button.addEventListener("click", () => {
    if (!audio.paused) return audio.pause();
    if (audio.currentTime * 1000 < startMs || nowMs() >= endMs - 50) seek(startMs);
    return play();
  });
  position.addEventListener("input", () => seek(startMs + position.value * 1000));
  for (const event of ["play", "pause", "seeked", "ended"]) audio.addEventListener(event, tick);

  position.max = (endMs - startMs) / 1000;
  audio.controls = false;
  audio.src = audio.src.split("#")[0];
  root.querySelector(".small-controls").hidden = false;
  show();
}
