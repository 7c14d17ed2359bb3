// Keeps the view in the hash of the page's address, so that a view can be shared.

import { ORDERS } from "./hilbert.mjs";
import { LAYERS } from "./layers.mjs";
import { FILTERS } from "./query.mjs";

// The initial view.
const INITIAL = {
  q: "",
  protocol: "",
  status: "",
  class: "",
  sort: "",
  layer: "all",
  order: "hilbert",
  port: "",
  entry: "",
  group: "",
};

// The values that a key can have. A key that is not listed can have any value.
const VALUES = { ...FILTERS, layer: LAYERS, order: Object.keys(ORDERS) };

/** The view in the address. If a key is missing or its value unknown, it has its initial value. */
export function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const pair = ([key, initial]) => {
    const value = given.get(key) ?? initial;
    return [key, VALUES[key]?.includes(value) === false ? initial : value];
  };
  return Object.fromEntries(Object.entries(INITIAL).map(pair));
}

/** Writes a view into the address, without a new entry in the browser's history. */
export function writeAddress(view) {
  const changed = Object.entries(view).filter(([key, value]) => value !== INITIAL[key]);
  const hash = new URLSearchParams(changed).toString();
  if (hash !== location.hash.slice(1)) {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }
}
