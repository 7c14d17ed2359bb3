// Finds entries by a query (words.mjs) and by filters, in the order in which the command lists them.

import { COLUMNS } from "./entry.mjs";
import { isIn, ranked } from "./layers.mjs";
import { PROTOCOLS, hasPortIn, portClass, portText } from "./ports.mjs";
import { readQuery } from "./words.mjs";

/** The filters with their values. Each can also be "", which lets every entry pass. */
export const FILTERS = {
  protocol: [...PROTOCOLS, "none"],
  status: ["assigned", "reserved", "unassigned", "deregistered"],
  class: ["system", "user", "dynamic", "none"],
};

// Fields with few values. A query finds a value by its beginning, so that "assigned" does not find
// "unassigned".
const FEW_VALUES = ["transport_protocol", "status", "class"];

// People's names are written with "_" and shown with spaces: a search finds both.
const PEOPLE = ["assignee", "contact"];

function entryClass({ port_number: port }) {
  return port === undefined ? "none" : portClass(port);
}

function fieldText(entry, field) {
  const text = field === "port_number" ? portText(entry).replace("–", "-") : (entry[field] ?? "");
  const lower = String(text).toLowerCase();
  return PEOPLE.includes(field) && lower.includes("_")
    ? `${lower} ${lower.replaceAll("_", " ")}`
    : lower;
}

// All columns, and what only the ports of an input have.
const ALL_FIELDS = [...COLUMNS.map(([field]) => field), "hosts", "services", "flags"];

// The texts of entries in lower case, kept after their first use, because each key that the user
// types starts a search: by a field, or "head" (name and description) or "all" (all columns).
const TEXTS = {
  class: entryClass,
  head: (entry) => `${fieldText(entry, "service_name")}\n${fieldText(entry, "description")}`,
  all: (entry) => ALL_FIELDS.map((field) => fieldText(entry, field)).join("\n"),
};

function textOf(entry, key) {
  const texts = (entry.texts ??= {});
  return (texts[key] ??= TEXTS[key]?.(entry) ?? fieldText(entry, key));
}

// Every protocol also matches entries without a protocol; "none" matches only these.
function hasProtocol(entry, protocol) {
  return protocol === "none" ? entry.transport_protocol === undefined : isIn(protocol, entry);
}

// Whether a text matches a pattern, in which * stands for any text and ? for one character.
function fits(text, pattern) {
  let [at, place] = [0, 0];
  let [star, starAt] = [-1, 0]; // the last star, and where the text begins that it does not cover
  while (at < text.length) {
    if (pattern[place] === "*") {
      [star, starAt] = [place, at];
      place++;
    } else if (pattern[place] === "?" || pattern[place] === text[at]) {
      place++;
      at++;
    } else if (star >= 0) {
      starAt++;
      [place, at] = [star + 1, starAt];
    } else {
      return false;
    }
  }
  return /^\**$/.test(pattern.slice(place));
}

// The test for an element, of anything that has ports, a protocol and a name.
function elementTest({ kind, first, last, name, protocol, registered }) {
  const matches = (text) => (kind === "pattern" ? fits(text, name) : text === name);
  return (entry) =>
    (protocol === undefined || isIn(protocol, entry)) &&
    (!registered || entry.status === "assigned") &&
    (name === undefined
      ? hasPortIn(entry, first, last)
      : entry.service_name !== undefined && matches(textOf(entry, "service_name")));
}

function valueTest(field, text) {
  if (field === "transport_protocol") {
    const protocols = FILTERS.protocol.filter((protocol) => protocol.startsWith(text));
    return (entry) => protocols.some((protocol) => hasProtocol(entry, protocol));
  }
  return (entry) => textOf(entry, field).startsWith(text);
}

// The test for a term. `meant` is IANA's name for a word that people use for a service.
function termTest({ field, text }, meant) {
  if (field !== undefined) {
    return FEW_VALUES.includes(field)
      ? valueTest(field, text)
      : (entry) => textOf(entry, field).includes(text);
  }
  const registered = meant.get(text);
  return (entry) =>
    textOf(entry, "all").includes(text) ||
    (registered !== undefined && textOf(entry, "service_name") === registered);
}

/** Whether an entry passes the filters. */
export function passes(entry, filters) {
  return (
    (!filters.protocol || hasProtocol(entry, filters.protocol)) &&
    (!filters.status || entry.status === filters.status) &&
    (!filters.class || entryClass(entry) === filters.class)
  );
}

/** The names in common use, which are not IANA's, that are words of a query. */
export function commonIn({ terms }, commonNames) {
  const words = terms.filter(({ field }) => field === undefined || field === "service_name");
  return commonNames.filter(({ name }) => words.some(({ text }) => text === name));
}

/** What a name in common use means, as a text. */
export function meaning({ name, service_name: service, port_number, transport_protocol }) {
  const place = `${port_number}/${transport_protocol}`;
  return service === undefined
    ? `${name} is a name in common use at ${place}; IANA has no name for it`
    : `${name} is a name in common use; IANA’s name is ${service} (${place})`;
}

// IANA's names by the names in common use.
function meantBy(common) {
  const known = common.filter(({ service_name: service }) => service !== undefined);
  return new Map(known.map(({ name, service_name }) => [name, service_name.toLowerCase()]));
}

/** Tests of a query: of an entry by its elements, by its terms, and by both. */
export function matchers(query, commonNames) {
  const meant = meantBy(commonIn(query, commonNames));
  const elementTests = query.elements.map(elementTest);
  const termTests = query.terms.map((term) => termTest(term, meant));
  const hasElement = (entry) =>
    elementTests.length === 0 || elementTests.some((test) => test(entry));
  const hasTerms = (entry) => termTests.every((test) => test(entry));
  return { hasElement, hasTerms, matches: (entry) => hasElement(entry) && hasTerms(entry), meant };
}

// How well an entry fits words; lower is better. The order is that of the module's search.
const TOGETHER = 3;
const MOST_BEFORE = 7;
const IN_HEAD = TOGETHER + MOST_BEFORE + 1;

function rankOf(entry, { phrase, words, meant }) {
  const name = textOf(entry, "service_name");
  const isCommon = words.length === 1 && meant.has(words[0]);
  if (isCommon && name === meant.get(words[0])) {
    return 0;
  }
  const at = name.indexOf(phrase);
  if (at === 0) {
    const isLess = isCommon && entry.port_number === undefined;
    return name === phrase && !isLess ? 0 : 1;
  }
  if (at > 0) {
    return 2;
  }
  const head = textOf(entry, "head");
  if (!words.every((word) => head.includes(word) || meant.get(word) === name)) {
    return IN_HEAD + 1;
  }
  const found = words.length > 1 ? textOf(entry, "description").indexOf(phrase) : -1;
  if (found < 0) {
    return IN_HEAD;
  }
  const before = textOf(entry, "description").slice(0, found).match(/\S+/g) ?? [];
  return TOGETHER + Math.min(before.length, MOST_BEFORE);
}

// The entries with words, best first; those of a rank stay in order.
function byWords(found, { terms }, meant) {
  const words = terms.filter(({ field }) => !field || field === "service_name");
  if (words.length === 0) {
    return found;
  }
  const texts = words.map(({ text }) => text);
  const query = { phrase: texts.join(" "), words: texts, meant };
  const ranks = Array.from({ length: IN_HEAD + 2 }, () => []);
  for (const entry of found) {
    ranks[rankOf(entry, query)].push(entry);
  }
  return ranks.flat();
}

// How the entries of an element are sorted, as by the module's find_all and range.
const SORTS = {
  port: (entries, layer) => ranked(entries, layer),
  name: (entries, layer) =>
    ranked(entries, layer).sort((one, other) => hasNoPort(one) - hasNoPort(other)),
  range: (entries) => entries.sort((one, other) => one.port_number - other.port_number),
  pattern: (entries) => entries,
};

function hasNoPort(entry) {
  return entry.port_number === undefined ? 1 : 0;
}

function ofElement(element, found) {
  return SORTS[element.kind](found.filter(elementTest(element)), element.protocol ?? "all");
}

/** The entries that a query and filters find, in the order in which the command lists them. */
export function find(entries, query, filters, commonNames) {
  const { matches, meant } = matchers(query, commonNames);
  const found = entries.filter((entry) => passes(entry, filters) && matches(entry));
  if (query.elements.length === 0) {
    return byWords(found, query, meant);
  }
  return [...new Set(query.elements.flatMap((element) => ofElement(element, found)))];
}

/**
 * Makes the texts of entries that a search reads, while the browser has nothing else to do. Then it
 * searches once, so that the browser has compiled the search before the user types.
 */
export function prepare(entries, first = 0) {
  globalThis.requestIdleCallback?.((deadline) => {
    let index = first;
    for (; index < entries.length && deadline.timeRemaining() > 1; index++) {
      for (const key of ["all", "head", "service_name"]) {
        textOf(entries[index], key);
      }
    }
    if (index < entries.length) {
      prepare(entries, index);
    } else {
      find(entries, readQuery("e"), {}, []);
    }
  });
}
