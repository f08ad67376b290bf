// Finds words in all passages, also in those that are far away and not laid out.

const plain = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");

export function startFind(form, desk, signal) {
  const field = form.querySelector("input");
  const found = form.querySelector("output");
  let places = [];
  let sought = "";
  let at = -1;

  const look = () => {
    sought = plain(field.value.trim());
    places = [];
    at = -1;
    if (!sought) return;
    for (const passage of desk.passages.all) {
      const text = plain(passage.text);
      for (let from = text.indexOf(sought); from >= 0; from = text.indexOf(sought, from + sought.length)) places.push({ passage, from });
    }
  };
  const step = (by) => {
    if (plain(field.value.trim()) !== sought || !places.length) look();
    if (!places.length) {
      found.textContent = sought ? desk.say("notFound") : "";
      return;
    }
    at = (at + by + places.length) % places.length;
    const { passage, from } = places[at];
    found.textContent = desk.say("found", { at: at + 1, all: places.length });
    desk.go(passage, from, from + sought.length);
    field.focus();
  };
  const close = () => {
    form.hidden = true;
    const place = places[at];
    if (place) desk.go(place.passage, place.from, place.from + sought.length);
    else desk.current?.field?.focus();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    step(1);
  }, { signal });
  form.addEventListener("click", ({ target }) => {
    const act = target.closest("[data-find]")?.dataset.find;
    if (act === "close") close();
    else if (act) step(Number(act));
  }, { signal });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  }, { signal });
  return () => {
    form.hidden = false;
    field.select();
    field.focus();
  };
}
