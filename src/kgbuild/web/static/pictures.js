"use strict";
// Pictures of many claims take their time: they come after the page. Without this they are plain images.
for (const place of document.querySelectorAll("[data-picture]")) {
  fetch(place.dataset.picture).then(async (answer) => {
    if (!answer.ok) throw new Error(answer.statusText);
    const drawn = new DOMParser().parseFromString(await answer.text(), "image/svg+xml");
    place.replaceChildren(document.importNode(drawn.documentElement, true));
  }).catch(() => { place.textContent = "The picture could not be drawn; the table and the claims say the same."; });
}
