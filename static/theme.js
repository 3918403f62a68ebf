// Loaded before the first paint, so that a chosen theme never flashes the other one.
const chosenTheme = () => {
  try {
    return localStorage.getItem("theme") || "auto";
  } catch {
    return "auto";
  }
};
const showTheme = (theme) => {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
};
showTheme(chosenTheme());
