// The ports of an input, with what the registry knows of them, and why some deserve attention.

import { entriesOf } from "./layers.mjs";
import { portClass } from "./ports.mjs";
import { decodeRecords } from "./records.mjs";

// What scanners write if they have found out nothing.
const NOT_DETECTED = ["unknown", "tcpwrapped"];

/**
 * The reasons why a port is flagged, the gravest first: whether the reason holds for a record, and
 * what it means.
 */
export const FLAGS = {
  "unauthorized use": {
    holds: (record) => record.unauthorized_use_reported !== undefined,
    text: (record) => `The registry notes: ${record.unauthorized_use_reported}`,
  },
  "another service": {
    holds: (record) => record.others.length > 0,
    text: ({ others, service_name: name }) =>
      `The scan says ${others.join(", ")}, the registry ${name}.`,
  },
  reserved: {
    holds: ({ status }) => status === "reserved",
    text: () => "IANA has reserved this port: no service is meant to use it.",
  },
  deregistered: {
    holds: ({ status }) => status === "deregistered",
    text: () => "The service that was registered for this port no longer is.",
  },
  unassigned: {
    holds: ({ status }) => status === "unassigned",
    text: () => "IANA has assigned this port to no service.",
  },
  "dynamic listener": {
    holds: ({ status }) => status === "dynamic",
    text: () => "Ports over 49151 are dynamic, and never assigned: a program has chosen this one.",
  },
};

const flagNames = Object.keys(FLAGS);

/** Why a port is flagged, as texts. */
export function reasons(record) {
  return record.flags.map((flag) => `${flag}: ${FLAGS[flag].text(record)}`);
}

// "1-3,7" as numbers.
function* numbersIn(text, separator) {
  for (const range of text === "" ? [] : text.split(separator)) {
    const [first, last = first] = range.split("-").map(Number);
    for (let number = first; number <= last; number++) {
      yield number;
    }
  }
}

// Reads the texts of host numbers. Ports with the same hosts have the same array.
function hostReader(hosts) {
  const known = new Map();
  return (text) => {
    if (!known.has(text)) {
      known.set(
        text,
        Array.from(numbersIn(text, " "), (number) => hosts[number - 1]),
      );
    }
    return known.get(text);
  };
}

// IANA's names by the names in common use.
function namesByUse(commonNames) {
  const known = commonNames.filter(({ service_name: registered }) => registered !== undefined);
  return new Map(known.map(({ name, service_name }) => [name, service_name.toLowerCase()]));
}

// The names that a scanner's name for a service can mean. "ssl/http" is https.
function namesMeant(detected, common) {
  const name = detected.toLowerCase();
  const inside = name.match(/^(?:ssl|tls)\/(.+)/)?.[1];
  const names = inside === undefined ? [name] : [`${inside}s`, inside];
  return names.flatMap((one) => [one, common.get(one) ?? one]);
}

// Whether one of the names is registered there, also with a suffix: http-alt is http.
function isRegistered(names, registered) {
  return registered.some((one) => names.some((name) => one === name || one.startsWith(`${name}-`)));
}

// The services that were detected and are none of those that the registry has for the port.
function otherServices(services, entries, common) {
  const registered = entries
    .flatMap((entry) => [entry.service_name, entry.alias_of])
    .filter((name) => name !== undefined)
    .map((name) => name.toLowerCase());
  return registered.length === 0
    ? []
    : services.filter(
        (service) =>
          !NOT_DETECTED.includes(service) && !isRegistered(namesMeant(service, common), registered),
      );
}

// Adds what the registry knows of a port to its record.
function describeRecord(record, entries, common) {
  const [primary] = entries;
  record.status =
    primary?.status ?? (portClass(record.port_number) === "dynamic" ? "dynamic" : "unassigned");
  record.service_name = entries.find((entry) => entry.service_name !== undefined)?.service_name;
  record.description = primary?.description;
  record.unauthorized_use_reported = entries.find(
    (entry) => entry.unauthorized_use_reported !== undefined,
  )?.unauthorized_use_reported;
  record.others = otherServices(record.services, entries, common);
  record.flags = flagNames.filter((flag) => FLAGS[flag].holds(record));
}

function portRecords(groups) {
  const records = [];
  for (const [protocol, text] of groups) {
    for (const port of numbersIn(text, ",")) {
      records.push({
        index: records.length,
        port_number: port,
        transport_protocol: protocol || undefined,
      });
    }
  }
  return records;
}

// Flagged ports first, the gravest reason first; then the most frequent; then by port.
function orderOf(one, other) {
  return (
    rankOfFlag(one) - rankOfFlag(other) ||
    other.count - one.count ||
    one.port_number - other.port_number ||
    one.index - other.index
  );
}

function rankOfFlag({ flags }) {
  return flags.length > 0 ? flagNames.indexOf(flags[0]) : flagNames.length;
}

/**
 * The input that data.lua has written. A record of a port has the fields of an entry; `count`,
 * `hosts` and `services` of the input; `others`, those services that are not the registered ones;
 * and `flags`, names of FLAGS.
 */
export function readScan(input, values, { entries, commonNames }) {
  const { groups, hosts, ...encoded } = input.ports;
  const common = namesByUse(commonNames);
  const readHosts = hostReader(hosts);
  const ports = decodeRecords(encoded, values, portRecords(groups));
  for (const record of ports) {
    record.hosts = readHosts(record.hosts ?? "");
    record.services = record.services?.split("\n") ?? [];
    const found = entriesOf(entries, record.port_number, record.transport_protocol ?? "all");
    describeRecord(record, found, common);
  }
  return { ...input, hosts, ports: ports.sort(orderOf) };
}
