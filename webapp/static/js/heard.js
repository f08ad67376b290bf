// Which second of a recording somebody has heard, for forms that ask whether they have.

const HEARD_S = 0.2;

/** Call `note` with the milliseconds from which it played, once it has played long enough to be heard. */
export function onHeard(audio, signal, note) {
  let fromS = null;
  audio.addEventListener("playing", () => { fromS = audio.currentTime; }, { signal });
  audio.addEventListener("seeked", () => { fromS = audio.paused ? null : audio.currentTime; }, { signal });
  audio.addEventListener("timeupdate", () => {
    if (fromS === null || audio.currentTime - fromS < HEARD_S) return;
    note(Math.round(fromS * 1000));
    fromS = null;
  }, { signal });
}

/** Tick the box of a form that asks for it, with what was heard; one that is ticked already stays as it is. */
export function tickHeard(form, heardMs) {
  const box = form?.querySelector('input[name="heard"]');
  if (!box || box.checked) return;
  box.checked = true;
  box.value = heardMs;
}
