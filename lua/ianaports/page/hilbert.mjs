// Where ports lie on the map: a square of 256 by 256 cells.

import { PORT_COUNT } from "./ports.mjs";

export const SIDE = 256;

// One step of the curve's recursion: a quadrant of a square of that size, turned as the curve
// turns in it. David Hilbert, "Ueber die stetige Abbildung einer Linie auf ein Flächenstück", 1891.
function turn(size, x, y, right, lower) {
  if (lower) {
    return [x, y];
  }
  return right ? [size - 1 - y, size - 1 - x] : [y, x];
}

function onCurve(port) {
  let [x, y] = [0, 0];
  for (let size = 1, rest = port; size < SIDE; size *= 2, rest >>= 2) {
    const right = (rest >> 1) & 1;
    const lower = (rest ^ right) & 1;
    [x, y] = turn(size, x, y, right, lower);
    x += right * size;
    y += lower * size;
  }
  return y * SIDE + x;
}

function inRows(port) {
  return port;
}

function lay(place) {
  const places = Uint16Array.from({ length: PORT_COUNT }, (_, port) => place(port));
  const ports = new Uint16Array(PORT_COUNT);
  places.forEach((cell, port) => {
    ports[cell] = port;
  });
  return { places, ports };
}

/**
 * The orders, by name. `places` gives the cell of a port, counted row by row, and `ports` the port
 * of a cell.
 */
export const orders = { hilbert: lay(onCurve), rows: lay(inRows) };
