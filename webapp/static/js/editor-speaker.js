// Who speaks in a passage: a name, chosen among those of the programme or typed.

export function startSpeaker(dialog, desk, signal) {
  const field = dialog.querySelector("input");
  let passage = null;
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "save" && passage) {
      desk.work.setSpeaker(passage, field.value.trim());
      const isKnown = [...dialog.querySelectorAll("option")].some((option) => option.value === field.value.trim());
      if (!isKnown) dialog.querySelector("datalist").append(Object.assign(document.createElement("option"), { value: field.value.trim() }));
    }
    passage?.field?.focus();
    dialog.returnValue = "";
  }, { signal });
  return (of) => {
    passage = of;
    field.value = of.speaker;
    dialog.showModal();
    field.select();
  };
}
