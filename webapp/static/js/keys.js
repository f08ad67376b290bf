// Keys for the whole page. They can be turned off (WCAG 2.2, 2.1.4), and the choice is kept.

const STORE = "muragat-keys";
const TYPING = 'input:not([type="range"]), select, textarea, [contenteditable]';
const PRESSING = "button, a, summary, input, audio";

export function startKeys(panel, player, signal) {
  const choice = panel.querySelector("input");
  choice.checked = stored() !== "off";
  choice.addEventListener("change", () => store(choice.checked ? "on" : "off"), { signal });
  panel.hidden = false;

  document.addEventListener("keydown", (event) => {
    if (!choice.checked || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest(TYPING) || (event.key === " " && event.target.closest(PRESSING))) return;
    const act = {
      " ": player.toggle,
      k: player.toggle,
      j: () => player.step(-1),
      l: () => player.step(1),
      ArrowLeft: () => player.step(-1),
      ArrowRight: () => player.step(1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }, { signal });
}

// A browser that keeps nothing throws here; the keys then are as they were when the page came.
function stored() {
  try {
    return localStorage.getItem(STORE);
  } catch {
    return null;
  }
}

function store(value) {
  try {
    localStorage.setItem(STORE, value);
  } catch {
    return;
  }
}
