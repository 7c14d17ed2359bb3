// The legend: what the colours of the map mean, and how many ports have each.

import { element, grouped } from "./element.mjs";
import { STATES } from "./layers.mjs";
import { MARKS } from "./marks.mjs";
import { swatch } from "./tables.mjs";

function legendItem(id, label, count) {
  const [name, number] = [element("span", {}, label), element("b", {}, grouped(count))];
  return element("li", {}, swatch(id), name, number);
}

/** Fills the legend with the number of ports in each state, and of marks of each kind. */
export function showLegend(list, counts, marks) {
  const items = STATES.map(({ id, label }, number) => legendItem(id, label, counts[number]));
  for (const [kind, { label }] of Object.entries(MARKS)) {
    const count = marks.filter((mark) => mark.kind === kind).length;
    if (count > 0) {
      items.push(legendItem(kind, label, count));
    }
  }
  list.replaceChildren(...items);
}
