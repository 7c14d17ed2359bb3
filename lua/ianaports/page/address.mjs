// Keeps the view in the hash of the page's address, so that a view can be shared, and the browser's
// Back button returns to the one before.

import { ORDERS } from "./hilbert.mjs";
import { LAYERS } from "./layers.mjs";
import { portText } from "./ports.mjs";
import { FILTERS } from "./query.mjs";

// The initial view: the query and its filters; the sort of the entries, and the one that is open;
// the map's layer, order, pinned port and the part in view; of an input or of changes, the group,
// the host, the sort, and the record that is open.
const INITIAL = {
  q: "",
  protocol: "",
  status: "",
  class: "",
  sort: "",
  entry: "",
  layer: "all",
  order: "hilbert",
  port: "",
  map: "",
  group: "",
  host: "",
  by: "",
  record: "",
};

// The values that a key can have. A key that is not listed can have any value.
const VALUES = { ...FILTERS, layer: LAYERS, order: Object.keys(ORDERS) };

const TYPING_PAUSE = 1500; // milliseconds after which typing begins a new entry of the history

/** The view in the address. If a key is missing or its value unknown, it has its initial value. */
export function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  const pair = ([key, initial]) => {
    const value = given.get(key) ?? initial;
    return [key, VALUES[key]?.includes(value) === false ? initial : value];
  };
  return Object.fromEntries(Object.entries(INITIAL).map(pair));
}

// The hash of a view, without what is as in the initial one. Slashes stay readable.
function hashOf(view) {
  const changed = Object.entries(view).filter(([key, value]) => value !== INITIAL[key]);
  const hash = new URLSearchParams(changed).toString().replaceAll("%2F", "/");
  return hash ? `#${hash}` : "";
}

/** The address of the page with a part of a view, and nothing else. */
export function linkTo(part) {
  return location.href.split("#")[0] + hashOf(part);
}

let typedAt = -Infinity;

/**
 * Writes a view into the address. That is a new entry in the browser's history, unless the view only
 * moves ("move"), or the user goes on typing ("type").
 */
export function writeAddress(view, how) {
  const now = performance.now();
  const goesOn = how === "move" || (how === "type" && now - typedAt < TYPING_PAUSE);
  typedAt = how === "type" ? now : typedAt;
  const hash = hashOf(view);
  if (hash !== hashOf(readAddress())) {
    const address = hash || location.pathname + location.search;
    history[goesOn ? "replaceState" : "pushState"](null, "", address);
  }
}

/**
 * How the address names records: by port, protocol and service name, "443/tcp/https". A second one
 * of the same three has "+2" after them. `entryOf(record)` is what has them.
 */
export class Keys {
  keys = new Map();
  records = new Map();

  constructor(records, entryOf = (record) => record) {
    this.make = () => {
      records.forEach((record) => this.add(record, entryOf(record)));
      this.make = () => {};
    };
  }

  add(record, entry) {
    const { transport_protocol: protocol = "", service_name: name = "" } = entry;
    const key = `${portText(entry).replace("–", "-")}/${protocol}/${name}`;
    let free = key;
    for (let number = 2; this.records.has(free); number++) {
      free = `${key}+${number}`;
    }
    this.keys.set(record, free);
    this.records.set(free, record);
  }

  /** The key of a record. */
  of(record) {
    this.make();
    return this.keys.get(record);
  }

  /** The record with a key; undefined if there is none. */
  find(key) {
    this.make();
    return this.records.get(key);
  }
}
