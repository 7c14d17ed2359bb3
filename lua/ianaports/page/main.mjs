// Ties the parts of the page together.

import { readAddress, writeAddress } from "./address.mjs";
import { choose, fillChoice, fillSelect } from "./choice.mjs";
import { details } from "./entry.mjs";
import { byId, plural } from "./element.mjs";
import { LAYERS, entriesOf, layersOf } from "./layers.mjs";
import { showLegend } from "./legend.mjs";
import { List } from "./list.mjs";
import { PortMap } from "./map.mjs";
import { marksIn, marksOf, notesOn } from "./overlay.mjs";
import { PORT_COUNT, PROTOCOLS, lastPort } from "./ports.mjs";
import { fieldNames, matcher, passes, scorer } from "./query.mjs";
import { readRegistry } from "./registry.mjs";
import { showSelection } from "./selection.mjs";
import { nextSort, sorted } from "./sorting.mjs";
import { showSubject } from "./subject.mjs";
import { entryColumns, stateLabel } from "./tables.mjs";

const FILTERS = {
  protocol: [...PROTOCOLS, "none"],
  status: ["assigned", "reserved", "unassigned", "deregistered"],
  class: ["system", "user", "dynamic", "none"],
};

const registry = readRegistry();
const layerOf = layersOf(registry.entries);
const marks = marksOf(registry);
let view = readAddress();

// The tip of a port: its services, their protocols and what else there is to say.
function describe(port) {
  const found = entriesOf(registry.entries, port, view.layer);
  const protocolsByName = new Map();
  for (const { service_name: name, transport_protocol: protocol } of found) {
    if (name !== undefined) {
      protocolsByName.set(name, [...(protocolsByName.get(name) ?? []), protocol ?? "any"]);
    }
  }
  const names = [...protocolsByName].map(
    ([name, protocols]) => `${name} (${protocols.join(", ")})`,
  );
  const state = stateLabel(layerOf(view.layer).states[port]);
  const shown = names.length > 3 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  return [`${port}`, ...shown, state, ...notesOn(port, view.layer, registry)].join(" · ");
}

const map = new PortMap({
  describe,
  onPin: (port) => pin(port),
  onSpeak: (text) => {
    byId("spoken").textContent = text;
  },
});

const list = new List({
  label: "Entries",
  kind: "entries",
  columns: entryColumns,
  details: (entry) => details(entry, registry),
  onSort: (key) => change({ sort: nextSort(view.sort, key) }),
  onToggle: (entry, isOpen) => {
    const number = `${entry.index + 1}`;
    if (isOpen || view.entry === number) {
      change({ entry: isOpen ? number : "" });
    }
    if (isOpen && entry.port_number !== undefined) {
      pin(entry.port_number);
    }
  },
});

function findEntries() {
  const matches = matcher(view.q);
  const entries = registry.entries.filter((entry) => passes(entry, view) && matches(entry));
  if (view.sort || !view.q.trim()) {
    return sorted(entries, entryColumns, view.sort);
  }
  const score = scorer(view.q);
  const scores = new Map(entries.map((entry) => [entry, score(entry)]));
  return entries.sort((one, other) => scores.get(one) - scores.get(other));
}

// Which ports stand out on the map: those of the entries found, where anything is asked for.
function litBy(entries) {
  if (entries.length === registry.entries.length) {
    return undefined;
  }
  const lit = new Uint8Array(PORT_COUNT);
  for (const entry of entries) {
    if (entry.port_number !== undefined) {
      lit.fill(1, entry.port_number, lastPort(entry) + 1);
    }
  }
  return lit;
}

function showEntries() {
  const entries = findEntries();
  list.showSort(view.sort);
  list.show(entries);
  const all = registry.entries.length;
  byId("found").textContent =
    entries.length === all
      ? plural(all, "entry", "entries")
      : `${plural(entries.length, "entry", "entries")} of ${plural(all, "", "").trim()}`;
  return entries;
}

function showMap(entries) {
  const layer = layerOf(view.layer);
  const shown = marksIn(marks, view.layer);
  map.show({ order: view.order, states: layer.states, lit: litBy(entries), marks: shown });
  showLegend(byId("legend"), layer.counts, shown);
}

function pinnedPort() {
  return /^\d{1,5}$/.test(view.port) && view.port < PORT_COUNT ? Number(view.port) : undefined;
}

function showPinned() {
  map.pin(pinnedPort());
  showSelection(byId("selection"), pinnedPort(), view.layer, registry, () => {
    pin(undefined);
    byId("map").focus({ preventScroll: true }); // the button that had the focus is gone
  });
}

function showControls() {
  byId("query").value = view.q;
  for (const key of Object.keys(FILTERS)) {
    byId(`filter-${key}`).value = view[key];
  }
  choose(byId("layer-choice"), view.layer);
  choose(byId("order-choice"), view.order);
}

// Another view: only what depends on what has changed is shown anew.
function change(part) {
  const before = view;
  view = { ...view, ...part };
  writeAddress(view);
  const differs = (...keys) => keys.some((key) => before[key] !== view[key]);
  if (differs("q", "protocol", "status", "class", "sort")) {
    const entries = showEntries();
    showMap(entries);
  } else if (differs("layer", "order")) {
    showMap(list.records);
  }
  if (differs("port", "layer")) {
    showPinned();
  }
}

function pin(port) {
  change({ port: port === undefined ? "" : `${port}` });
}

function openEntry() {
  const entry = registry.entries[view.entry - 1];
  if (entry !== undefined) {
    list.reveal(entry);
    list.element.scrollIntoView({ block: "nearest" });
  }
}

// What the address says and the page does not know counts for nothing.
function readView() {
  const asked = readAddress();
  for (const [key, values] of Object.entries(FILTERS)) {
    asked[key] = values.includes(asked[key]) ? asked[key] : "";
  }
  asked.layer = LAYERS.includes(asked.layer) ? asked.layer : "all";
  asked.order = asked.order === "rows" ? "rows" : "hilbert";
  return asked;
}

function showAll() {
  view = readView();
  showControls();
  showMap(showEntries());
  showPinned();
  openEntry();
}

function fillControls() {
  const label = (value) => (value === "all" ? "All" : value.toUpperCase());
  fillChoice(
    byId("layer-choice"),
    "layer",
    LAYERS.map((layer) => [layer, label(layer)]),
    (layer) => change({ layer }),
  );
  fillChoice(
    byId("order-choice"),
    "order",
    [
      ["hilbert", "Curve"],
      ["rows", "Rows"],
    ],
    (order) => change({ order }),
  );
  for (const [key, values] of Object.entries(FILTERS)) {
    const select = byId(`filter-${key}`);
    fillSelect(select, [
      ["", "any"],
      ...values.map((value) => [value, value === "none" ? "without" : value]),
    ]);
    select.addEventListener("change", () => change({ [key]: select.value }));
  }
  byId("query").addEventListener("input", ({ target }) => change({ q: target.value }));
  byId("query-form").addEventListener("submit", (event) => event.preventDefault());
  byId("query-form").addEventListener("reset", (event) => {
    event.preventDefault();
    change({ q: "", protocol: "", status: "", class: "", sort: "", entry: "" });
    showControls();
  });
  byId("zoom-in").addEventListener("click", () => map.zoom(2));
  byId("zoom-out").addEventListener("click", () => map.zoom(0.5));
  byId("zoom-reset").addEventListener("click", () => map.reset());
  // By itself it would take the place of the view in the address.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("query").focus();
  });
  byId("field-names").textContent = fieldNames.join(", ");
}

fillControls();
byId("entry-list").append(list.element);
showSubject(byId("subject"), registry, (port) => port !== undefined && pin(port));
showAll();
addEventListener("hashchange", showAll);
