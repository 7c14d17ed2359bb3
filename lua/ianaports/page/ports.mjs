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
