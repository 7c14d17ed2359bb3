// What each port is in each protocol: its primary entry, and a state that the map has a colour for.

import { FIRST_DYNAMIC_PORT, PORT_COUNT, PROTOCOLS, lastPort, portClass } from "./ports.mjs";

export const LAYERS = ["all", ...PROTOCOLS];

/** The states, in the order of the legend. */
export const STATES = [
  { id: "assigned-system", label: "Assigned, system port" },
  { id: "assigned-user", label: "Assigned, user port" },
  { id: "reserved", label: "Reserved" },
  { id: "deregistered", label: "De-registered" },
  { id: "unassigned", label: "Unassigned" },
  { id: "dynamic", label: "Dynamic, never assigned" },
];

const stateNumbers = new Map(STATES.map(({ id }, number) => [id, number]));

function stateOf(entry, port) {
  if (entry === undefined) {
    return port < FIRST_DYNAMIC_PORT ? "unassigned" : "dynamic";
  }
  if (entry.status !== "assigned") {
    return entry.status;
  }
  return portClass(port) === "system" ? "assigned-system" : "assigned-user";
}

// The lower, the better: the order in which the module's find_all gives entries. In one protocol,
// rows that name it come first; in all of them, rows with a name do.
function rank(entry, layer) {
  const protocol = entry.transport_protocol;
  const nameless = entry.service_name === undefined ? 1 : 0;
  const range = entry.port_last === undefined ? 0 : 1;
  if (layer === "all") {
    const place = protocol === undefined ? PROTOCOLS.length : PROTOCOLS.indexOf(protocol);
    return nameless * 16 + place * 2 + range;
  }
  return (protocol === undefined ? 4 : 0) + nameless * 2 + range;
}

/** Whether an entry holds in a layer: those without a protocol hold in each. */
export function isIn(layer, protocol) {
  return layer === "all" || protocol === undefined || protocol === layer;
}

// The index of each port's primary entry, -1 where it has none: the best is laid last.
function layPrimaries(entries, layer) {
  const ranked = entries
    .filter((entry) => entry.port_number !== undefined && isIn(layer, entry.transport_protocol))
    .map((entry) => ({ entry, rank: rank(entry, layer) }));
  ranked.sort((one, other) => other.rank - one.rank || other.entry.index - one.entry.index);
  const primaries = new Int32Array(PORT_COUNT).fill(-1);
  for (const { entry } of ranked) {
    primaries.fill(entry.index, entry.port_number, lastPort(entry) + 1);
  }
  return primaries;
}

function makeLayer(entries, layer) {
  const primaries = layPrimaries(entries, layer);
  const states = new Uint8Array(PORT_COUNT);
  const counts = new Array(STATES.length).fill(0);
  primaries.forEach((index, port) => {
    const number = stateNumbers.get(stateOf(entries[index], port));
    states[port] = number;
    counts[number]++;
  });
  return { primaries, states, counts };
}

/**
 * Gives a layer by its name, made when it is first asked for: `primaries` is the index of each
 * port's primary entry or -1, `states` each port's place in STATES, `counts` how many ports are in
 * each state.
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

/** All entries of a port that hold in a layer, best first. */
export function entriesOf(entries, port, layer) {
  return entries
    .filter(
      (entry) =>
        entry.port_number <= port &&
        port <= lastPort(entry) &&
        isIn(layer, entry.transport_protocol),
    )
    .sort((one, other) => rank(one, layer) - rank(other, layer) || one.index - other.index);
}
