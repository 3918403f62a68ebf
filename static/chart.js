// The charts of prices read out what held on the days under the pointer, or at the arrow keys.
// Without this file each span still tells its values by its title, and the table tells all of them.
(() => {
  if (window.readsCharts) return; // the part that brings this file may come again
  window.readsCharts = true;
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

  const spansOf = (plot) => [...plot.querySelectorAll(".span")];

  function readOut(plot, span) {
    const readout = plot.querySelector(".readout");
    plot.querySelector(".span.read")?.classList.remove("read");
    readout.hidden = !span;
    if (!span) return;
    span.classList.add("read");
    const [days, ...texts] = span.textContent.trim().split("\n").filter((line) => line.trim());
    const head = document.createElement("strong");
    head.textContent = days.trim();
    readout.replaceChildren(
      head,
      ...texts.map((text) => Object.assign(document.createElement("span"), { textContent: text.trim() })),
    );
    const left = parseFloat(span.getAttribute("x")) + parseFloat(span.getAttribute("width")) / 2;
    readout.classList.toggle("before", left > 50);
    readout.style.insetInlineStart = `${left}%`;
  }

  // A chart can be focused only where the keys do something.
  const prepare = () => document.querySelectorAll("[data-plot]:not([tabindex])").forEach((plot) => (plot.tabIndex = 0));
  prepare();
  document.addEventListener("htmx:afterSettle", prepare);

  document.addEventListener("pointermove", (event) => {
    const span = event.target.closest?.(".span");
    document.querySelectorAll("[data-plot]").forEach((plot) => {
      if (span && plot.contains(span)) readOut(plot, span);
      else if (plot !== document.activeElement) readOut(plot, null);
    });
  });

  document.addEventListener("keydown", (event) => {
    const plot = event.target.closest?.("[data-plot]");
    if (!plot || !(event.key in STEPS)) return;
    event.preventDefault();
    const spans = spansOf(plot);
    const at = spans.findIndex((span) => span.classList.contains("read"));
    const next = at < 0 ? spans.length - 1 : at + STEPS[event.key];
    readOut(plot, spans[Math.min(Math.max(next, 0), spans.length - 1)]);
  });
  document.addEventListener("focusout", (event) => {
    const plot = event.target.closest?.("[data-plot]");
    if (plot) readOut(plot, null);
  });
})();
