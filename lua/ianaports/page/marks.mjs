// Marks on the map: the ports of an input, or the ports at which something changed.

import { plural } from "./element.mjs";
import { isIn } from "./layers.mjs";
import { recordsAt } from "./ports.mjs";

/**
 * The kinds of marks, in the order of the legend; later ones are drawn above earlier ones. Shapes
 * tell them apart without colours. Marks that are `off` are shown only when the user asks for them.
 */
export const MARKS = {
  seen: { label: "Seen", shape: "circle" },
  flagged: { label: "Seen, and flagged", shape: "diamond" },
  unknown: { label: "Not known on one side", shape: "bar", off: true },
  recut: { label: "Rows merely cut anew", shape: "bar", off: true },
  changed: { label: "Other columns changed", shape: "square" },
  renamed: { label: "Renamed", shape: "triangle" },
  freed: { label: "Freed", shape: "diamond" },
  "newly-reserved": { label: "Newly reserved", shape: "square" },
  "newly-assigned": { label: "Newly assigned", shape: "circle" },
};

const RANKS = Object.fromEntries(Object.keys(MARKS).map((kind, rank) => [kind, rank]));

/** The first reason why a port of an input is flagged (scan.mjs); undefined if there is none. */
export function flagOf({ flags }) {
  return flags[0];
}

/**
 * All marks of a page, one for each port of the input or each change: { kind, entry, count,
 * record }. For an input, `entry` is the port itself; `record` is the port or the change.
 */
export function marksOf({ input, changes = [] }) {
  if (input === undefined) {
    return changes.map((record) => ({ kind: record.kind, entry: record.entry, count: 1, record }));
  }
  return input.ports.map((port) => ({
    kind: flagOf(port) ? "flagged" : "seen",
    entry: port,
    count: port.count,
    record: port,
  }));
}

/** Whether a mark is shown if the user has chosen a kind of marks, or "" for the usual ones. */
export function isShown({ kind }, chosen) {
  return chosen === "" ? !MARKS[kind].off : kind === chosen;
}

// The marks in a layer, in the order in which they are drawn.
function ordered(marks, layer) {
  const found = marks.filter(({ entry }) => isIn(layer, entry));
  return found.sort((one, other) => RANKS[one.kind] - RANKS[other.kind]);
}

const known = new WeakMap(); // what marksIn has returned, by marks and layer

/** The marks in a layer, in the order in which they are drawn. They are sorted once. */
export function marksIn(marks, layer) {
  if (!known.has(marks)) {
    known.set(marks, new Map());
  }
  const layers = known.get(marks);
  if (!layers.has(layer)) {
    layers.set(layer, ordered(marks, layer));
  }
  return layers.get(layer);
}

/** What a port's marks in a layer mean, as texts: how often the port was seen, or what changed. */
export function notesOn(port, layer, { input, marks }) {
  const found = ordered(
    recordsAt(marks, port, ({ entry }) => entry),
    layer,
  );
  if (input === undefined) {
    const notes = found
      .filter((mark) => isShown(mark, ""))
      .map(({ kind, entry }) => `${MARKS[kind].label}: ${entry.service_name ?? entry.status}`);
    return [...new Set(notes)];
  }
  const times = found.reduce((sum, { count }) => sum + count, 0);
  const flags = new Set(found.map(({ entry }) => flagOf(entry)).filter(Boolean));
  return times > 0 ? [`seen ${plural(times, "time", "times")}`, ...flags] : [];
}
