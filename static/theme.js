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

// Buttons that only work with scripts are there from the first paint: nothing moves for them later.
document.documentElement.dataset.scripts = "";
if (navigator.clipboard) document.documentElement.dataset.clipboard = "";

// A page in English offers itself in Chinese to who reads Chinese first and has not chosen yet.
const offersChinese = () => {
  try {
    if (localStorage.getItem("language")) return false;
  } catch {
    return false;
  }
  const first = navigator.languages.find((language) => /^(en|zh)\b/i.test(language)) || "";
  return document.documentElement.lang === "en" && /^zh/i.test(first);
};
if (offersChinese()) document.documentElement.dataset.offer = "";
