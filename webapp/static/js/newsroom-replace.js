// Ticks all places, or none: at the head of each programme, and says how many are ticked.

const page = new AbortController();

for (const group of document.querySelectorAll(".replace-places")) {
  const boxes = [...group.querySelectorAll('input[name="place"]')];
  const legend = group.querySelector("legend");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", legend.firstChild.textContent.trim());
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  }, { signal: page.signal });
  group.addEventListener("change", show, { signal: page.signal });
  legend.prepend(all, " ");
  show();
}
