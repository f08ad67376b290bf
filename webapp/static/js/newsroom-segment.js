// Hear the passage again without leaving the text: Ctrl + Space.

const page = new AbortController();
const passage = document.querySelector(".passage");

if (passage) {
  const audio = passage.querySelector("audio");
  const startS = Number(passage.dataset.start) / 1000;
  const endS = Number(passage.dataset.end) / 1000;
  let isPassage = false;

  passage.querySelector(".hint").hidden = false;
  document.querySelector("#text").addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.ctrlKey) return;
    event.preventDefault();
    if (!audio.paused) {
      audio.pause();
      return;
    }
    audio.currentTime = startS;
    isPassage = true;
    // A pause that comes before the sound does is no failure; the browser's own controls say the rest.
    audio.play().catch(() => { isPassage = false; });
  }, { signal: page.signal });
  audio.addEventListener("timeupdate", () => {
    if (!isPassage || audio.currentTime < endS) return;
    isPassage = false;
    audio.pause();
  }, { signal: page.signal });
}
