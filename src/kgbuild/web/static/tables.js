"use strict";
// Tables can be read, and followed, without this: it sorts them.
const value = (row, column) => {
  const cell = row.children[column];
  const text = cell.dataset.sort ?? cell.textContent.trim();
  const number = Number(text.replaceAll(",", ""));
  return text !== "" && !Number.isNaN(number) ? number : text.toLowerCase();
};
const compare = (a, b) => {
  if (typeof a === typeof b) return a < b ? -1 : a > b ? 1 : 0;
  return typeof a === "number" ? -1 : 1;
};
for (const table of document.querySelectorAll("table.sortable")) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      for (const other of heads) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => (down ? -1 : 1) * compare(value(a, column), value(b, column)));
      table.tBodies[0].append(...rows);
    });
  });
}
// Fields that were left empty need not stand in the address.
for (const form of document.querySelectorAll("form.facets")) {
  const fields = [...form.elements].filter((field) => field.name);
  form.addEventListener("submit", () => { for (const field of fields) field.disabled = !field.value.trim(); });
  window.addEventListener("pageshow", () => { for (const field of fields) field.disabled = false; });
}
// A claim that is folded away is unfolded when an address leads to it.
const unfold = () => {
  const found = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const folded = found && found.closest("details");
  if (folded && !folded.open) { folded.open = true; found.scrollIntoView(); }
};
window.addEventListener("hashchange", unfold);
unfold();
