// The section for what a page is about beside the registry: an input, or changes.

import { comparison, details } from "./entry.mjs";
import { element, grouped, plural } from "./element.mjs";
import { entriesOf } from "./layers.mjs";
import { List } from "./list.mjs";
import { flagOf, notesOn } from "./overlay.mjs";
import { nextSort, sorted } from "./sorting.mjs";
import { changeColumns, inputColumns } from "./tables.mjs";
import { choose, fillChoice } from "./choice.mjs";

// Of ports by what is flagged, and of changes, in the order in which they can be chosen.
const GROUPS = [
  "unauthorized use",
  "reserved",
  "unassigned",
  "not flagged",
  "added",
  "removed",
  "changed",
];

function portDetails(record, registry) {
  const found = entriesOf(registry.entries, record.port, record.protocol ?? "all");
  const notes = notesOn(record.port, record.protocol ?? "all", registry);
  return element(
    "div",
    {},
    element("p", { class: "hint" }, notes.join(" · ")),
    ...(found.length > 0
      ? found.map((entry) => details(entry, registry))
      : ["The registry has no entry for it."]),
  );
}

function ofInput(registry) {
  const { seen, skipped, ports } = registry.input;
  const left = skipped > 0 ? `; ${plural(skipped, "record", "records")} left out` : "";
  return {
    title: "Ports",
    summary: `${plural(ports.length, "port", "ports")}, seen ${plural(seen, "time", "times")}${left}`,
    kind: "input",
    records: ports,
    columns: inputColumns,
    groupOf: (record) => flagOf(record) || "not flagged",
    details: (record) => portDetails(record, registry),
    portOf: (record) => record.port,
  };
}

function ofChanges(registry) {
  const { list } = registry.changes;
  return {
    title: "Changes",
    summary: plural(list.length, "change", "changes"),
    kind: "changes",
    records: list,
    columns: changeColumns,
    groupOf: ({ kind }) => kind,
    details: (change) => {
      if (change.kind === "changed") {
        return comparison(change, registry);
      }
      return details(change.kind === "removed" ? change.before : change.after, registry);
    },
    portOf: ({ before, after }) => after.port_number ?? before.port_number,
  };
}

function groupsOf({ records, groupOf }) {
  const counts = new Map();
  for (const record of records) {
    counts.set(groupOf(record), (counts.get(groupOf(record)) ?? 0) + 1);
  }
  return GROUPS.filter((group) => counts.has(group)).map((group) => [
    group,
    `${group} (${grouped(counts.get(group))})`,
  ]);
}

/** Fills the section; `onOpen(port)` is called where a record with a port is opened. */
export function showSubject(section, registry, onOpen) {
  if (registry.input === undefined && registry.changes === undefined) {
    return;
  }
  const subject = registry.input ? ofInput(registry) : ofChanges(registry);
  const view = { group: "", sort: "" };
  const list = new List({
    label: subject.title,
    kind: subject.kind,
    columns: subject.columns,
    details: subject.details,
    onSort: (key) => {
      view.sort = nextSort(view.sort, key);
      update();
    },
    onToggle: (record, isOpen) => isOpen && onOpen(subject.portOf(record)),
  });
  const update = () => {
    const { records, groupOf, columns } = subject;
    const wanted = records.filter((record) => !view.group || groupOf(record) === view.group);
    list.showSort(view.sort);
    list.show(sorted(wanted, columns, view.sort));
  };
  const groups = element(
    "fieldset",
    { class: "choice" },
    element("legend", { class: "unseen" }, "Show"),
  );
  fillChoice(groups, "group", [["", "All"], ...groupsOf(subject)], (group) => {
    view.group = group;
    update();
  });
  choose(groups, "");
  section.append(
    element(
      "div",
      { class: "panel-head" },
      element("h2", { id: "subject-heading" }, subject.title),
      element("p", { class: "found" }, subject.summary),
      groups,
    ),
    list.element,
  );
  section.hidden = false;
  update();
}
