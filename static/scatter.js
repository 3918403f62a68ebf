// The price explorer names the dot that is nearest to the pointer, touched, or reached by arrow keys.
// Without this file each dot still has its title and is a link, and the table lists all models.
(() => {
  const REACH = 24; // pixels of the screen from the pointer to a dot
  const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: -Infinity, End: Infinity };
  let touches = false; // whether the latest press was a finger's

  const boxOf = (event) => event.target.closest?.("[data-scatter]");
  const circle = (dot) => dot.querySelector("circle");
  const at = (dot) => [Number(circle(dot).getAttribute("cx")), Number(circle(dot).getAttribute("cy"))];
  // From left to right, as the arrow keys go.
  const dotsOf = (box) => [...box.querySelectorAll(".marks a")].sort((a, b) => at(a)[0] - at(b)[0]);

  function read(box, dot, keys = false) {
    box.querySelector(".read")?.classList.remove("read");
    dot.classList.add("read");
    const line = box.closest("figure").querySelector("[data-scatter-read]");
    const link = document.createElement("a");
    link.href = dot.getAttribute("href");
    link.textContent = dot.querySelector("title").textContent;
    line.replaceChildren(link, keys ? ` ${line.dataset.keys}` : "");
  }

  function nearest(box, event) {
    const screen = box.querySelector("svg").getScreenCTM();
    const place = new DOMPoint(event.clientX, event.clientY).matrixTransform(screen.inverse());
    let best = null;
    let least = REACH / screen.a;
    for (const dot of box.querySelectorAll(".marks a")) {
      const [x, y] = at(dot);
      const distance = Math.hypot(x - place.x, y - place.y);
      if (distance < least) [best, least] = [dot, distance];
    }
    return best;
  }

  document.addEventListener("pointerdown", (event) => (touches = event.pointerType === "touch"));
  document.addEventListener("pointermove", (event) => {
    const box = boxOf(event);
    const dot = box && event.pointerType !== "touch" && nearest(box, event);
    if (dot && !dot.classList.contains("read")) read(box, dot);
  });
  // A finger covers several dots: its first tap names one, a tap on the same dot follows the link.
  document.addEventListener("click", (event) => {
    const box = boxOf(event);
    if (!box || !touches) return;
    const dot = nearest(box, event);
    if (!dot || dot.classList.contains("read")) return;
    event.preventDefault();
    read(box, dot);
  });
  document.addEventListener("focusin", (event) => {
    const dot = boxOf(event) && event.target.closest(".marks a");
    if (dot && !touches) read(boxOf(event), dot);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.("[data-scatter]")) return;
    const [box, dots] = [event.target, dotsOf(event.target)];
    const now = dots.findIndex((dot) => dot.classList.contains("read"));
    if (event.key === "Enter" && now >= 0) location.assign(dots[now].getAttribute("href"));
    if (!(event.key in STEPS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const next = now < 0 ? 0 : now + STEPS[event.key];
    read(box, dots[Math.min(Math.max(next, 0), dots.length - 1)], true);
  });
})();
