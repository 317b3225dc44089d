"use strict";
// Words that are marked in the text become those of the claim to add; without this they can be typed.
const text = document.querySelector(".text");
const form = document.querySelector("#add form");
document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!text || !form || !selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.commonAncestorContainer)) return;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  form.elements.quote.value = range.toString();
  form.elements.start.value = [...before.toString()].length; // code points, as the graph counts
});
form?.elements.quote.addEventListener("input", () => { form.elements.start.value = ""; });
