// The section about what a page shows besides the registry: the ports of an input, or changes.

import { element, fillChoice, grouped, plural } from "./element.mjs";
import { comparison, details } from "./entry.mjs";
import { entriesOf } from "./layers.mjs";
import { List } from "./list.mjs";
import { MARKS, flagOf, isShown, notesOn } from "./marks.mjs";
import { changeColumns, inputColumns, nextSort, sorted } from "./tables.mjs";

// The groups that the user can choose, in this order. Ports are grouped by flag, changes by kind.
const GROUPS = [
  "unauthorized use",
  "reserved",
  "unassigned",
  "not flagged",
  ...Object.keys(MARKS).reverse(),
];

function portDetails({ port_number: port, transport_protocol: protocol = "all" }, registry) {
  const found = entriesOf(registry.entries, port, protocol).map((entry) =>
    details(entry, registry),
  );
  const notes = notesOn(port, protocol, registry).join(" · ");
  return element(
    "div",
    {},
    element("p", { class: "hint" }, notes),
    ...(found.length > 0 ? found : ["The registry has no entry for this port."]),
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
    groupOf: (port) => flagOf(port) ?? "not flagged",
    details: (port) => portDetails(port, registry),
    portOf: (port) => port.port_number,
  };
}

function ofChanges(registry) {
  const { changes } = registry;
  return {
    title: "Changes",
    summary: plural(changes.length, "change", "changes"),
    kind: "changes",
    records: changes,
    columns: changeColumns,
    groupOf: ({ kind }) => kind,
    details: (change) =>
      change.before && change.after ? comparison(change, registry) : details(change.entry, registry),
    portOf: ({ entry, before }) => entry.port_number ?? before?.port_number,
  };
}

function groupOptions(groups) {
  const name = (group) => MARKS[group]?.label ?? group;
  const option = (group) => [group, `${name(group)} (${grouped(groups.get(group).length)})`];
  return [["", "All"], ...GROUPS.filter((group) => groups.has(group)).map(option)];
}

/** Fills the section, and returns its table; undefined if there is none. Calls `onOpen(port)` when the user opens a record that has a port. */
export function showSubject(section, registry, onOpen) {
  if (registry.input === undefined && registry.changes === undefined) {
    return undefined;
  }
  const subject = registry.input ? ofInput(registry) : ofChanges(registry);
  const { records, columns, groupOf, portOf } = subject;
  const groups = Map.groupBy(records, groupOf);
  const view = { group: "", sort: "" };
  const update = (part) => {
    Object.assign(view, part);
    const usual = records.filter(({ kind }) => kind === undefined || isShown({ kind }, ""));
    list.show(sorted(groups.get(view.group) ?? usual, columns, view.sort), view.sort);
  };
  const list = new List({
    label: subject.title,
    kind: subject.kind,
    columns,
    details: subject.details,
    onSort: (key) => update({ sort: nextSort(view.sort, key) }),
    onToggle: (record, isOpen) => {
      if (isOpen && portOf(record) !== undefined) {
        onOpen(portOf(record));
      }
    },
  });
  const legend = element("legend", { class: "unseen" }, "Show");
  const choice = element("fieldset", { class: "choice" }, legend);
  fillChoice(choice, "group", groupOptions(groups), (group) => update({ group }));
  section.append(
    element(
      "div",
      { class: "panel-head" },
      element("h2", { id: "subject-heading" }, subject.title),
      element("p", { class: "found" }, subject.summary),
      choice,
    ),
    list.element,
  );
  section.hidden = false;
  update({});
  return list;
}
