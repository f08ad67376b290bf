// A stretch to keep back: its beginning and end are taken from where the player is.

const page = new AbortController();
const form = document.querySelector("[data-spans]");
const audio = form?.querySelector("audio");

function written(seconds) {
  const whole = Math.floor(seconds / 60);
  const rest = (seconds - 60 * whole).toFixed(1).padStart(4, "0");
  return `${whole}:${rest}`;
}

if (audio) {
  for (const button of form.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const field = form.querySelector(`#${button.dataset.take}`);
      field.value = written(audio.currentTime);
      field.focus();
    }, { signal: page.signal });
  }
}
