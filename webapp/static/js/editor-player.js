// The editor's own player. A browser's controls are laid out and painted four times a second, also while somebody types;
// these once a second, and in the pauses of whoever types.

import { remember, remembered } from "./memory.js";
import { clock } from "./moment.js";

const SPEED = "muragat-speed";
const ARROW_S = 5;
const OLDEST_MS = 10_000;

/** Take over from the browser's own controls. @param bar the element with the parts of the player. @param lull of typing */
export function startPlayer(audio, bar, lull, signal) {
  const part = (name) => bar.querySelector(`[data-part="${name}"]`);
  const on = (element, events, act) => {
    for (const event of events) element.addEventListener(event, act, { signal });
  };
  startPlace(audio, part, lull, on);
  startState(audio, part("play"), on);
  startSpeed(audio, part("speed"), on);
  startVolume(audio, part("mute"), part("volume"), on);
  audio.controls = false;
  bar.hidden = false;
}

function startPlace(audio, part, lull, on) {
  const [position, time, length] = ["position", "time", "length"].map(part);
  // A text that changes costs less than one that goes and comes.
  const shown = time.appendChild(document.createTextNode(""));
  const show = () => {
    const text = clock(audio.currentTime * 1000);
    if (shown.data === text) return;
    shown.data = text;
    position.value = audio.currentTime;
    position.ariaValueText = `${text} / ${length.textContent}`;
  };
  const measure = () => {
    if (!Number.isFinite(audio.duration)) return;
    position.max = audio.duration;
    length.textContent = clock(audio.duration * 1000);
    shown.data = "";
    show();
  };
  on(audio, ["timeupdate"], () => lull.wait("clock", show, OLDEST_MS));
  on(audio, ["seeking", "seeked", "pause"], show);
  on(audio, ["loadedmetadata", "durationchange"], measure);
  on(position, ["input"], () => { audio.currentTime = position.value; });
  on(position, ["keydown"], (event) => {
    // The native step is a tenth of a second, for the mouse.
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!direction || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    audio.currentTime = Math.max(0, audio.currentTime + direction * ARROW_S);
  });
  measure();
  show();
}

function startState(audio, play, on) {
  const show = () => {
    play.ariaLabel = audio.paused ? play.dataset.play : play.dataset.pause;
    play.classList.toggle("is-playing", !audio.paused);
  };
  on(audio, ["play", "pause", "ended"], show);
  show();
}

function startSpeed(audio, speed, on) {
  const use = () => { audio.defaultPlaybackRate = audio.playbackRate = Number(speed.value); };
  if ([...speed.options].some(({ value }) => value === remembered(SPEED))) speed.value = remembered(SPEED);
  on(speed, ["change"], () => {
    use();
    remember(SPEED, speed.value);
  });
  audio.preservesPitch = true;
  use();
}

function startVolume(audio, mute, volume, on) {
  const show = () => {
    mute.ariaPressed = String(audio.muted);
    volume.value = audio.muted ? 0 : Math.round(audio.volume * 100);
  };
  on(mute, ["click"], () => { audio.muted = !audio.muted; });
  on(volume, ["input"], () => {
    audio.muted = false;
    audio.volume = volume.value / 100;
  });
  on(audio, ["volumechange"], show);
  show();
}
