// Who speaks in a passage: a name, chosen among those of the programme or typed. A label is called as the page calls it.

export function startSpeaker(dialog, desk, signal) {
  const field = dialog.querySelector("input");
  let passage = null;
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "save" && passage) {
      const name = field.value.trim();
      desk.work.setSpeaker(passage, desk.labelOf(name));
      const isKnown = [...dialog.querySelectorAll("option")].some((option) => option.value === name);
      if (!isKnown) dialog.querySelector("datalist").append(Object.assign(document.createElement("option"), { value: name }));
    }
    passage?.field?.focus();
    dialog.returnValue = "";
  }, { signal });
  return (of) => {
    passage = of;
    field.value = desk.nameOf(of.speaker);
    dialog.showModal();
    field.select();
  };
}
