// Query and selection in the address's hash, so that a view can be shared.

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
};

/** The view that the address asks for; what it does not say is as at first. */
export function readAddress() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(
    Object.entries(INITIAL).map(([key, initial]) => [key, asked.get(key) ?? initial]),
  );
}

/** Puts a view into the address, without a new step in the browser's history. */
export function writeAddress(view) {
  const told = new URLSearchParams();
  for (const [key, initial] of Object.entries(INITIAL)) {
    if (view[key] !== initial) {
      told.set(key, view[key]);
    }
  }
  const hash = told.toString();
  if (hash !== location.hash.slice(1)) {
    history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
  }
}
