// Connects the parts of the page, and starts it.

import { Keys, linkTo, readAddress, writeAddress } from "./address.mjs";
import { showAnswer } from "./answer.mjs";
import { byId, fillChoice, inFrame, plural, runKey } from "./element.mjs";
import { ENTRY_FIELDS, details } from "./entry.mjs";
import { LAYERS, STATES, entriesOf, layersOf } from "./layers.mjs";
import { chosenStates, showLegend } from "./legend.mjs";
import { List } from "./list.mjs";
import { PortMap, fadesOf } from "./map.mjs";
import { marksIn, notesOn } from "./marks.mjs";
import { onPaper } from "./paper.mjs";
import { PORT_COUNT, lastPort, portClass } from "./ports.mjs";
import { FILTERS, find, prepare } from "./query.mjs";
import { readRegistry } from "./registry.mjs";
import { showSelection } from "./selection.mjs";
import { makeSubject } from "./subject.mjs";
import { entryColumns, nextSort, sorted } from "./tables.mjs";
import { copyButton, downloads, rowText } from "./takeaway.mjs";
import { fieldNames, onlyPort, readQuery } from "./words.mjs";

const MOST_NAMES = 3; // that a tip shows
const RESULTS_GAP = 16; // CSS pixels between the search and the heading of what it found

const registry = readRegistry();
const layerOf = layersOf(registry.entries);
const form = byId("query-form");
const keys = new Keys(registry.entries);
let view = readAddress();
let query = readQuery(view.q);

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
  onMove: (part) => change({ map: part }, "move"),
  onSpeak: (text) => {
    byId("spoken").textContent = text;
  },
});

// An entry's details, with what the user can take away of it.
function detailsOf(entry) {
  return details(entry, registry, [
    copyButton("Copy row", () => rowText(entry, ENTRY_FIELDS)),
    copyButton("Copy link", () => linkTo({ entry: keys.of(entry) })),
  ]);
}

const list = new List({
  label: "Entries",
  kind: "entries",
  columns: entryColumns,
  details: detailsOf,
  onSort: (key) => change({ sort: nextSort(view.sort, key) }),
  onToggle: (entry, isOpen) => {
    const key = keys.of(entry);
    const { port_number: port } = entry;
    if (isOpen) {
      change(port === undefined ? { entry: key } : { entry: key, port: `${port}` });
    } else if (view.entry === key) {
      change({ entry: "" });
    }
  },
});

const subject = makeSubject(registry, { onChange: (part, how) => change(part, how), detailsOf });

// The ports that the filters choose by their states, as the legend counts them.
function portsIn(states, isChosen) {
  return Uint8Array.from(states, (state, port) => isChosen(STATES[state].id, portClass(port)));
}

// The ports that the map highlights: those of the entries found, or of the states chosen if nothing
// else is asked for; undefined for all.
function highlight(entries, states) {
  const isChosen = chosenStates(view);
  if (isChosen && !view.q.trim() && ["", view.layer].includes(view.protocol)) {
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

// Shows what the query, the filters and the groups find.
function showFound() {
  query = readQuery(view.q);
  const found = find(registry.entries, query, view, registry.commonNames);
  list.show(sorted(found, entryColumns, view.sort), view.sort);
  byId("found").textContent = plural(found.length, "entry", "entries");
  subject?.show(view, query);
  showAnswer(byId("answer"), registry, {
    query,
    view,
    count: found.length,
    others: subject?.summary ?? "",
    onName: (q) => filter({ q, ...pinnedBy(q) }),
  });
}

function showMap() {
  isMapOld = false;
  const { states, counts } = layerOf(view.layer);
  const marks = marksIn(registry.marks, view.layer);
  const isInTable = ({ record }) => subject === undefined || subject.shown.has(record);
  const shown = {
    order: view.order,
    states,
    highlighted: highlight(list.records, states),
    marks: marks.filter((mark) => mark.entry.port_number !== undefined && isInTable(mark)),
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
  const unpin = () => {
    pin(undefined);
    byId("map").focus(); // the button that had the focus is gone
  };
  showSelection(byId("selection"), port, view.layer, registry, { unpin, detailsOf });
}

function showControls() {
  for (const name of ["q", ...Object.keys(FILTERS)]) {
    form.elements[name].value = view[name];
  }
  for (const name of ["layer", "order"]) {
    document.querySelector(`[name=${name}][value=${view[name]}]`).checked = true;
  }
}

// While the user types, this waits until the frame after the one that shows what was found.
const writeTyped = inFrame(() => writeAddress(view, "type"));
const showPinnedLater = inFrame(showPinned);

const mapPanel = byId("map-panel");
let mapSight; // observes whether the map is in view
let isMapOld = false;

// Shows the map once it is in view. It is not while it is above the window, or behind the search,
// which is `height` CSS pixels high.
function watchMap(height) {
  mapSight?.disconnect();
  mapSight = new IntersectionObserver(
    (changes) => {
      if (isMapOld && changes.at(-1).isIntersecting) {
        showMap();
      }
    },
    { rootMargin: `-${height}px 0px 0px` },
  );
  mapSight.observe(mapPanel);
}

// Shows the map after the next frame, or when it comes into view.
function showMapLater() {
  isMapOld = true;
  mapSight?.unobserve(mapPanel); // so that it reports anew
  mapSight?.observe(mapPanel);
}

// Changes a part of the view, and updates what depends on it. `how` is that of writeAddress.
function change(part, how) {
  const before = view;
  view = { ...view, ...part };
  const isTyped = how === "type";
  if (isTyped) {
    writeTyped();
  } else {
    writeAddress(view, how);
  }
  const differs = (...names) => names.some((name) => before[name] !== view[name]);
  const isFound = differs("q", "protocol", "status", "class");
  if (isFound || differs("sort", "group", "host", "by")) {
    showFound();
  }
  if (isFound || differs("layer", "order", "group", "host")) {
    (isTyped ? showMapLater : showMap)();
  }
  if (differs("port", "layer")) {
    (isTyped ? showPinnedLater : showPinned)();
  }
}

function pin(port) {
  change({ port: `${port ?? ""}` });
}

// The only port that a query asks for is pinned, until the query asks for something else.
function pinnedBy(q) {
  const [asked, before] = [onlyPort(readQuery(q)), onlyPort(query)];
  if (asked !== undefined) {
    return { port: `${asked}` };
  }
  return before !== undefined && view.port === `${before}` ? { port: "" } : {};
}

// Brings what was found below the search, unless it starts in the upper half of the window.
function showResults() {
  const heading = byId(subject?.shown.size > 0 ? "subject-heading" : "entries-heading");
  const { top } = heading.getBoundingClientRect();
  if (top < form.offsetHeight || top > innerHeight / 2) {
    scrollBy(0, top - form.offsetHeight - RESULTS_GAP);
  }
}

function openRows() {
  const entry = keys.find(view.entry);
  if (entry !== undefined) {
    list.reveal(entry);
  }
  subject?.open(view);
}

function showAll() {
  view = readAddress();
  lists.forEach((one) => one.close());
  showControls();
  showFound();
  showMap();
  map.setPart(view.map);
  showPinned();
  openRows();
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
  const answer = () => {
    const part = Object.fromEntries(new FormData(form));
    const isTyped = part.q !== view.q;
    change({ ...part, ...(isTyped ? pinnedBy(part.q) : {}) }, isTyped ? "type" : undefined);
    if (isTyped && part.q.trim() !== "") {
      showResults();
    }
  };
  const answerSoon = inFrame(answer); // once for keys that follow each other within a frame
  for (const field of form.elements) {
    field.addEventListener("input", field === form.elements.q ? answerSoon : answer);
  }
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    showResults();
  });
  form.addEventListener("reset", () => {
    const part = { q: "", protocol: "", status: "", class: "", group: "", host: "" };
    change({ ...part, sort: "", by: "", entry: "", record: "", ...pinnedBy("") });
  });
  byId("zoom-in").addEventListener("click", () => map.zoom(2));
  byId("zoom-out").addEventListener("click", () => map.zoom(0.5));
  byId("zoom-reset").addEventListener("click", () => map.reset());
  // A bar of a chart is a link to a view: what it does not say stays as it is.
  byId("charts").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link !== null) {
      event.preventDefault();
      filter(Object.fromEntries(new URLSearchParams(link.getAttribute("href").slice(1))));
      showResults();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches("input, select, textarea")) {
      runKey(event, { "/": () => byId("query").select() });
    }
  });
  new ResizeObserver(() => {
    document.documentElement.style.setProperty("--search-height", `${form.offsetHeight}px`);
    watchMap(form.offsetHeight);
  }).observe(form);
  for (const type of ["focus", "blur"]) {
    byId("query").addEventListener(type, () => {
      document.documentElement.classList.toggle("is-typing", type === "focus");
    });
  }
  // To follow the link would overwrite the view in the address.
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    byId("entries").focus();
  });
}

fillControls();
listenToControls();
byId("entry-list").append(list.element);
byId("found").after(downloads("entries", () => [list.records, ENTRY_FIELDS]));
const lists = [list, subject?.list].filter(Boolean);
showAll();
addEventListener("hashchange", showAll);
onPaper((isPaper) => {
  showMap();
  lists.forEach((one) => one.print(isPaper));
  map.recolor();
});
prepare(registry.entries);
document.documentElement.classList.add("ready");
