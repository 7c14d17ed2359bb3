// The section about what a page shows besides the registry: the ports of an input, or changes.

import { Keys, linkTo } from "./address.mjs";
import { byId, element, fillChoice, grouped, plural } from "./element.mjs";
import { comparison } from "./entry.mjs";
import { entriesOf } from "./layers.mjs";
import { List } from "./list.mjs";
import { MARKS, flagOf, isShown } from "./marks.mjs";
import { PORT_COUNT, PROTOCOLS, lastPort } from "./ports.mjs";
import { matchers, passes } from "./query.mjs";
import { FLAGS, reasons } from "./scan.mjs";
import { copyButton, downloads, rowText } from "./takeaway.mjs";
import { changeColumns, inputColumns, nextSort, sorted } from "./tables.mjs";

const MOST_OFFERED = 1000; // hosts that the filter offers

// The ports of an input ----------------------------------------------------------------------

// Which ports the entries have, by protocol; "all" for ports whose protocol is not known.
function portsOf(entries) {
  const ports = Object.fromEntries(
    ["all", ...PROTOCOLS].map((name) => [name, new Uint8Array(PORT_COUNT)]),
  );
  for (const entry of entries.filter(({ port_number: port }) => port !== undefined)) {
    const protocols = entry.transport_protocol ? [entry.transport_protocol] : PROTOCOLS;
    for (const name of ["all", ...protocols]) {
      ports[name].fill(1, entry.port_number, lastPort(entry) + 1);
    }
  }
  return ports;
}

// Returns a test of a port: a query finds it by what the input says of it, or by its entries.
function portTest(query, { entries, commonNames }) {
  const { hasElement, matches } = matchers(query, commonNames);
  const ports = portsOf(entries.filter(matches));
  const hasName = query.elements.some(({ name }) => name !== undefined);
  return (port) =>
    matches(port) ||
    (ports[port.transport_protocol ?? "all"][port.port_number] === 1 &&
      (hasName || hasElement(port)));
}

function portDetails(port, registry, detailsOf, actions) {
  const found = entriesOf(registry.entries, port.port_number, port.transport_protocol ?? "all");
  const list = (title, texts) =>
    texts.length > 0
      ? [
          element("dt", {}, title + (texts.length > 1 ? ` (${grouped(texts.length)})` : "")),
          element("dd", { class: "hosts" }, texts.join(", ")),
        ]
      : [];
  return element(
    "div",
    {},
    ...reasons(port).map((reason) => element("p", { class: "reason" }, reason)),
    element(
      "dl",
      { class: "found-out" },
      ...list("Hosts", port.hosts),
      ...list("Detected", port.services),
    ),
    element("div", { class: "actions" }, ...actions),
    ...(found.length > 0 ? found.map(detailsOf) : ["The registry has no entry for this port."]),
  );
}

const PORT_GROUPS = {
  "": { label: "All", has: () => true },
  flagged: { label: "flagged", has: (port) => flagOf(port) !== undefined },
  ...Object.fromEntries(
    Object.keys(FLAGS).map((flag) => [
      flag,
      { label: flag, has: ({ flags }) => flags.includes(flag) },
    ]),
  ),
  seen: { label: "not flagged", has: (port) => flagOf(port) === undefined },
};

function timesSeen(ports) {
  return ports.reduce((sum, { count }) => sum + count, 0);
}

function ofInput(registry) {
  const { skipped, ports } = registry.input;
  const left = skipped > 0 ? `; ${plural(skipped, "record", "records")} left out` : "";
  return {
    title: "Ports",
    noun: ["port", "ports"],
    more: (shown) => `, seen ${plural(timesSeen(shown), "time", "times")}${left}`,
    kind: "input",
    records: ports,
    columns: inputColumns(ports),
    fields: [
      "port_number",
      "transport_protocol",
      "count",
      "hosts",
      "service_name",
      "services",
      "description",
      "status",
      "flags",
      "unauthorized_use_reported",
    ],
    groups: PORT_GROUPS,
    details: portDetails,
    entryOf: (port) => port,
    rowOf: (port) => port,
    passes: (port, view) => passes(port, view),
    testOf: (query) => portTest(query, registry),
  };
}

// Changes ------------------------------------------------------------------------------------

function changeDetails(change, registry, detailsOf, actions) {
  return change.before && change.after
    ? element(
        "div",
        {},
        comparison(change, registry),
        element("div", { class: "actions" }, ...actions),
      )
    : detailsOf(change.entry);
}

const CHANGE_GROUPS = {
  "": { label: "All", has: (change) => isShown(change, "") },
  ...Object.fromEntries(
    Object.entries(MARKS)
      .reverse()
      .map(([kind, { label }]) => [kind, { label, has: (change) => change.kind === kind }]),
  ),
};

function ofChanges(registry) {
  const { changes } = registry;
  const sides = ({ before, after }) => [before, after].filter(Boolean);
  return {
    title: "Changes",
    noun: ["change", "changes"],
    more: () => "",
    kind: "changes",
    records: changes,
    columns: changeColumns,
    fields: [
      "kind",
      "port_number",
      "transport_protocol",
      "service_name",
      "columns",
      "before",
      "after",
    ],
    groups: CHANGE_GROUPS,
    details: changeDetails,
    entryOf: ({ entry }) => entry,
    rowOf: ({ kind, entry, columns, before, after }) => ({
      ...entry,
      kind,
      columns: before && after ? columns : [],
      before: before?.[columns[0]] ?? "",
      after: after?.[columns[0]] ?? "",
    }),
    passes: (change, view) => sides(change).some((entry) => passes(entry, view)),
    testOf: (query) => {
      const { matches } = matchers(query, registry.commonNames);
      return (change) => sides(change).some(matches);
    },
  };
}

// The section --------------------------------------------------------------------------------

function groupOptions(groups, records) {
  return Object.entries(groups).flatMap(([group, { label, has }]) => {
    const { length } = group === "" ? records : records.filter(has);
    const text = group === "" ? label : `${label} (${grouped(length)})`;
    return length > 0 || group === "" ? [[group, text]] : [];
  });
}

// The filter by host: a text that hosts contain, or one of them.
function hostFilter(hosts, onChange) {
  const input = element("input", {
    type: "search",
    list: "hosts",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: `any of ${grouped(hosts.length)}`,
    input: () => onChange(input.value),
  });
  const options = hosts.slice(0, MOST_OFFERED).map((host) => element("option", { value: host }));
  return {
    input,
    element: element("label", {}, "Host ", input, element("datalist", { id: "hosts" }, ...options)),
  };
}

// A test of a port's hosts. The address of a host, in full, is that host alone.
function hostTest(hosts, text) {
  const wanted = text.trim().toLowerCase();
  const found = hosts.filter((host) => host.toLowerCase() === wanted);
  const chosen = new Set(
    found.length > 0 ? found : hosts.filter((host) => host.toLowerCase().includes(wanted)),
  );
  return wanted === "" ? () => true : (port) => port.hosts.some((host) => chosen.has(host));
}

/**
 * The section. `onChange(part, how)` is called with the part of the view that the user changes;
 * `detailsOf(entry)` returns an entry's details.
 */
export class Subject {
  constructor(section, registry, { onChange, detailsOf }) {
    Object.assign(this, registry.input ? ofInput(registry) : ofChanges(registry));
    this.keys = new Keys(this.records, this.entryOf);
    this.hosts = registry.input?.hosts ?? [];
    this.list = new List({
      label: this.title,
      kind: this.kind,
      columns: this.columns,
      details: (record) => this.details(record, registry, detailsOf, this.actionsOf(record)),
      onSort: (key) => onChange({ by: nextSort(this.view.by, key) }),
      onToggle: (record, isOpen) => onChange(this.opened(record, isOpen)),
    });
    this.fill(section, onChange);
  }

  // What the view becomes when a record is opened or closed.
  opened(record, isOpen) {
    const key = this.keys.of(record);
    const { port_number: port } = this.entryOf(record);
    if (!isOpen) {
      return this.view.record === key ? { record: "" } : {};
    }
    return port === undefined ? { record: key } : { record: key, port: `${port}` };
  }

  actionsOf(record) {
    return [
      copyButton("Copy row", () => rowText(this.rowOf(record), this.fields)),
      copyButton("Copy link", () => linkTo({ record: this.keys.of(record) })),
    ];
  }

  fill(section, onChange) {
    this.count = element("p", { class: "found" });
    this.choice = element(
      "fieldset",
      { class: "choice" },
      element("legend", { class: "unseen" }, "Show"),
    );
    fillChoice(this.choice, "group", groupOptions(this.groups, this.records), (group) =>
      onChange({ group }),
    );
    this.host = hostFilter(this.hosts, (host) => onChange({ host }, "type"));
    const rows = () => [this.list.records.map(this.rowOf), this.fields];
    section.append(
      element(
        "div",
        { class: "panel-head" },
        element("h2", { id: "subject-heading" }, this.title),
        this.count,
        downloads(this.title.toLowerCase(), rows),
      ),
      element(
        "div",
        { class: "filters" },
        this.choice,
        ...(this.hosts.length > 0 ? [this.host.element] : []),
      ),
      this.list.element,
    );
    section.hidden = false;
  }

  /** Shows the records of a view that a query finds. Afterwards `shown` has them. */
  show(view, query) {
    this.view = view;
    const group = this.groups[view.group] ?? this.groups[""];
    const hasHost = hostTest(this.hosts, view.host);
    const isAsked = query.elements.length + query.terms.length > 0;
    const matches = isAsked ? this.testOf(query) : () => true;
    const shown = this.records.filter(
      (record) =>
        group.has(record) && hasHost(record) && this.passes(record, view) && matches(record),
    );
    this.shown = new Set(shown);
    this.list.show(sorted(shown, this.columns, view.by), view.by);
    const all = plural(this.records.length, ...this.noun);
    const isPart = shown.length < this.records.length;
    const part = `${isPart ? `${grouped(shown.length)} of ` : ""}${all}`;
    this.count.textContent = part + this.more(shown);
    this.summary = shown.length > 0 ? part : "";
    this.showControls(view);
  }

  showControls({ group, host }) {
    const radio = [...this.choice.querySelectorAll("input")].find(({ value }) => value === group);
    (radio ?? this.choice.querySelector("input")).checked = true;
    if (this.host.input.value !== host) {
      this.host.input.value = host;
    }
  }

  /** Opens the record that a view names, and brings it into view. */
  open({ record: key }) {
    const record = this.keys.find(key);
    if (record !== undefined) {
      this.list.reveal(record);
    }
  }
}

/** The section; undefined on a page that shows the registry alone. */
export function makeSubject(registry, handlers) {
  return registry.input || registry.changes
    ? new Subject(byId("subject"), registry, handlers)
    : undefined;
}
