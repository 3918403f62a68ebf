// A search box that suggests, by the combobox pattern of WAI-ARIA; without this file it is a form.
function setUpSearch(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[data-status]");
  let asking;
  let timer;
  let active = -1;

  Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  }).forEach(([name, value]) => input.setAttribute(name, value));

  const options = () => [...list.querySelectorAll("[role=option]")];
  // On the page of a past day the address has a query already: the day.
  const joined = (address, query) => address + (address.includes("?") ? query.replace("?", "&") : query);
  // What was chosen on this page stays, as its address has it; the words and the day do not.
  function kept() {
    const pairs = "keepQuery" in form.dataset ? location.search.slice(1).split("&") : [];
    const chosen = pairs.filter((pair) => pair && !/^(q|on)=/.test(pair));
    return chosen.length ? `?${chosen.join("&")}` : "";
  }
  const go = (option) => location.assign(joined(option.dataset.href, kept()));

  function open(shown) {
    list.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown));
    if (!shown) choose(-1);
  }

  function choose(place) {
    active = place;
    options().forEach((option, at) => {
      option.id = `${list.id}-${at}`;
      option.setAttribute("aria-selected", String(at === place));
      if (at === place) option.scrollIntoView({ block: "nearest" });
    });
    if (place < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", `${list.id}-${place}`);
  }

  function close() {
    clearTimeout(timer);
    asking?.abort();
    open(false);
  }

  async function suggest() {
    asking?.abort();
    asking = new AbortController();
    let found;
    const address = new URL(form.dataset.suggest, location.href);
    address.searchParams.set("q", input.value.trim());
    try {
      const headers = { "HX-Request": "true" };
      const answer = await fetch(address, { headers, signal: asking.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      found = await answer.text();
    } catch (error) {
      // Aborted: a newer request is on its way. Otherwise say so; the form still works.
      if (error.name !== "AbortError") status.textContent = status.dataset.failed ?? "";
      return;
    }
    const chosen = options()[active]?.dataset.href;
    list.innerHTML = found;
    status.textContent = list.querySelector("[data-status]")?.dataset.status ?? "";
    open(list.querySelector("li:not([hidden])") !== null && document.activeElement === input);
    // What was chosen while the answer was on its way stays so, if it is among what has come.
    choose(list.hidden ? -1 : options().findIndex((option) => option.dataset.href === chosen));
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    choose(-1);
    if (input.value.trim()) timer = setTimeout(suggest, 120);
    else close();
  });
  input.addEventListener("blur", () => setTimeout(close, 100));
  input.addEventListener("keydown", (event) => {
    const last = options().length - 1;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      if (active >= 0) {
        event.preventDefault();
        go(options()[active]);
      } else close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) {
        if (input.value.trim()) suggest();
      } else if (event.key === "ArrowDown") choose(active < last ? active + 1 : -1);
      else choose(active < 0 ? last : active - 1);
    }
  });
  // Before the box loses its focus.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
}

document.querySelectorAll("form[data-suggest]").forEach(setUpSearch);

// "/" and ctrl-K lead to the search box from anywhere; ctrl-F stays the browser's own.
document.addEventListener("keydown", (event) => {
  const box = document.querySelector("[data-hotkey]");
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey;
  const k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
  if (!box || !(slash || k)) return;
  event.preventDefault();
  box.focus();
  box.select();
});
