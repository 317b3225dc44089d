"use strict";
// Without this the page lists and runs the saved questions all the same.
const filter = document.getElementById("filter");
const side = document.getElementById("side");
filter.hidden = false;
filter.addEventListener("input", () => {
  const wanted = filter.value.trim().toLowerCase();
  for (const item of side.querySelectorAll("li")) {
    const link = item.firstElementChild;
    item.hidden = !`${link.textContent} ${link.title}`.toLowerCase().includes(wanted);
  }
});
// On a wide window the list is always open.
const wide = window.matchMedia("(min-width: 860px)");
const unfold = () => { side.open = wide.matches || (side.open && !wide.matches && !document.querySelector("main h1 ~ form, main dl, #yasgui")); };
wide.addEventListener("change", unfold);
unfold();
const current = side.querySelector('[aria-current="page"]');
if (current && wide.matches) current.scrollIntoView({ block: "nearest" });
// Names that were left empty need not stand in the address.
const form = document.querySelector("form.asked");
if (form) {
  form.addEventListener("submit", () => {
    for (const input of form.querySelectorAll("input")) input.disabled = !input.value.trim();
  });
  window.addEventListener("pageshow", () => {
    for (const input of form.querySelectorAll("input")) input.disabled = false;
  });
}
