// The charts of prices read out what held on the day under the pointer. Without this file each
// line still tells its value by its title, and the table below tells all of them.
(() => {
  if (window.readsCharts) return; // the part that brings this file may come again
  window.readsCharts = true;
  const MOST = 7;
  const DAY = 24 * 60 * 60 * 1000;

  // What each line stands at there: its label and price, without the days.
  function valuesAt(chart, percent) {
    const found = [];
    for (const line of chart.querySelectorAll(".step-line")) {
      const over = [...line.querySelectorAll(".hit")].find(
        (hit) => percent >= parseFloat(hit.getAttribute("x1")) && percent < parseFloat(hit.getAttribute("x2"))
      );
      if (over) found.push({ line, y: Number(over.getAttribute("y1")), text: over.dataset.text });
    }
    // What is recommended is told first, then the rest from the cheapest up.
    const recommended = found.filter(({ line }) => line.classList.contains("c1"));
    const said = recommended.map(({ text }) => text);
    const others = found.filter(({ text }) => !said.includes(text)).sort((a, b) => b.y - a.y);
    return [...recommended, ...others];
  }

  function dayAt(chart, percent) {
    const [first, last] = [chart.dataset.first, chart.dataset.last].map(Date.parse);
    const days = Math.floor(((last - first) / DAY + 1) * (percent / 100));
    return new Date(first + days * DAY).toISOString().slice(0, 10);
  }

  function readOut(chart, box, percent) {
    const values = valuesAt(chart, percent);
    const readout = chart.querySelector(".readout");
    const head = document.createElement("strong");
    head.textContent = dayAt(chart, percent);
    const lines = values.slice(0, MOST).map(({ line, text }) => {
      const row = document.createElement("span");
      row.className = line.classList.contains("c1") ? "leads" : "";
      row.textContent = text;
      return row;
    });
    if (values.length > MOST) lines.push(`+ ${values.length - MOST}`);
    readout.replaceChildren(head, ...lines);
    readout.hidden = false;
    readout.classList.toggle("before", percent > 50);
    readout.style.insetInlineStart = `${(percent / 100) * box.width}px`;
  }

  document.addEventListener("pointermove", (event) => {
    const drawn = event.target.closest?.(".price-chart > svg");
    document.querySelectorAll(".readout:not([hidden])").forEach((readout) => {
      if (!drawn || !drawn.parentElement.contains(readout)) readout.hidden = true;
    });
    if (!drawn) return;
    const box = drawn.getBoundingClientRect();
    const percent = (100 * (event.clientX - box.left)) / box.width;
    if (percent >= 0 && percent < 100) readOut(drawn.parentElement, box, percent);
  });
})();
