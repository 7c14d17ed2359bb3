// Shows an entry with all its columns.

import { element, plural } from "./element.mjs";
import { portText } from "./ports.mjs";

const SEARCH =
  "https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml?search=";

/** The registry's columns, in its order: [field, title, name in a query]. */
export const COLUMNS = [
  ["service_name", "Service name", "name"],
  ["port_number", "Port number", "port"],
  ["transport_protocol", "Transport protocol", "protocol"],
  ["description", "Description", "description"],
  ["assignee", "Assignee", "assignee"],
  ["contact", "Contact", "contact"],
  ["registration_date", "Registered", "registered"],
  ["modification_date", "Modified", "modified"],
  ["reference", "Reference", "reference"],
  ["service_code", "Service code", "code"],
  ["unauthorized_use_reported", "Unauthorized use", "unauthorized"],
  ["assignment_notes", "Notes", "notes"],
];

// Fields that an entry can have besides the columns: [field, title].
const DERIVED = [
  ["status", "Status"],
  ["alias_of", "Alias of"],
  ["source", "Source"],
];

/** Whether the snapshot does not know a field of an entry. */
export function isUnknown(entry, field) {
  return entry[field] === undefined && (entry.unknown?.includes(field) ?? false);
}

/** What stands in the place of a field that is not known. */
export function unknown() {
  return element("span", { class: "nothing" }, "not in this snapshot");
}

// A link to another site. If the address is not a web address, the text without a link.
function link(address, text) {
  if (!/^https?:\/\//i.test(address)) {
    return element("span", {}, text);
  }
  return element("a", { href: address, rel: "noopener noreferrer" }, text);
}

function mailLink(address) {
  if (!/^[^\s@<>"']+@[^\s@<>"']+$/.test(address)) {
    return element("span", {}, address);
  }
  const target = address.split("@").map(encodeURIComponent).join("@");
  return element("a", { href: `mailto:${target}` }, address);
}

function person(id, contacts) {
  const { name, organization, email } = contacts.get(id) ?? {};
  const parts = [name ?? organization ?? id.replaceAll("_", " ")];
  if (name && organization) {
    parts.push(`, ${organization}`);
  }
  if (email) {
    parts.push(" ", mailLink(email));
  }
  return parts;
}

// The people that a cell names by ids in brackets, and any other text of the cell.
function people(cell, { contacts }) {
  const pieces = cell.split(/(\[[^[\]]+\])/).filter((piece) => piece.trim() !== "");
  const content = (piece) =>
    piece.startsWith("[") ? person(piece.slice(1, -1), contacts) : [piece];
  return pieces.map((piece) => element("div", {}, ...content(piece)));
}

function references(cell, { links }) {
  const found = links.get(cell) ?? [[cell, ""]];
  return found.map(([text, address]) => element("div", {}, link(address, text)));
}

function valueOf(entry, field, registry) {
  const cell = field === "port_number" ? portText(entry) : (entry[field] ?? "");
  if (isUnknown(entry, field)) {
    return [unknown()];
  }
  if (cell === "") {
    return [element("span", { class: "nothing" }, "none")];
  }
  if (field === "assignee" || field === "contact") {
    return people(cell, registry);
  }
  return field === "reference" ? references(cell, registry) : [String(cell)];
}

function definition(title, ...values) {
  return element("div", {}, element("dt", {}, title), element("dd", {}, ...values));
}

/** The fields of an entry, in the order of the registry, and after them those that are derived. */
export const ENTRY_FIELDS = [...COLUMNS, ...DERIVED].map(([field]) => field);

function isEmpty(entry, field) {
  return entry[field] === undefined && !isUnknown(entry, field);
}

// A button that shows the fields of a list that are empty, or hides them again.
function emptyFieldsButton(list, count) {
  const label = (verb) => `${verb} ${plural(count, "empty field", "empty fields")}`;
  const toggle = () => {
    const isShown = list.classList.toggle("with-empty");
    button.textContent = label(isShown ? "Hide" : "Show");
    button.setAttribute("aria-expanded", isShown);
  };
  const attributes = { type: "button", "aria-expanded": "false", click: toggle };
  const button = element("button", attributes, label("Show"));
  return button;
}

/**
 * A list of all columns, and of the derived fields that an entry has. Empty ones are hidden behind
 * a button, beside which `actions` stand.
 */
export function details(entry, registry, actions = []) {
  const derived = DERIVED.filter(([field]) => entry[field] !== undefined);
  const shown = [...COLUMNS, ...derived];
  const definitions = shown.map(([field, title]) => {
    const made = definition(title, ...valueOf(entry, field, registry));
    made.classList.toggle("empty-field", isEmpty(entry, field));
    return made;
  });
  const searched = entry.service_name ?? entry.port_number;
  if (searched !== undefined) {
    const address = `${SEARCH}${encodeURIComponent(searched)}`;
    definitions.push(definition("At IANA", link(address, `Look up ${searched} at iana.org`)));
  }
  const list = element("dl", { class: "details" }, ...definitions);
  const count = shown.filter(([field]) => isEmpty(entry, field)).length;
  const buttons = [...(count > 0 ? [emptyFieldsButton(list, count)] : []), ...actions];
  return element("div", {}, list, element("div", { class: "actions" }, ...buttons));
}

/** A list of the columns that a change concerns, each before and after it. */
export function comparison({ before, after, columns }, registry) {
  const titles = new Map([...COLUMNS, ["port_last", "Last port"]]);
  const side = (name, field, entry) => {
    if (isUnknown(entry, field)) {
      return unknown();
    }
    return entry[field] === undefined ? "" : element(name, {}, ...valueOf(entry, field, registry));
  };
  const definitions = columns.map((field) =>
    definition(titles.get(field), side("del", field, before), " ", side("ins", field, after)),
  );
  return element("dl", { class: "details" }, ...definitions);
}
