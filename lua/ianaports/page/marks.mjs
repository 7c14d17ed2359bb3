// Marks on the map: the ports of an input, or the ports of entries that changed.

import { plural } from "./element.mjs";
import { isIn } from "./layers.mjs";
import { hasPortIn } from "./ports.mjs";

/** The kinds of marks, in the order of the legend. Shapes tell them apart without colours. */
export const MARKS = {
  seen: { label: "Seen", shape: "circle" },
  flagged: { label: "Seen, and flagged", shape: "diamond" },
  added: { label: "Added", shape: "circle" },
  changed: { label: "Changed", shape: "square" },
  removed: { label: "Removed", shape: "diamond" },
};

/** The first reason why a port of an input is flagged (scan.mjs); undefined if there is none. */
export function flagOf({ flags }) {
  return flags[0];
}

/** All marks of a page: { kind, entry, count }. For an input, `entry` is the port itself. */
export function marksOf({ input, changes = [] }) {
  if (input === undefined) {
    return changes.map(({ kind, entry }) => ({ kind, entry, count: 1 }));
  }
  return input.ports.map((port) => ({
    kind: flagOf(port) ? "flagged" : "seen",
    entry: port,
    count: port.count,
  }));
}

/** The marks in a layer whose entries have a port. */
export function marksIn(marks, layer) {
  return marks.filter(({ entry }) => entry.port_number !== undefined && isIn(layer, entry));
}

/** What a port's marks in a layer mean, as texts: how often the port was seen, or what changed. */
export function notesOn(port, layer, { input, marks }) {
  const found = marksIn(marks, layer).filter(({ entry }) => hasPortIn(entry, port, port));
  if (input === undefined) {
    const notes = found.map(({ kind, entry }) => `${kind}: ${entry.service_name ?? entry.status}`);
    return [...new Set(notes)];
  }
  const times = found.reduce((sum, { count }) => sum + count, 0);
  const flags = new Set(found.map(({ entry }) => flagOf(entry)).filter(Boolean));
  return times > 0 ? [`seen ${plural(times, "time", "times")}`, ...flags] : [];
}
