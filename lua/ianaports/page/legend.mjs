// The legend: what the colours and shapes of the map mean, how many ports or records have each, and
// a way to show these alone.

import { element, grouped } from "./element.mjs";
import { STATES } from "./layers.mjs";
import { MARKS, isShown } from "./marks.mjs";
import { swatch } from "./tables.mjs";

// What filters of the entries show a state alone.
const FILTER_OF = {
  "assigned-system": { status: "assigned", class: "system" },
  "assigned-user": { status: "assigned", class: "user" },
  reserved: { status: "reserved", class: "" },
  deregistered: { status: "deregistered", class: "" },
  unassigned: { status: "unassigned", class: "" },
  dynamic: { status: "", class: "dynamic" },
};

// Whether a view has the values of a filter.
function has(view, filter) {
  return Object.entries(filter).every(([key, value]) => view[key] === value);
}

// The same filter without values.
function emptied(filter) {
  return Object.fromEntries(Object.keys(filter).map((key) => [key, ""]));
}

/**
 * The states that the filters of a view choose: a function of a state's id and a port's class;
 * undefined if they choose all.
 */
export function chosenStates({ status, class: kind }) {
  if (!status && !kind) {
    return undefined;
  }
  const statusOf = (id) => id.replace(/-.*/, "");
  return (id, portClass) => (!status || statusOf(id) === status) && (!kind || portClass === kind);
}

// The patches of a colour: as it is, faded, or both, as on the map.
function patches(id, fades) {
  const [full, faded] = [swatch(id), swatch(id)];
  faded.classList.add("faded");
  return { none: [full], others: [full, faded], all: [faded] }[fades];
}

function stateItems(counts, fades) {
  return STATES.map(({ id, label }, number) => ({
    patches: patches(id, fades),
    label,
    count: counts[number],
    filter: FILTER_OF[id],
  }));
}

function markItems(marks, view) {
  const counts = Map.groupBy(marks, ({ kind }) => kind);
  const items = Object.entries(MARKS).map(([kind, { label }]) => ({
    patches: patches(kind, "none"),
    label,
    count: counts.get(kind)?.length ?? 0,
    filter: { group: kind },
    isOff: !isShown({ kind }, view.group),
  }));
  return items.filter(({ count }) => count > 0);
}

function legendItem(item, view, onFilter) {
  const isChosen = has(view, item.filter);
  const button = element(
    "button",
    {
      type: "button",
      class: item.isOff ? "off" : "",
      "aria-pressed": isChosen,
      click: () => onFilter(isChosen ? emptied(item.filter) : item.filter),
    },
    ...item.patches,
    element("span", {}, item.label),
    element("b", {}, grouped(item.count)),
  );
  return element("li", {}, button);
}

/**
 * Fills the legend with the number of ports in each state, and of marks of each kind. `fades` is
 * what fadesOf returns: the legend's colours fade as those of the map do. A click on an item calls
 * `onFilter(part)` with the part of the view that changes.
 */
export function showLegend(list, { counts, marks, fades, view, onFilter }) {
  const focused = [...list.children].findIndex((item) => item.contains(document.activeElement));
  const items = [...stateItems(counts, fades), ...markItems(marks, view)];
  list.replaceChildren(...items.map((item) => legendItem(item, view, onFilter)));
  list.children[focused]?.firstChild.focus();
}
