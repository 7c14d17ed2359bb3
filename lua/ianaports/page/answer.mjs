// What the page says of a query besides the entries that it finds, as the command does: why there
// are none, what may help, and what the snapshot does not know.

import { element, grouped, plural } from "./element.mjs";
import { isUnknown } from "./entry.mjs";
import { entriesOf } from "./layers.mjs";
import { portClass } from "./ports.mjs";
import { commonIn, find, meaning } from "./query.mjs";
import { elementText } from "./words.mjs";

const MOST_HINTS = 3; // about what was not found
const MOST_NEAR = 5;

// How many letters must be added, dropped, replaced, or swapped with their neighbour, to turn one
// word into the other; Infinity if they are more than `limit`.
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) {
    return Infinity;
  }
  let [before, last] = [[], Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let index = 1; index <= one.length; index++) {
    const row = [index];
    for (let column = 1; column <= other.length; column++) {
      const same = one[index - 1] === other[column - 1];
      let cost = Math.min(last[column] + 1, row[column - 1] + 1, last[column - 1] + !same);
      const isSwap = one[index - 1] === other[column - 2] && one[index - 2] === other[column - 1];
      if (index > 1 && column > 1 && isSwap) {
        cost = Math.min(cost, before[column - 2] + 1);
      }
      row.push(cost);
    }
    if (row.every((cost) => cost > limit)) {
      return Infinity;
    }
    [before, last] = [last, row];
  }
  return last.at(-1) <= limit ? last.at(-1) : Infinity;
}

// How far a name is from what was typed. A name that begins with it is nearer than a name that
// differs in two letters.
function nearness(typed, name, limit) {
  const isLonger = typed.length >= 3 && name.startsWith(typed);
  return Math.min(distance(typed, name, limit), isLonger ? 1.5 + name.length / 100 : Infinity);
}

// The names of services that are nearest to a word; of equally near ones, first those with the
// lowest port, which are better known.
function nearNames(entries, typed) {
  const limit = typed.length <= 4 ? 1 : 2;
  const seen = new Set();
  const near = [];
  for (const { service_name: name, port_number: port = 65535 } of entries) {
    if (name !== undefined && !seen.has(name)) {
      seen.add(name);
      const rank = nearness(typed, name.toLowerCase(), limit);
      if (rank < Infinity) {
        near.push({ name, rank, port });
      }
    }
  }
  near.sort((one, other) => one.rank - other.rank || one.port - other.port);
  return near.slice(0, MOST_NEAR).map(({ name }) => name);
}

// What people use a name for that IANA does not have with a port; or undefined.
function commonUse({ entries, commonNames }, name) {
  const common = commonNames.find((one) => one.name === name);
  if (common === undefined) {
    return undefined;
  }
  const { service_name: registered, port_number: port, transport_protocol: protocol } = common;
  if (registered !== undefined) {
    return `a name in common use; IANA’s name is ${registered} (${port}/${protocol})`;
  }
  const other = entriesOf(entries, port, protocol).find(({ service_name: one }) => one);
  const owner = other ? `registered for ${other.service_name}` : "not registered";
  return `a name in common use at ${port}/${protocol}, which is ${owner}`;
}

// Text and names in a list. A name is an object, which becomes a button.
function listed(label, names) {
  const separated = names.flatMap((name, index) => (index > 0 ? [", ", { name }] : [{ name }]));
  return names.length > 0 ? [`; ${label}: `, ...separated] : [];
}

// What a snapshot does not have.
function missingNames({ lacks }) {
  return lacks?.portless_names
    ? [
        `; names without a port that were registered after ${lacks.since ?? "some day"} are not in this snapshot`,
      ]
    : [];
}

// What may help with a word that is not found.
function hintForName(registry, typed) {
  const use = commonUse(registry, typed);
  if (use !== undefined) {
    return [`, ${use}`];
  }
  const word = typed.replace(/[*?]+/g, "");
  const near = word === "" ? [] : listed("near names", nearNames(registry.entries, word));
  return near.length > 0 ? near : missingNames(registry);
}

// What may help if the registry has nothing for an element.
function hintForElement(registry, one) {
  const { entries, commonNames } = registry;
  const anyProtocol = { ...one, protocol: undefined };
  const others = find(entries, { elements: [anyProtocol], terms: [] }, {}, commonNames);
  const protocols = new Set(others.map((entry) => entry.transport_protocol).filter(Boolean));
  if (protocols.size > 0 && one.kind !== "range") {
    return [`; there is for: ${[...protocols].join(", ")}`];
  }
  if (one.name !== undefined) {
    const field = one.before === undefined ? [] : [`; ${one.before} is no field`];
    return [...field, ...hintForName(registry, one.name)];
  }
  return portClass(one.first) === "dynamic"
    ? ["; ports over 49151 are dynamic, and never assigned"]
    : [];
}

// The elements for which the registry has nothing.
function missingElements({ entries, commonNames }, { elements }) {
  const isMissing = (one) =>
    find(entries, { elements: [one], terms: [] }, {}, commonNames).length === 0;
  return elements.length > MOST_HINTS * 10 ? [] : elements.filter(isMissing).slice(0, MOST_HINTS);
}

// Why nothing was found.
function whyNothing(registry, query, view) {
  const { entries, commonNames } = registry;
  const unfiltered = find(entries, query, {}, commonNames).length;
  const hasFilter = view.protocol || view.status || view.class;
  if (hasFilter && unfiltered > 0) {
    return [`; nothing passes all filters; ${grouped(unfiltered)} without them`];
  }
  const words = query.terms.filter(({ field }) => !field || field === "service_name");
  if (query.elements.length + query.problems.length > 0 || words.length === 0) {
    return [];
  }
  const typed = words.map(({ text }) => text).join(" ");
  return [`; nothing is found for ${typed}`, ...hintForName(registry, typed)];
}

// What the query asks for, but the snapshot does not know.
function unknownNotes({ entries }, { terms }) {
  const fields = new Set(terms.map(({ field }) => field).filter(Boolean));
  return [...fields].flatMap((field) => {
    const { length } = entries.filter((entry) => isUnknown(entry, field));
    const name = field.replaceAll("_", " ");
    return length > 0 ? [`; ${name} of ${grouped(length)} entries is not in this snapshot`] : [];
  });
}

/**
 * Fills an element with what the page says of a query that found `count` entries; `others` says what
 * it found of an input or of changes, "" for nothing. A click on a name that is suggested calls
 * `onName(name)`.
 */
export function showAnswer(place, registry, { query, view, count, others, onName }) {
  const all = registry.entries.length;
  const found = plural(count, "entry", "entries");
  const missing = missingElements(registry, query).flatMap((one) => [
    `; nothing is registered for ${elementText(one)}`,
    ...hintForElement(registry, one),
  ]);
  const common = count > 0 ? commonIn(query, registry.commonNames) : [];
  const parts = [
    others && `${others}; `,
    count === all ? found : `${found} of ${grouped(all)}`,
    ...missing,
    ...(count === 0 && !others ? whyNothing(registry, query, view) : []),
    ...common.map((name) => `; ${meaning(name)}`),
    ...query.problems.map((problem) => `; ${problem}`),
    ...unknownNotes(registry, query),
  ];
  const node = (part) =>
    typeof part === "string"
      ? part
      : element(
          "button",
          { type: "button", class: "suggestion", click: () => onName(part.name) },
          part.name,
        );
  place.replaceChildren(...parts.map(node));
}
