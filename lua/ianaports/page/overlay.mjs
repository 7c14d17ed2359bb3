// What is laid over the map: the ports of an input, or those that changed.

import { plural } from "./element.mjs";
import { isIn } from "./layers.mjs";
import { lastPort } from "./ports.mjs";

/** The marks, each with a shape of its own beside its colour, in the order of the legend. */
export const MARKS = {
  seen: { label: "Seen", shape: "circle" },
  flagged: { label: "Seen, and flagged", shape: "diamond" },
  added: { label: "Added", shape: "circle" },
  changed: { label: "Changed", shape: "square" },
  removed: { label: "Removed", shape: "diamond" },
};

/** What there is to say against a port of an input; "" where nothing is. */
export function flagOf({ status, unauthorized_use_reported: unauthorized }) {
  if (unauthorized !== undefined) {
    return "unauthorized use";
  }
  return status === "reserved" || status === "unassigned" ? status : "";
}

function marksOfInput(ports) {
  return ports.map((record) => ({
    first: record.port,
    last: record.port,
    protocol: record.protocol,
    kind: flagOf(record) ? "flagged" : "seen",
    weight: record.count,
  }));
}

// Each change with the entry that is there now, or was there last.
function changedEntries(changes) {
  return changes.map(({ kind, before, after }) => ({
    kind,
    entry: kind === "removed" ? before : after,
  }));
}

function marksOfChanges(changes) {
  return changedEntries(changes)
    .filter(({ entry }) => entry.port_number !== undefined)
    .map(({ kind, entry }) => ({
      first: entry.port_number,
      last: lastPort(entry),
      protocol: entry.transport_protocol,
      kind,
      weight: 1,
    }));
}

/** All marks of a page: { first, last, protocol, kind, weight }. */
export function marksOf({ input, changes }) {
  if (input !== undefined) {
    return marksOfInput(input.ports);
  }
  return changes === undefined ? [] : marksOfChanges(changes.list);
}

function notesOfInput(ports, port, layer) {
  const seen = ports.filter((record) => record.port === port && isIn(layer, record.protocol));
  const times = seen.reduce((sum, { count }) => sum + count, 0);
  const flags = new Set(seen.map(flagOf).filter((flag) => flag !== ""));
  return times > 0 ? [`seen ${plural(times, "time", "times")}`, ...flags] : [];
}

function notesOfChanges(changes, port, layer) {
  const notes = changedEntries(changes)
    .filter(({ entry }) => entry.port_number <= port && port <= lastPort(entry))
    .filter(({ entry }) => isIn(layer, entry.transport_protocol))
    .map(({ kind, entry }) => `${kind}: ${entry.service_name ?? entry.status}`);
  return [...new Set(notes)];
}

/** What there is to say of a port in a layer beside its entries: how often seen, what changed. */
export function notesOn(port, layer, { input, changes }) {
  if (input !== undefined) {
    return notesOfInput(input.ports, port, layer);
  }
  return changes === undefined ? [] : notesOfChanges(changes.list, port, layer);
}

/** Those that hold in a layer. */
export function marksIn(marks, layer) {
  return marks.filter(({ protocol }) => isIn(layer, protocol));
}
