// The ports of an entry: their class (RFC 6335, section 6), and how they are written.

export const PORT_COUNT = 65536;
const FIRST_USER_PORT = 1024;
const FIRST_DYNAMIC_PORT = 49152;

export const PROTOCOLS = ["tcp", "udp", "sctp", "dccp"];

/** "system", "user" or "dynamic". */
export function portClass(port) {
  if (port < FIRST_USER_PORT) {
    return "system";
  }
  return port < FIRST_DYNAMIC_PORT ? "user" : "dynamic";
}

/** The last port of an entry's range, or its only port. */
export function lastPort(entry) {
  return entry.port_last ?? entry.port_number;
}

/** Whether an entry has a port from `first` to `last`. */
export function hasPortIn(entry, first, last) {
  return entry.port_number <= last && first <= lastPort(entry);
}

/** An entry's port or port range as text; "" if it has none. */
export function portText({ port_number: first, port_last: last }) {
  return last === undefined ? `${first ?? ""}` : `${first}–${last}`;
}

const BUCKET = 256; // ports

// The records with one port, by that port, and those with a range of ports, by each 256 ports.
function makeIndex(records, entryOf) {
  const index = { single: new Map(), ranges: new Map() };
  const add = (group, key, record) => {
    if (!group.get(key)?.push(record)) {
      group.set(key, [record]);
    }
  };
  for (const record of records) {
    const { port_number: port, port_last: last } = entryOf(record);
    if (last === undefined) {
      add(index.single, port, record);
      continue;
    }
    for (let bucket = Math.floor(port / BUCKET); bucket * BUCKET <= last; bucket++) {
      add(index.ranges, bucket, record);
    }
  }
  return index;
}

const indexes = new WeakMap();

/**
 * The records of an array that have a port, single ports first. `entryOf(record)` is what has the
 * port. An array is indexed when it is first asked, so that 60,000 records take no longer than ten.
 */
export function recordsAt(records, port, entryOf = (record) => record) {
  if (!indexes.has(records)) {
    indexes.set(records, makeIndex(records, entryOf));
  }
  const { single, ranges } = indexes.get(records);
  const near = ranges.get(Math.floor(port / BUCKET)) ?? [];
  const inRange = near.filter((record) => hasPortIn(entryOf(record), port, port));
  return [...(single.get(port) ?? []), ...inRange];
}
