// A form whose answer takes a second: its button says so, and sends it once.

for (const form of document.querySelectorAll("form[data-busy]")) {
  const button = form.querySelector("button");
  const status = form.querySelector("[role=status]");
  const asks = button.textContent;
  const say = (isBusy) => {
    form.setAttribute("aria-busy", isBusy);
    button.textContent = isBusy ? form.dataset.busy : asks;
    status.textContent = isBusy ? form.dataset.busy : "";
  };
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else say(true);
  });
  // The way back shows the page as it was left, busy for ever.
  addEventListener("pageshow", () => say(false));
}
