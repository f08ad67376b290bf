// The bar at the foot of the page. The range input is the real control; the waveform under it is a picture.

import { clock, fragment } from "./moment.js";

const STEP_MS = 5000;

/** Take over from the browser's own controls, and return what the other parts may ask for. */
export function startPlayer(bar, audio, signal) {
  const part = (name) => bar.querySelector(`[data-part="${name}"]`);
  const [play, position, time, speed, follow, status] =
    ["play", "position", "time", "speed", "follow", "status"].map(part);
  const durationMs = Number(bar.dataset.duration);
  let wantedMs = null;

  const nowMs = () => wantedMs ?? audio.currentTime * 1000;
  const say = (text) => { status.textContent = text; };
  const seek = (timeMs) => {
    const insideMs = Math.min(Math.max(timeMs, 0), durationMs);
    // Before its metadata has come, an <audio> forgets where it is sent.
    if (audio.readyState === HTMLMediaElement.HAVE_NOTHING) wantedMs = insideMs;
    else audio.currentTime = insideMs / 1000;
    show();
  };
  const start = () => audio.play().catch((error) => {
    // A pause that comes before the sound does is no failure.
    if (error.name !== "AbortError") say(bar.dataset.failed);
  });
  const player = {
    durationMs,
    seek,
    step: (direction) => seek(nowMs() + direction * STEP_MS),
    toggle: () => (audio.paused ? start() : audio.pause()),
    playFrom: (timeMs) => { seek(timeMs); start(); },
    isFollowing: () => follow.getAttribute("aria-pressed") === "true",
    setFollowing: (isOn) => follow.setAttribute("aria-pressed", String(isOn)),
  };

  function show() {
    const timeMs = nowMs();
    time.textContent = clock(timeMs);
    position.value = timeMs / 1000;
    position.setAttribute("aria-valuetext", `${clock(timeMs)} / ${clock(durationMs)}`);
  }
  function showState() {
    play.setAttribute("aria-label", audio.paused ? play.dataset.play : play.dataset.pause);
    bar.classList.toggle("is-playing", !audio.paused);
  }
  async function copyLink() {
    const address = new URL(`#${fragment(Math.floor(nowMs() / 100) * 100)}`, location.origin + location.pathname);
    history.replaceState(null, "", address.hash);
    try {
      await navigator.clipboard.writeText(address.href);
      say(bar.dataset.copied);
    } catch {
      // No clipboard on plain http: the address bar now holds the link.
      say(bar.dataset.inAddress);
    }
  }

  const on = (element, event, act) => element.addEventListener(event, act, { signal });
  on(play, "click", player.toggle);
  on(part("back"), "click", () => player.step(-1));
  on(part("on"), "click", () => player.step(1));
  on(part("link"), "click", copyLink);
  on(follow, "click", () => player.setFollowing(!player.isFollowing()));
  on(speed, "change", () => { audio.playbackRate = Number(speed.value); });
  on(position, "input", () => seek(position.value * 1000));
  on(position, "keydown", (event) => {
    // The native step is a tenth of a second, for the mouse.
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    player.step(direction);
  });
  on(audio, "loadedmetadata", () => {
    if (wantedMs !== null) audio.currentTime = wantedMs / 1000;
    wantedMs = null;
  });
  on(audio, "error", () => say(bar.dataset.failed));
  for (const event of ["timeupdate", "seeking", "seeked"]) on(audio, event, show);
  for (const event of ["play", "pause", "ended"]) on(audio, event, showState);

  position.max = durationMs / 1000;
  audio.controls = false;
  part("controls").hidden = false;
  show();
  showState();
  return player;
}
