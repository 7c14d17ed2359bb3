// What is laid over the map: the ports of an input, or those that changed.

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

function marksOfChanges(changes) {
  return changes
    .map(({ kind, before, after }) => ({ kind, entry: kind === "removed" ? before : after }))
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

/** Those that hold in a layer. */
export function marksIn(marks, layer) {
  return marks.filter(({ protocol }) => isIn(layer, protocol));
}
