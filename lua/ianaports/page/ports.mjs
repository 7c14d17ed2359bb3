// What a port is: its class, as RFC 6335, section 6, has it, and how it is written.

export const PORT_COUNT = 65536;
export const FIRST_USER_PORT = 1024;
export const FIRST_DYNAMIC_PORT = 49152;

export const PROTOCOLS = ["tcp", "udp", "sctp", "dccp"];

/** "system", "user" or "dynamic". */
export function portClass(port) {
  if (port < FIRST_USER_PORT) {
    return "system";
  }
  return port < FIRST_DYNAMIC_PORT ? "user" : "dynamic";
}

/** The last port of an entry's range, or its only one. */
export function lastPort(entry) {
  return entry.port_last ?? entry.port_number;
}

/** An entry's port or range as text; "" where it has none. */
export function portText(entry) {
  if (entry.port_number === undefined) {
    return "";
  }
  return entry.port_last === undefined
    ? `${entry.port_number}`
    : `${entry.port_number}–${entry.port_last}`;
}
