// What the colours of the map mean, and how many ports have each.

import { element, grouped } from "./element.mjs";
import { STATES } from "./layers.mjs";
import { MARKS } from "./overlay.mjs";
import { swatch } from "./tables.mjs";

function item(id, label, count) {
  return element(
    "li",
    {},
    swatch(id),
    element("span", {}, label),
    element("b", {}, grouped(count)),
  );
}

/** Fills the legend for a layer's counts and the marks on it. */
export function showLegend(list, counts, marks) {
  const items = STATES.map(({ id, label }, number) => item(id, label, counts[number]));
  for (const [kind, { label }] of Object.entries(MARKS)) {
    const count = marks.filter((mark) => mark.kind === kind).length;
    if (count > 0) {
      items.push(item(kind, label, count));
    }
  }
  list.replaceChildren(...items);
}
