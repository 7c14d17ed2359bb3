// Finding entries by what one types: words, ports, ranges, field:value.

import { isIn } from "./layers.mjs";
import { PROTOCOLS, lastPort, portClass } from "./ports.mjs";

// What can stand before a colon, and the fields of an entry that it names.
const FIELDS = {
  name: ["service_name"],
  port: ["port_number"],
  protocol: ["transport_protocol"],
  description: ["description"],
  assignee: ["assignee"],
  contact: ["contact"],
  registered: ["registration_date"],
  modified: ["modification_date"],
  reference: ["reference"],
  code: ["service_code"],
  unauthorized: ["unauthorized_use_reported"],
  notes: ["assignment_notes"],
  status: ["status"],
  alias: ["alias_of"],
  class: ["class"],
};

const ANYWHERE = ["service_name", "description", "assignee"];

// Names of fields as the module has them are taken, too.
const ENTRY_FIELDS = new Set(Object.values(FIELDS).flat());

function fieldsOf(name) {
  if (Object.hasOwn(FIELDS, name)) {
    return FIELDS[name];
  }
  return ENTRY_FIELDS.has(name) ? [name] : undefined;
}

/** The names that can stand before a colon. */
export const fieldNames = Object.keys(FIELDS);

/** The class of an entry's port, or "none". */
export function entryClass(entry) {
  return entry.port_number === undefined ? "none" : portClass(entry.port_number);
}

const lowered = new WeakMap();

// The lower-cased text of a field, kept for the next key that is typed.
function textOf(entry, field) {
  if (field === "class") {
    return entryClass(entry);
  }
  let texts = lowered.get(entry);
  if (texts === undefined) {
    texts = {};
    lowered.set(entry, texts);
  }
  texts[field] ??= searched(entry, field).toLowerCase();
  return texts[field];
}

// The registry writes names of people with "_", the page shows them with spaces.
function searched(entry, field) {
  const text = String(entry[field] ?? "");
  const isName = field === "assignee" || field === "contact";
  return isName && text.includes("_") ? `${text} ${text.replaceAll("_", " ")}` : text;
}

// Words as [field or undefined, text]; quotes hold a text with spaces together. After a field there
// may be nothing yet.
function tokens(text) {
  const found = text.matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g);
  return Array.from(found, ([, field, quoted, word]) => {
    const begun = word?.match(/^(\w+):$/)?.[1];
    return [(field ?? begun)?.toLowerCase(), begun ? "" : (quoted ?? word)];
  });
}

function inPorts(first, last) {
  return (entry) => entry.port_number <= last && first <= lastPort(entry);
}

// A test for "443", "8000-8100", "80/tcp"; undefined where the text is none of them.
function portTest(text) {
  const [, first, last, protocol] =
    text.match(/^(\d{1,5})(?:[-–](\d{1,5}))?(?:\/([a-z]+))?$/) ?? [];
  if (first === undefined || (protocol && !PROTOCOLS.includes(protocol))) {
    return undefined;
  }
  const ends = [Number(first), Number(last ?? first)];
  const covers = inPorts(Math.min(...ends), Math.max(...ends));
  return (entry) =>
    covers(entry) && (!protocol || (entry.transport_protocol ?? protocol) === protocol);
}

function textTest(fields, text) {
  return (entry) => fields.some((field) => textOf(entry, field).includes(text));
}

// A row without a protocol holds for each; "none" asks for such rows alone.
function inProtocol(entry, wanted) {
  const protocol = entry.transport_protocol;
  return wanted === "none" ? protocol === undefined : isIn(wanted, protocol);
}

// Fields with few values are met by how a value begins: "unassigned" is not "assigned".
function valueTest(field, text) {
  if (field === "transport_protocol") {
    const wanted = [...PROTOCOLS, "none"].filter((protocol) => protocol.startsWith(text));
    return (entry) => wanted.some((protocol) => inProtocol(entry, protocol));
  }
  return (entry) => textOf(entry, field).startsWith(text);
}

const FEW_VALUES = ["transport_protocol", "status", "class"];

// A word with a colon after what is no field is a word like another.
function testOf([field, value]) {
  const text = value.toLowerCase();
  const fields = fieldsOf(field ?? "");
  if (field !== undefined && fields === undefined) {
    return textTest(ANYWHERE, `${field}:${text}`);
  }
  if (fields !== undefined && FEW_VALUES.includes(fields[0])) {
    return valueTest(fields[0], text);
  }
  if (fields === undefined || fields[0] === "port_number") {
    const test = portTest(text);
    if (test !== undefined) {
      return test;
    }
  }
  return textTest(fields ?? ANYWHERE, text);
}

/** A function that tells whether an entry is what a text asks for. */
export function matcher(text) {
  const tests = tokens(text).map(testOf);
  return (entry) => tests.every((test) => test(entry));
}

/**
 * How well an entry fits a text, 0 the best: its name is one of the words; begins with one; all
 * others.
 */
export function scorer(text) {
  const words = tokens(text)
    .filter(([field]) => field === undefined || field === "name")
    .map(([, word]) => word.toLowerCase());
  return (entry) => {
    const name = textOf(entry, "service_name");
    if (words.includes(name)) {
      return 0;
    }
    return words.some((word) => name.startsWith(word)) ? 1 : 2;
  };
}

/** Whether an entry passes the filters; one that is "" lets all pass. */
export function passes(entry, { protocol, status, class: portClassWanted }) {
  return (
    (!protocol || inProtocol(entry, protocol)) &&
    (!status || entry.status === status) &&
    (!portClassWanted || entryClass(entry) === portClassWanted)
  );
}
