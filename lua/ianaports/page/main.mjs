// Connects the parts of the page, and starts it.

import { readAddress, writeAddress } from "./address.mjs";
import { byId, fillChoice, grouped, plural, runKey } from "./element.mjs";
import { details, isUnknown } from "./entry.mjs";
import { LAYERS, STATES, entriesOf, layersOf } from "./layers.mjs";
import { chosenStates, showLegend } from "./legend.mjs";
import { List } from "./list.mjs";
import { PortMap, fadesOf } from "./map.mjs";
import { isShown, marksIn, notesOn } from "./marks.mjs";
import { onPaper } from "./paper.mjs";
import { PORT_COUNT, lastPort, portClass } from "./ports.mjs";
import {
  FILTERS,
  commonIn,
  fieldNames,
  fieldsIn,
  matcher,
  meaning,
  meantBy,
  passes,
  scorer,
} from "./query.mjs";
import { readRegistry } from "./registry.mjs";
import { showSelection } from "./selection.mjs";
import { showSubject } from "./subject.mjs";
import { entryColumns, nextSort, sorted } from "./tables.mjs";

const MOST_NAMES = 3; // that a tip shows

const registry = readRegistry();
const layerOf = layersOf(registry.entries);
const form = byId("query-form");
let view = readAddress();

// The text of a port's tip: its services with their protocols, its state, and notes.
function describe(port) {
  const entries = entriesOf(registry.entries, port, view.layer);
  const named = entries.filter((entry) => entry.service_name !== undefined);
  const protocols = (group) => group.map((entry) => entry.transport_protocol ?? "any").join(", ");
  const names = Array.from(
    Map.groupBy(named, (entry) => entry.service_name),
    ([name, group]) => `${name} (${protocols(group)})`,
  );
  if (names.length > MOST_NAMES) {
    names.splice(MOST_NAMES, names.length, `${names.length - MOST_NAMES} more`);
  }
  const { label } = STATES[layerOf(view.layer).states[port]];
  return [`${port}`, ...names, label, ...notesOn(port, view.layer, registry)].join(" · ");
}

// The service that a cell names; undefined if it has none.
function nameOf(port) {
  return registry.entries[layerOf(view.layer).primaries[port]]?.service_name;
}

const map = new PortMap({
  describe,
  nameOf,
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

function findEntries(meant) {
  const matches = matcher(view.q, meant);
  const entries = registry.entries.filter((entry) => passes(entry, view) && matches(entry));
  if (view.sort || !view.q.trim()) {
    return sorted(entries, entryColumns, view.sort);
  }
  const byScore = Map.groupBy(entries, scorer(view.q, meant));
  return [0, 1, 2].flatMap((score) => byScore.get(score) ?? []);
}

// The ports that the filters choose by their states, as the legend counts them.
function portsIn(states, isChosen) {
  return Uint8Array.from(states, (state, port) => isChosen(STATES[state].id, portClass(port)));
}

// The ports that the map highlights: those of the entries found, or of the states chosen if nothing
// else is asked for; undefined for all.
function highlight(entries, states) {
  const isChosen = chosenStates(view);
  if (isChosen && !view.q.trim() && !view.protocol) {
    return portsIn(states, isChosen);
  }
  if (entries.length === registry.entries.length) {
    return undefined;
  }
  const highlighted = new Uint8Array(PORT_COUNT);
  for (const entry of entries.filter(({ port_number: port }) => port !== undefined)) {
    highlighted.fill(1, entry.port_number, lastPort(entry) + 1);
  }
  return highlighted;
}

// What the query asks for, but the snapshot does not know; "" if it knows everything.
function unknownNote() {
  const notes = fieldsIn(view.q).map((field) => {
    const { length } = registry.entries.filter((entry) => isUnknown(entry, field));
    const name = field.replaceAll("_", " ");
    return length > 0 ? `; ${name} of ${grouped(length)} entries is not in this snapshot` : "";
  });
  return [...new Set(notes)].join("");
}

function showEntries() {
  const common = commonIn(view.q, registry.commonNames);
  const entries = findEntries(meantBy(common));
  list.show(entries, view.sort);
  const all = registry.entries.length;
  const found = plural(entries.length, "entry", "entries");
  const ofAll = entries.length === all ? "" : ` of ${grouped(all)}`;
  const meanings = common.map((name) => `; ${meaning(name)}`);
  byId("found").textContent = `${found}${ofAll}`;
  byId("answer").textContent = [found, ofAll, ...meanings, unknownNote()].join("");
}

function showMap() {
  const { states, counts } = layerOf(view.layer);
  const marks = marksIn(registry.marks, view.layer);
  const shown = {
    order: view.order,
    states,
    highlighted: highlight(list.records, states),
    marks: marks.filter((mark) => mark.entry.port_number !== undefined && isShown(mark, view.group)),
  };
  map.show(shown);
  const fades = fadesOf(shown);
  showLegend(byId("legend"), { counts, marks, fades, view, onFilter: filter });
}

// Changes what the legend filters, and the controls that show it.
function filter(part) {
  change(part);
  showControls();
}

function showPinned() {
  const isPort = /^\d{1,5}$/.test(view.port) && view.port < PORT_COUNT;
  const port = isPort ? Number(view.port) : undefined;
  map.pin(port);
  showSelection(byId("selection"), port, view.layer, registry, () => {
    pin(undefined);
    byId("map").focus({ preventScroll: true }); // the button that had the focus is gone
  });
}

function showControls() {
  for (const name of ["q", ...Object.keys(FILTERS)]) {
    form.elements[name].value = view[name];
  }
  for (const name of ["layer", "order"]) {
    document.querySelector(`[name=${name}][value=${view[name]}]`).checked = true;
  }
}

// Changes a part of the view, and updates what depends on it.
function change(part) {
  const before = view;
  view = { ...view, ...part };
  writeAddress(view);
  const differs = (...keys) => keys.some((key) => before[key] !== view[key]);
  const isQuery = differs("q", "protocol", "status", "class", "sort");
  if (isQuery) {
    showEntries();
  }
  if (isQuery || differs("layer", "order", "group")) {
    showMap();
  }
  if (differs("port", "layer")) {
    showPinned();
  }
}

function pin(port) {
  change({ port: `${port ?? ""}` });
}

function openEntry() {
  const entry = registry.entries[view.entry - 1];
  if (entry !== undefined) {
    list.reveal(entry);
  }
}

function showAll() {
  view = readAddress();
  showControls();
  showEntries();
  showMap();
  showPinned();
  openEntry();
}

function fillControls() {
  const layers = LAYERS.map((layer) => [layer, layer === "all" ? "All" : layer.toUpperCase()]);
  fillChoice(byId("layer-choice"), "layer", layers, (layer) => change({ layer }));
  const orders = Object.entries({ hilbert: "Curve", rows: "Rows" });
  fillChoice(byId("order-choice"), "order", orders, (order) => change({ order }));
  for (const [key, values] of Object.entries(FILTERS)) {
    form.elements[key].append(new Option("any", ""), ...values.map((value) => new Option(value)));
  }
  byId("field-names").textContent = fieldNames.join(", ");
}

function listenToControls() {
  for (const field of form.elements) {
    field.addEventListener("input", () => change(Object.fromEntries(new FormData(form))));
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    change({ q: "", protocol: "", status: "", class: "", sort: "", entry: "" });
  });
  byId("zoom-in").addEventListener("click", () => map.zoom(2));
  byId("zoom-out").addEventListener("click", () => map.zoom(0.5));
  byId("zoom-reset").addEventListener("click", () => map.reset());
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("input, select, textarea")) {
      runKey(event, { "/": () => byId("query").select() });
    }
  });
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--search-height", `${form.offsetHeight}px`);
  }).observe(form);
  // To follow the link would overwrite the view in the address.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("query").focus();
  });
}

fillControls();
listenToControls();
byId("entry-list").append(list.element);
const lists = [list, showSubject(byId("subject"), registry, pin)].filter(Boolean);
showAll();
addEventListener("hashchange", showAll);
onPaper((isPaper) => {
  lists.forEach((one) => one.print(isPaper));
  map.recolor();
});
