"use strict";
// Words and claims lead to each other by links; this shows, besides, which belong together.
const lit = (names, on) => {
  for (const name of names) {
    document.getElementById(name)?.classList.toggle("lit", on);
    for (const mark of document.querySelectorAll(`[data-claims~="${CSS.escape(name)}"]`)) mark.classList.toggle("lit", on);
  }
};
const claims = document.querySelector(".reading .claims-of");
for (const mark of document.querySelectorAll(".text [data-claims]")) {
  const names = mark.dataset.claims.split(" ");
  const show = () => {
    lit(names, true);
    const first = document.getElementById(names[0]);
    if (first && claims && claims.scrollHeight > claims.clientHeight) claims.scrollTop = first.offsetTop - claims.offsetTop - 20;
  };
  mark.addEventListener("mouseenter", show);
  mark.addEventListener("focus", show);
  for (const end of ["mouseleave", "blur"]) mark.addEventListener(end, () => lit(names, false));
}
for (const claim of document.querySelectorAll(".claims-of .claim")) {
  for (const [begin, end] of [["mouseenter", "mouseleave"], ["focusin", "focusout"]]) {
    claim.addEventListener(begin, () => lit([claim.id], true));
    claim.addEventListener(end, () => lit([claim.id], false));
  }
}
