// Finding entries by what one types: words, ports, ranges, field:value.

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
  texts[field] ??= String(entry[field] ?? "").toLowerCase();
  return texts[field];
}

// Words as [field or undefined, text]; quotes hold a text with spaces together.
function tokens(text) {
  const found = text.matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g);
  return Array.from(found, ([, field, quoted, word]) => [field?.toLowerCase(), quoted ?? word]);
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
  const covers = inPorts(Number(first), Number(last ?? first));
  return (entry) =>
    covers(entry) && (!protocol || (entry.transport_protocol ?? protocol) === protocol);
}

function textTest(fields, text) {
  return (entry) => fields.some((field) => textOf(entry, field).includes(text));
}

// A word with a colon after what is no field is a word like another.
function testOf([field, value]) {
  const text = value.toLowerCase();
  const fields = Object.hasOwn(FIELDS, field ?? "") ? FIELDS[field] : undefined;
  if (field !== undefined && fields === undefined) {
    return textTest(ANYWHERE, `${field}:${text}`);
  }
  if (field === undefined || field === "port") {
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
    (!protocol || (entry.transport_protocol ?? "none") === protocol) &&
    (!status || entry.status === status) &&
    (!portClassWanted || entryClass(entry) === portClassWanted)
  );
}
