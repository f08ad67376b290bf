// Kazakh letters for keyboards that have none: Alt with the letter beside it, and a row of buttons.

const BY_LETTER = {
  а: "ә", г: "ғ", к: "қ", н: "ң", о: "ө", у: "ұ", ю: "ү", х: "һ", и: "і",
  a: "ә", g: "ғ", k: "қ", n: "ң", o: "ө", u: "ұ", y: "ү", h: "һ", i: "і",
};

export function startLetters(row, button, desk, signal) {
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey || !event.target.matches?.(".passage textarea")) return;
    const letter = BY_LETTER[event.key.toLowerCase()];
    if (!letter) return;
    event.preventDefault();
    type(event.target, event.shiftKey ? letter.toUpperCase() : letter);
  }, { signal });
  // The field keeps the cursor.
  row.addEventListener("pointerdown", (event) => event.preventDefault(), { signal });
  row.addEventListener("click", (event) => {
    const letter = event.target.closest("[data-letter]")?.dataset.letter;
    const field = desk.current?.field;
    if (letter && field) type(field, event.shiftKey ? letter.toUpperCase() : letter);
  }, { signal });
  return () => {
    row.hidden = !row.hidden;
    button.setAttribute("aria-expanded", String(!row.hidden));
  };
}

function type(field, letter) {
  if (field.readOnly) return;
  field.focus();
  field.setRangeText(letter, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: letter }));
}
