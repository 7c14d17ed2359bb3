// A layer of the map shows the ports of one protocol, or of all protocols. It has each port's
// primary entry and state. The state decides which colour the port has on the map.

import { PORT_COUNT, PROTOCOLS, lastPort, portClass, recordsAt } from "./ports.mjs";

export const LAYERS = ["all", ...PROTOCOLS];

/** The states, in the order of the legend. */
export const STATES = [
  { id: "assigned-system", label: "Assigned, system port" },
  { id: "assigned-user", label: "Assigned, user port" },
  { id: "reserved", label: "Reserved" },
  { id: "deregistered", label: "Deregistered" },
  { id: "unassigned", label: "Unassigned" },
  { id: "dynamic", label: "Dynamic, never assigned" },
];

const stateNumbers = new Map(STATES.map(({ id }, number) => [id, number]));

/** The id of a port's state. `entry` is the port's primary entry; undefined if it has none. */
export function stateOf(entry, port) {
  if (entry === undefined) {
    return portClass(port) === "dynamic" ? "dynamic" : "unassigned";
  }
  if (entry.status !== "assigned") {
    return entry.status;
  }
  return portClass(port) === "system" ? "assigned-system" : "assigned-user";
}

// How well an entry describes its port: a lower rank is better. The order is that of the module's
// find_all. In the layer of a protocol, entries that name the protocol come first. In the layer of
// all protocols, entries with a service name come first. data.lua writes the other rules as
// `preference`: it is below 16 for the entries of an overlay, which come before all others.
function rank({ transport_protocol: protocol, service_name: name, preference }, layer) {
  const nameless = name === undefined ? 1 : 0;
  const number = protocol === undefined ? PROTOCOLS.length : PROTOCOLS.indexOf(protocol);
  const kind =
    layer === "all" ? nameless * 8 + number : (protocol === undefined ? 2 : 0) + nameless;
  return (preference & 16) * 16 + kind * 16 + (preference & 15);
}

/** Whether an entry is in a layer. One without a protocol is in every layer. */
export function isIn(layer, { transport_protocol: protocol }) {
  return layer === "all" || protocol === undefined || protocol === layer;
}

/** Those of some entries that are in a layer, best first. */
export function ranked(entries, layer) {
  return entries
    .filter((entry) => isIn(layer, entry))
    .sort((one, other) => rank(one, layer) - rank(other, layer) || one.index - other.index);
}

// The index of each port's primary entry, or -1. Entries are written worst first, so that better
// ones overwrite them.
function findPrimaries(entries, layer) {
  const primaries = new Int32Array(PORT_COUNT).fill(-1);
  const withPort = entries.filter(({ port_number: port }) => port !== undefined);
  for (const entry of ranked(withPort, layer).reverse()) {
    primaries.fill(entry.index, entry.port_number, lastPort(entry) + 1);
  }
  return primaries;
}

function makeLayer(entries, layer) {
  const primaries = findPrimaries(entries, layer);
  const states = new Uint8Array(PORT_COUNT);
  const counts = new Array(STATES.length).fill(0);
  primaries.forEach((index, port) => {
    states[port] = stateNumbers.get(stateOf(entries[index], port));
    counts[states[port]]++;
  });
  return { primaries, states, counts };
}

/**
 * Returns a function that returns a layer by its name. A layer is made when it is first needed. Its
 * `primaries` has the index of each port's primary entry, or -1. `states` has the index of each
 * port's state in STATES, and `counts` the number of ports in each state.
 */
export function layersOf(entries) {
  const made = new Map();
  return (layer) => {
    if (!made.has(layer)) {
      made.set(layer, makeLayer(entries, layer));
    }
    return made.get(layer);
  };
}

/** All entries of a port in a layer, best first. */
export function entriesOf(entries, port, layer) {
  return ranked(recordsAt(entries, port), layer);
}
