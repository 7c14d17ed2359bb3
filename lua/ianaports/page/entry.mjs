// An entry with all its columns.

import { element } from "./element.mjs";
import { portText } from "./ports.mjs";

const REGISTRY = "https://www.iana.org/assignments/service-names-port-numbers/";

/** The registry's columns, in its order, by field. */
export const COLUMNS = [
  ["service_name", "Service name"],
  ["port_number", "Port number"],
  ["transport_protocol", "Transport protocol"],
  ["description", "Description"],
  ["assignee", "Assignee"],
  ["contact", "Contact"],
  ["registration_date", "Registered"],
  ["modification_date", "Modified"],
  ["reference", "Reference"],
  ["service_code", "Service code"],
  ["unauthorized_use_reported", "Unauthorized use"],
  ["assignment_notes", "Notes"],
];

/** A link to another site; just text where the address is not one of the web. */
export function link(address, text) {
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
  const contact = contacts.get(id);
  if (contact === undefined) {
    return element("span", {}, id.replaceAll("_", " "));
  }
  const { name, organization, email } = contact;
  const parts = [name ?? organization ?? id.replaceAll("_", " ")];
  if (name && organization) {
    parts.push(`, ${organization}`);
  }
  if (email) {
    parts.push(" ", mailLink(email));
  }
  return element("span", {}, ...parts);
}

// Ids stand in brackets; what stands beside them is text.
function people(cell, { contacts }) {
  return cell
    .split(/(\[[^[\]]+\])/)
    .filter((piece) => piece.trim() !== "")
    .map((piece) =>
      element(
        "span",
        { class: "item" },
        /^\[/.test(piece) ? person(piece.slice(1, -1), contacts) : piece,
      ),
    );
}

function references(cell, { links }) {
  const found = links.get(cell) ?? [[cell, ""]];
  return found.map(([text, address]) => element("span", { class: "item" }, link(address, text)));
}

function valueOf(entry, field, registry) {
  const cell = field === "port_number" ? portText(entry) : (entry[field] ?? "");
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

/** A list of all twelve columns, and what is derived from them. */
export function details(entry, registry) {
  const list = element("dl", { class: "details" });
  for (const [field, title] of COLUMNS) {
    list.append(definition(title, ...valueOf(entry, field, registry)));
  }
  list.append(definition("Status", entry.status ?? ""));
  if (entry.alias_of) {
    list.append(definition("Alias of", entry.alias_of));
  }
  if (entry.source) {
    list.append(definition("Source", entry.source));
  }
  const asked = entry.service_name ?? entry.port_number;
  if (asked !== undefined) {
    const address = `${REGISTRY}service-names-port-numbers.xhtml?search=${encodeURIComponent(asked)}`;
    list.append(definition("At IANA", link(address, "Look it up")));
  }
  return list;
}

/** The columns that differ, before and after. */
export function comparison({ before, after, columns }, registry) {
  const list = element("dl", { class: "details" });
  const titles = new Map([...COLUMNS, ["port_last", "Last port"]]);
  const side = (name, field, entry) =>
    entry[field] === undefined ? "" : element(name, {}, ...valueOf(entry, field, registry));
  for (const field of columns) {
    const sides = [side("del", field, before), " ", side("ins", field, after)];
    list.append(definition(titles.get(field), ...sides));
  }
  return list;
}
