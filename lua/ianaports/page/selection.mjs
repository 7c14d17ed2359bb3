// The port that is pinned, with all its entries.

import { details } from "./entry.mjs";
import { element } from "./element.mjs";
import { entriesOf } from "./layers.mjs";
import { notesOn } from "./overlay.mjs";
import { portClass, portText } from "./ports.mjs";

function entryCard(entry, registry) {
  const { service_name: name, transport_protocol: protocol, description, status } = entry;
  const title = [portText(entry), protocol].filter(Boolean).join("/");
  return element(
    "details",
    { class: "card" },
    element(
      "summary",
      {},
      element("b", {}, name ?? status),
      ` ${title}`,
      element("span", { class: "card-text" }, description ?? ""),
    ),
    details(entry, registry),
  );
}

/** Shows a port's entries in a layer; with no port, how to pin one. */
export function showSelection(section, port, layer, registry, unpin) {
  if (port === undefined) {
    section.replaceChildren(element("p", { class: "nothing" }, "No port is pinned."));
    return;
  }
  const found = entriesOf(registry.entries, port, layer);
  const cards = found.map((entry) => entryCard(entry, registry));
  section.replaceChildren(
    element(
      "div",
      { class: "selection-head" },
      element("h3", {}, `Port ${port}`),
      element(
        "span",
        { class: "hint" },
        [`${portClass(port)} port`, ...notesOn(port, layer, registry)].join(" · "),
      ),
      element("button", { type: "button", click: unpin }, "Unpin"),
    ),
    ...(cards.length > 0
      ? cards
      : [element("p", { class: "nothing" }, "The registry has no entry for it.")]),
  );
}
