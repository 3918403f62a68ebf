// Extras only: every page works without this file.
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = document.querySelector("#log-progress progress");
  if (!bar || !event.detail.lengthComputable) return;
  const share = event.detail.loaded / event.detail.total;
  // Once all is sent, the server works: how long, nobody knows.
  if (share < 1) bar.value = share;
  else bar.removeAttribute("value");
});

// A file to keep is the browser's to fetch, not a part of the page.
const isFile = (event) => event.submitter?.name === "format";
document.addEventListener("submit", (event) => isFile(event) && event.stopPropagation(), true);
