// The pinned port, with all its entries.

import { element } from "./element.mjs";
import { entriesOf } from "./layers.mjs";
import { notesOn } from "./marks.mjs";
import { portClass, portText } from "./ports.mjs";

function entryCard(entry, detailsOf) {
  const ports = [portText(entry), entry.transport_protocol].filter(Boolean).join("/");
  const summary = element(
    "summary",
    {},
    element("b", {}, entry.service_name ?? entry.status),
    ` ${ports}`,
    element("span", { class: "card-text" }, entry.description ?? ""),
  );
  return element("details", { class: "card" }, summary, detailsOf(entry));
}

function nothing(text) {
  return element("p", { class: "nothing" }, text);
}

/**
 * Shows a port's entries in a layer, or that no port is pinned. `detailsOf(entry)` returns an
 * entry's details, and `unpin()` is called to show no port.
 */
export function showSelection(section, port, layer, registry, { unpin, detailsOf }) {
  if (port === undefined) {
    section.replaceChildren(nothing("No port is pinned."));
    return;
  }
  const notes = [`${portClass(port)} port`, ...notesOn(port, layer, registry)].join(" · ");
  const cards = entriesOf(registry.entries, port, layer).map((entry) =>
    entryCard(entry, detailsOf),
  );
  section.replaceChildren(
    element(
      "div",
      { class: "selection-head" },
      element("h3", {}, `Port ${port}`),
      element("span", { class: "hint" }, notes),
      element("button", { type: "button", click: unpin }, "Unpin"),
    ),
    ...(cards.length > 0 ? cards : [nothing("The registry has no entry for this port.")]),
  );
}
