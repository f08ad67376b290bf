// The buttons of the player's bar.

import { remember, remembered } from "./memory.js";
import { clock, fragment } from "./moment.js";

const SPEED = "muragat-speed";
const ARROW_MS = 5000;
const WIDE = "(min-width: 62rem)";

/** Take over from the browser's own controls. */
export function startControls(player, signal) {
  const { bar, audio } = player;
  const part = (name) => player.part(name);
  const on = (element, event, act) => element.addEventListener(event, act, { signal });

  showTime(player, on);
  showState(player, on);
  startSpeed(player, on);
  startVolume(player, on);
  startPanel(player, on);
  on(part("play"), "click", () => player.toggle());
  for (const step of bar.querySelectorAll("[data-step]")) {
    on(step, "click", () => player.step(Number(step.dataset.step)));
  }
  on(part("link"), "click", () => copyLink(player));
  on(part("follow"), "click", () => player.setFollowing(!player.isFollowing()));
  on(part("stop-repeat"), "click", () => {
    player.repeat(null);
    part("play").focus();
  });
  audio.controls = false;
  part("controls").hidden = false;
}

function showTime(player, on) {
  const [position, time] = [player.part("position"), player.part("time")];
  const show = () => {
    const text = clock(player.nowMs());
    if (time.textContent === text && position.hasAttribute("aria-valuetext")) return;
    time.textContent = text;
    position.value = player.nowMs() / 1000;
    position.setAttribute("aria-valuetext", `${text} / ${clock(player.durationMs)}`);
  };
  position.max = player.durationMs / 1000;
  for (const event of ["timeupdate", "seeking", "seeked"]) on(player.audio, event, show);
  on(position, "input", () => player.seek(position.value * 1000));
  on(position, "keydown", (event) => {
    // The native step is a tenth of a second, for the mouse.
    const direction = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!direction) return;
    event.preventDefault();
    player.step(direction * ARROW_MS);
  });
  show();
}

function showState(player, on) {
  const play = player.part("play");
  const show = () => {
    play.setAttribute("aria-label", player.isPlaying() ? play.dataset.pause : play.dataset.play);
    player.bar.classList.toggle("is-playing", player.isPlaying());
  };
  for (const event of ["play", "pause", "ended"]) on(player.audio, event, show);
  show();
}

function startSpeed(player, on) {
  const speed = player.part("speed");
  const use = () => {
    player.audio.defaultPlaybackRate = player.audio.playbackRate = Number(speed.value);
  };
  if ([...speed.options].some((option) => option.value === remembered(SPEED))) speed.value = remembered(SPEED);
  on(speed, "change", () => {
    use();
    remember(SPEED, speed.value);
  });
  player.audio.preservesPitch = true;
  use();
}

/** Take the next slower or faster of the speeds that there are. */
export function changeSpeed(player, by) {
  const speed = player.part("speed");
  speed.selectedIndex = Math.min(Math.max(speed.selectedIndex + by, 0), speed.options.length - 1);
  speed.dispatchEvent(new Event("change"));
  player.say(`${speed.value}×`);
}

function startVolume(player, on) {
  const { audio } = player;
  const [volume, mute] = [player.part("volume"), player.part("mute")];
  const show = () => {
    mute.setAttribute("aria-pressed", String(audio.muted));
    volume.value = audio.muted ? 0 : Math.round(audio.volume * 100);
  };
  on(mute, "click", () => { audio.muted = !audio.muted; });
  on(volume, "input", () => {
    audio.muted = false;
    audio.volume = volume.value / 100;
  });
  on(audio, "volumechange", show);
  show();
}

/** Take the sound away or give it back, for a key: who does not see the button hears what has become of it. */
export function toggleMute(player) {
  player.audio.muted = !player.audio.muted;
  const { off, on } = player.part("mute").dataset;
  player.say(player.audio.muted ? off : on);
}

/** Let the text follow the sound, or not, for a key. */
export function toggleFollowing(player) {
  player.setFollowing(!player.isFollowing());
  const { off, on } = player.part("follow").dataset;
  player.say(player.isFollowing() ? on : off);
}

function startPanel(player, on) {
  const [more, panel] = [player.part("more"), player.part("panel")];
  const setOpen = (isOpen) => {
    more.setAttribute("aria-expanded", String(isOpen));
    panel.hidden = !isOpen;
  };
  on(more, "click", () => setOpen(panel.hidden));
  on(player.bar, "keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden || event.target.closest("dialog")) return;
    setOpen(false);
    more.focus();
  });
  // What is used often stands in the bar where there is room, in the panel where there is not.
  const wide = matchMedia(WIDE);
  const arrange = () => {
    const [back, forth, follow, repeat] = ["back", "forth", "follow", "repeat"].map((name) => player.part(name));
    if (wide.matches) {
      player.part("long-back").after(back, forth);
      more.before(follow, repeat);
    } else {
      player.part("often").append(back, forth, follow, repeat);
    }
  };
  on(wide, "change", arrange);
  arrange();
}

async function copyLink(player) {
  const address = new URL(player.part("programme").href);
  address.hash = fragment(Math.floor(player.nowMs() / 100) * 100);
  if (address.pathname === location.pathname) history.replaceState(history.state, "", address.hash);
  try {
    await navigator.clipboard.writeText(address.href);
    player.say(player.bar.dataset.copied);
  } catch {
    // No clipboard on plain http: the address bar now holds the link.
    player.say(player.bar.dataset.inAddress);
  }
}
