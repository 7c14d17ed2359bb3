// Finds entries by a query (words, ports, port ranges, field:value) and by filters.

import { COLUMNS } from "./entry.mjs";
import { isIn } from "./layers.mjs";
import { PROTOCOLS, hasPortIn, portClass } from "./ports.mjs";

/** The filters with their values. Each can also be "", which lets every entry pass. */
export const FILTERS = {
  protocol: [...PROTOCOLS, "none"],
  status: ["assigned", "reserved", "unassigned", "deregistered"],
  class: ["system", "user", "dynamic", "none"],
};

// The fields of a query: [name in a query, field].
const FIELDS = [
  ...COLUMNS.map(([field, , name]) => [name, field]),
  ["status", "status"],
  ["alias", "alias_of"],
  ["class", "class"],
];

/** The names that a query can have before a colon. A field's own name is one too. */
export const fieldNames = FIELDS.map(([name]) => name);

const FIELD_OF = new Map([...FIELDS.map(([, field]) => [field, field]), ...FIELDS]);

// The fields in which to look for a word without a field.
const ANYWHERE = ["service_name", "description", "assignee"];

// Fields with few values. A query finds a value by its beginning, so that "assigned" does not find
// "unassigned".
const FEW_VALUES = ["transport_protocol", "status", "class"];

function entryClass(entry) {
  return entry.port_number === undefined ? "none" : portClass(entry.port_number);
}

// The text of a field that a search looks at. The registry writes people's names with "_", and the
// page shows them with spaces. A search finds both forms.
function searched(entry, field) {
  const text = field === "class" ? entryClass(entry) : String(entry[field] ?? "").toLowerCase();
  const isName = field === "assignee" || field === "contact";
  return isName && text.includes("_") ? `${text} ${text.replaceAll("_", " ")}` : text;
}

const textsOf = new WeakMap();

// The same text, kept after its first use, because each key that the user types starts a search.
function textOf(entry, field) {
  if (!textsOf.has(entry)) {
    textsOf.set(entry, {});
  }
  return (textsOf.get(entry)[field] ??= searched(entry, field));
}

// The words of a query as [field or undefined, text]. A text in quotes is one word.
// After a field and its colon, the text is "" while the user has not typed it yet.
function tokens(query) {
  const found = query.matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g);
  return Array.from(found, ([, field, quoted, word]) => {
    const begun = word?.match(/^(\w+):$/)?.[1];
    return [(field ?? begun)?.toLowerCase(), begun ? "" : (quoted ?? word)];
  });
}

// A test for "443", "8000-8100" or "80/tcp"; undefined if the text is none of them.
function portTest(text) {
  const [, first, last = first, protocol] =
    text.match(/^(\d{1,5})(?:[-–](\d{1,5}))?(?:\/([a-z]+))?$/) ?? [];
  if (first === undefined || (protocol && !PROTOCOLS.includes(protocol))) {
    return undefined;
  }
  const ends = [Number(first), Number(last)];
  return (entry) =>
    hasPortIn(entry, Math.min(...ends), Math.max(...ends)) && (!protocol || isIn(protocol, entry));
}

function textTest(fields, text) {
  return (entry) => fields.some((field) => textOf(entry, field).includes(text));
}

// Every protocol also matches entries without a protocol; "none" matches only these.
function hasProtocol(entry, protocol) {
  return protocol === "none" ? entry.transport_protocol === undefined : isIn(protocol, entry);
}

function valueTest(field, text) {
  if (field === "transport_protocol") {
    const protocols = FILTERS.protocol.filter((protocol) => protocol.startsWith(text));
    return (entry) => protocols.some((protocol) => hasProtocol(entry, protocol));
  }
  return (entry) => textOf(entry, field).startsWith(text);
}

function isNamed(entry, name) {
  return name !== undefined && textOf(entry, "service_name") === name;
}

// The test for a word, which may also mean a service (see `meantBy`). If no field has the name before a colon, the colon is part of the text.
function testOf([name, value], meant) {
  const text = value.toLowerCase();
  if (name === undefined) {
    const test = portTest(text) ?? textTest(ANYWHERE, text);
    return (entry) => test(entry) || isNamed(entry, meant.get(text));
  }
  const field = FIELD_OF.get(name);
  if (field === undefined) {
    return textTest(ANYWHERE, `${name}:${text}`);
  }
  if (FEW_VALUES.includes(field)) {
    return valueTest(field, text);
  }
  return (field === "port_number" && portTest(text)) || textTest([field], text);
}

// The words that a name can be.
function nameWords(query) {
  return tokens(query)
    .filter(([field]) => field === undefined || field === "name")
    .map(([, word]) => word.toLowerCase());
}

/** The names in common use, which are not IANA's, that are words of a query. */
export function commonIn(query, commonNames) {
  const words = nameWords(query);
  return commonNames.filter(({ name }) => words.includes(name));
}

/** What a name in common use means, as a text. */
export function meaning({ name, service_name: service, port_number, transport_protocol }) {
  const place = `${port_number}/${transport_protocol}`;
  return service === undefined
    ? `${name} is a name in common use at ${place}; IANA has no name for it`
    : `${name} is a name in common use; IANA’s name is ${service} (${place})`;
}

/** IANA's names by the names in common use. */
export function meantBy(common) {
  const known = common.filter(({ service_name: service }) => service !== undefined);
  return new Map(known.map(({ name, service_name }) => [name, service_name.toLowerCase()]));
}

/** The fields that a query names before a colon. */
export function fieldsIn(query) {
  return tokens(query)
    .map(([name]) => FIELD_OF.get(name))
    .filter((field) => field !== undefined);
}

/** Returns a function that returns whether an entry matches a query. */
export function matcher(query, meant) {
  const tests = tokens(query).map((token) => testOf(token, meant));
  return (entry) => tests.every((test) => test(entry));
}

/**
 * Returns a function that returns how well an entry fits a query: 0 if the entry's name is one of
 * the words, or meant by one; 1 if the name begins with one; 2 otherwise.
 */
export function scorer(query, meant) {
  const words = nameWords(query);
  const names = new Set([...words, ...meant.values()]);
  return (entry) => {
    const name = textOf(entry, "service_name");
    if (names.has(name)) {
      return 0;
    }
    return words.some((word) => name.startsWith(word)) ? 1 : 2;
  };
}

/** Whether an entry passes the filters. */
export function passes(entry, filters) {
  return (
    (!filters.protocol || hasProtocol(entry, filters.protocol)) &&
    (!filters.status || entry.status === filters.status) &&
    (!filters.class || entryClass(entry) === filters.class)
  );
}
