// What the machine has heard while somebody looks.

/** Put what the machine has heard meanwhile after what is shown. */
export async function hearMore(signal) {
  const heard = document.querySelector("[data-unfinished]");
  if (!heard) return;
  const known = heard.lastElementChild?.dataset.endMs ?? 0;
  const answer = await fetch(`${heard.dataset.unfinished}?after=${known}`, { signal, redirect: "error" });
  if (!answer.ok) return;
  heard.insertAdjacentHTML("beforeend", (await answer.text()).trim());
  if (heard.querySelector(".segment")) heard.closest("[hidden]")?.removeAttribute("hidden");
}
