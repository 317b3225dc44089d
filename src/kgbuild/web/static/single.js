"use strict";
// All pages are one file: this shows the one that the address names. Without it they stand below each other.
const pages = [...document.querySelectorAll("section.page")];
const turn = () => {
  const name = decodeURIComponent(location.hash.slice(1)) || "home";
  const target = document.getElementById(name) ?? document.getElementById("home");
  const page = target.closest("section.page");
  for (const each of pages) each.hidden = each !== page;
  const folded = target.closest("details");
  if (folded) folded.open = true;
  target.scrollIntoView();
  document.title = page.getAttribute("aria-label");
};
window.addEventListener("hashchange", turn);
turn();
