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

// The other language's page is asked the same, also after htmx has changed the address.
const languageLinks = () => document.querySelectorAll("a[hreflang]");
const followAddress = () => languageLinks().forEach((link) => (link.search = location.search));
document.addEventListener("htmx:pushedIntoHistory", followAddress);
document.addEventListener("htmx:replacedInHistory", followAddress);
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[hreflang]");
  if (!link) return;
  link.hash = location.hash;
  try {
    localStorage.setItem("language", link.hreflang);
  } catch {
    // Where nothing may be kept, the offer comes again.
  }
});

// Messages come and go beside fields that stay: say so to those who cannot see them.
function markFields() {
  document.querySelectorAll(".errorlist[id$='-error']").forEach((message) => {
    const field = document.getElementById(message.id.slice(0, -"-error".length));
    if (field && message.textContent.trim()) field.setAttribute("aria-invalid", "true");
    else field?.removeAttribute("aria-invalid");
  });
}
document.addEventListener("htmx:afterSettle", markFields);

document.addEventListener("htmx:load", (event) => setUp(event.detail.elt));
if (!window.htmx) setUp(document);
