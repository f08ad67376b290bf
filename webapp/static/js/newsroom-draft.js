// What is typed is kept in this tab until the archive has it: a crash, a reload or an ended session loses nothing.

const page = new AbortController();
const name = document.querySelector("[data-user]")?.dataset.user;

if (name !== undefined) {
  for (const saved of document.querySelectorAll("[data-saved]")) forget(saved.dataset.saved);
  for (const form of document.querySelectorAll("form[data-draft-form]")) keep(form);
}

/** Keep what is typed into a form, and give it back where it was not stored. */
function keep(form) {
  const fields = [...form.querySelectorAll("[data-draft]")];
  // What it is typed on goes with it: given back on what somebody else has saved since, it would take that away unseen.
  const seen = [...form.querySelectorAll("input[data-seen]")];
  const kept = [...fields, ...seen];
  const loaded = new Map(kept.map((field) => [field, field.value]));
  const note = form.querySelector("[data-restored]");
  const drafts = read(form.dataset.draftForm);
  let isSent = false;

  for (const field of fields) {
    const draft = drafts[field.name];
    if (draft === undefined || draft === field.value) continue;
    field.value = draft;
    note.hidden = false;
  }
  for (const field of note.hidden ? [] : seen) field.value = drafts[field.name] ?? field.value;
  const isChanged = () => fields.some((field) => field.value !== loaded.get(field));
  const on = (target, event, act) => target.addEventListener(event, act, { signal: page.signal });
  on(form, "input", () => {
    if (isChanged()) write(form.dataset.draftForm, Object.fromEntries(kept.map((field) => [field.name, field.value])));
    else forget(form.dataset.draftForm);
  });
  on(form, "submit", () => { isSent = true; });
  on(note.querySelector("button"), "click", () => {
    for (const field of kept) field.value = loaded.get(field);
    forget(form.dataset.draftForm);
    note.hidden = true;
    fields[0].focus();
  });
  on(window, "beforeunload", (event) => {
    if (isChanged() && !isSent) event.preventDefault();
  });
  // The page comes back as it was left, by the browser's "back".
  on(window, "pageshow", () => { isSent = false; });
}

// A browser that keeps nothing throws here; the guard against leaving still holds.
function read(form) {
  try {
    return JSON.parse(sessionStorage.getItem(key(form))) ?? {};
  } catch {
    return {};
  }
}

function write(form, drafts) {
  try {
    sessionStorage.setItem(key(form), JSON.stringify(drafts));
  } catch {
    return;
  }
}

function forget(form) {
  try {
    sessionStorage.removeItem(key(form));
  } catch {
    return;
  }
}

function key(form) {
  return `muragat-draft:${name}:${form}`;
}
