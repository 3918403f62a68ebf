// Extras only: every page works without this file.
const themes = ["auto", "light", "dark"];

function setUpTheme(button) {
  const label = button.querySelector("[data-theme-label]");
  const show = () => (label.textContent = button.dataset[chosenTheme()]);
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(chosenTheme()) + 1) % themes.length];
    try {
      localStorage.setItem("theme", next);
    } catch {
      return;
    }
    showTheme(next);
    document.querySelectorAll("[data-theme-switch]").forEach((other) => {
      other.querySelector("[data-theme-label]").textContent = other.dataset[next];
    });
  });
}

function setUpCopy(button) {
  if (!navigator.clipboard) return;
  const word = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = word), 1500);
  });
}

function setUp(root) {
  root.querySelectorAll("[data-theme-switch][hidden]").forEach(setUpTheme);
  root.querySelectorAll("[data-copy][hidden]").forEach(setUpCopy);
}

document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
if (!window.htmx) setUp(document);
