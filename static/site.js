// Extras only: every page works without this file.
const themes = ["auto", "light", "dark"];

function nextTheme() {
  const next = themes[(themes.indexOf(chosenTheme()) + 1) % themes.length];
  try {
    localStorage.setItem("theme", next);
  } catch {
    return; // where nothing may be kept, the system's theme stays
  }
  showTheme(next);
}

async function copy(button) {
  const word = button.textContent;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.done;
  setTimeout(() => (button.textContent = word), 1500);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-theme-switch]")) nextTheme();
  if (button?.matches("[data-copy]") && button.textContent !== button.dataset.done) copy(button);
});

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
    mark(document.getElementById(message.id.slice(0, -"-error".length)), message.textContent.trim());
  });
  document.querySelectorAll(".range").forEach((range) => {
    const typed = range.querySelector(".bad")?.textContent ?? "";
    range.querySelectorAll("input").forEach((end) => mark(end, end.value && typed.includes(end.value)));
  });
}
const mark = (field, wrong) =>
  wrong ? field?.setAttribute("aria-invalid", "true") : field?.removeAttribute("aria-invalid");
document.addEventListener("htmx:afterSettle", markFields);

// A live update that fails says so and offers the same request again; the old results stay.
const failure = () => document.getElementById("update-failed");
function showFailure(kind, path) {
  const box = failure();
  if (!box) return;
  box.querySelector("[data-text]").textContent = box.dataset[kind];
  box.querySelector("a").href = path;
  box.hidden = false;
}
document.addEventListener("htmx:sendError", (event) => showFailure("network", retryPath(event)));
document.addEventListener("htmx:timeout", (event) => showFailure("network", retryPath(event)));
document.addEventListener("htmx:responseError", (event) =>
  showFailure(event.detail.xhr.status < 500 ? "request" : "server", retryPath(event)),
);
document.addEventListener("htmx:afterOnLoad", (event) => {
  if (event.detail.successful && failure()) failure().hidden = true;
});
// The final path has the whole state of the view; what was sent by POST is sent again by its form.
const retryPath = (event) =>
  event.detail.requestConfig?.verb === "get" ? event.detail.pathInfo.finalRequestPath : location.href;

// Two quick steps back: htmx reloads on the first one, and Chromium may finish that load under the
// address of the second. What the page was loaded as and where it is then differ: load it again.
const [loaded] = performance.getEntriesByType("navigation");
const plain = (address) => address.split("#")[0];
if (loaded && loaded.type !== "navigate" && plain(loaded.name) !== plain(location.href)) location.reload();
