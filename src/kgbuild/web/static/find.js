"use strict";
// Finds what the search of the server finds, in the contents that the page carries: names first, then sentences.
const MOST = 60;
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const finding = document.querySelector("form[data-finds]");
if (finding) {
  const contents = JSON.parse(document.querySelector("script[data-contents]").textContent);
  const box = finding.elements.q;
  const place = document.getElementById(finding.dataset.finds);
  const names = contents.names.map(([group, name, kind, claims, address, others]) => (
    { group, name, kind, claims, address, first: folded(name), all: [name, ...others].map(folded) }));
  const sentences = contents.sentences.map(([parts, source, stance, address]) => (
    { parts, source, stance, address, all: folded(parts.join("")) }));
  const add = (parent, tag, text = "", looks = "") => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (looks) made.className = looks;
    parent.append(made);
    return made;
  };
  const lead = (parent, text, address) => { if (address) add(parent, "a", text).href = address; else add(parent, "span", text); };
  const counted = (number) => `${number.toLocaleString("en")} ${number === 1 ? "claim" : "claims"}`;
  // The name itself, its beginning, the beginning of a word, any part
  const rank = (name, wanted) => {
    if (name === wanted) return 0;
    if (name.startsWith(wanted)) return 1;
    return name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(wanted)) ? 2 : 3;
  };
  const section = (heading, found) => {
    const made = add(place, "section");
    const title = add(made, "h2", heading);
    if (found > MOST) add(title, "small", ` ${found.toLocaleString("en")}, the first ${MOST}`);
    return made;
  };
  const show = () => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    place.replaceChildren();
    if (!words.length) return;
    const pattern = new RegExp(words.map((word) => word.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&")).join(".*"), "s");
    const wanted = words.join(" ");
    const hits = names.filter((entry) => entry.all.some((name) => pattern.test(name)));
    hits.sort((a, b) => rank(a.first, wanted) - rank(b.first, wanted) || b.claims - a.claims);
    contents.groups.forEach((heading, group) => {
      const found = hits.filter((hit) => hit.group === group);
      if (!found.length) return;
      const list = add(section(heading, found.length), "ul", "", "hits");
      for (const hit of found.slice(0, MOST)) {
        const line = add(list, "li");
        lead(line, hit.name, hit.address);
        add(line, "span", ` ${hit.kind}, ${counted(hit.claims)}`, "soft");
      }
    });
    const said = sentences.filter((sentence) => pattern.test(sentence.all));
    if (said.length) {
      const made = section("Sentences", said.length);
      for (const sentence of said.slice(0, MOST)) {
        const article = add(made, "article", "", `claim b-${sentence.stance}`);
        const line = add(add(article, "blockquote"), "p");
        line.dir = "auto";
        line.append(sentence.parts[0]);
        add(line, "mark", sentence.parts[1]);
        line.append(sentence.parts[2]);
        const source = add(article, "p", "", "source");
        source.append(`${sentence.source[0]} · `);
        lead(add(source, "cite"), sentence.source[1], sentence.address);
        source.append(sentence.source[2]);
      }
    }
    if (!hits.length && !said.length) add(place, "p", "Nothing of this graph goes by these words, and no sentence with a claim has them. Try fewer words, or a part of one.");
  };
  box.addEventListener("input", show);
  finding.addEventListener("submit", (event) => { event.preventDefault(); show(); });
  const asked = new URLSearchParams(location.search).get("q");
  if (asked) { box.value = asked; show(); }
}
