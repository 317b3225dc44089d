"use strict";
// The editor asks this server only: no catalogue of endpoints, no prefixes from elsewhere.
const place = document.getElementById("yasgui");
const text = document.getElementById("text").value;
const endpoint = new URL("/sparql", window.location.href).href;
const prefixes = JSON.parse(place.dataset.prefixes);
Yasgui.Yasqe.defaults.value = text;
const yasgui = new Yasgui(place, {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => {} },
  yasr: { prefixes },
  persistenceId: null,
  populateFromUrl: false,
});
yasgui.getTab().setQuery(text);
document.getElementById("plain").hidden = true;
// What screen readers need and Yasgui does not say: a list of tabs holds tabs alone, a field has a name,
// and what scrolls can be reached by Tab.
place.querySelector(".addTab").setAttribute("role", "tab");
yasgui.getTab().getYasqe().getInputField().setAttribute("aria-label", "SPARQL query");
place.querySelector(".CodeMirror-scroll").tabIndex = 0;
// Nodes lead to what this graph says of them, not to their address on the web.
document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a.iri");
  if (!link) return;
  event.preventDefault();
  window.location.href = `/node?iri=${encodeURIComponent(link.getAttribute("href"))}`;
}, true);
