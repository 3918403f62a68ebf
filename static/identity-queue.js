// Answers the queue of doubtful matches with one key: C confirms, S splits or joins.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.closest("input, select, textarea")) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!button || button.disabled) return;
  // One answer a page: the next press belongs to the next question.
  document.querySelectorAll("[data-key]").forEach((other) => { other.disabled = true; });
  button.form.submit();
});
