// Where ports lie on the map: a square of 256 by 256 cells.

import { FIRST_DYNAMIC_PORT, FIRST_USER_PORT, PORT_COUNT } from "./ports.mjs";

export const SIDE = 256;

const CLASS_ENDS = [
  [0, FIRST_USER_PORT - 1],
  [FIRST_DYNAMIC_PORT, PORT_COUNT - 1],
];

// A cell on the curve, from the innermost square to the outermost: each has four of those before,
// of which two are turned. David Hilbert, "Ueber die stetige Abbildung einer Linie auf ein
// Flächenstück", 1891.
function onCurve(port) {
  let x = 0;
  let y = 0;
  for (let size = 1, rest = port; size < SIDE; size *= 2, rest >>= 2) {
    const right = (rest >> 1) & 1;
    const lower = (rest ^ right) & 1;
    if (lower === 0) {
      const across = right === 1 ? size - 1 - y : y;
      y = right === 1 ? size - 1 - x : x;
      x = across;
    }
    x += right * size;
    y += lower * size;
  }
  return y * SIDE + x;
}

// The smallest rectangle around the cells of some ports.
function around(places, first, last) {
  let [left, right, top, bottom] = [SIDE, 0, SIDE, 0];
  for (let port = first; port <= last; port++) {
    const column = places[port] % SIDE;
    const row = Math.floor(places[port] / SIDE);
    left = Math.min(left, column);
    right = Math.max(right, column);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row);
  }
  return { left, top, width: right + 1 - left, height: bottom + 1 - top };
}

function inRows(port) {
  return port;
}

const cellOf = { hilbert: onCurve, rows: inRows };

const laid = new Map();

function lay(name) {
  const places = new Uint16Array(PORT_COUNT);
  const ports = new Uint16Array(PORT_COUNT);
  for (let port = 0; port < PORT_COUNT; port++) {
    const cell = cellOf[name](port);
    places[port] = cell;
    ports[cell] = port;
  }
  return { places, ports, frames: CLASS_ENDS.map(([first, last]) => around(places, first, last)) };
}

/** The names of the orders. */
export const ORDERS = Object.keys(cellOf);

/**
 * An order: `places` gives the cell of a port, counted row by row, `ports` the port of a cell, and
 * `frames` the rectangles of system and of dynamic ports.
 */
export function orderOf(name) {
  if (!laid.has(name)) {
    laid.set(name, lay(name));
  }
  return laid.get(name);
}
