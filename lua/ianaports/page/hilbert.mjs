// Lays the ports out on the map: a square of 256 by 256 cells, which are numbered row by row.

import { PORT_COUNT } from "./ports.mjs";

export const SIDE = 256;

/** The column and the row of a cell. */
export function columnAndRow(cell) {
  return [cell % SIDE, Math.floor(cell / SIDE)];
}

// The cell of a port on the Hilbert curve. The curve through a square joins four curves through its
// quarters. The first and the last of these are turned. The loop begins with the smallest square.
// David Hilbert, "Ueber die stetige Abbildung einer Linie auf ein Flächenstück", 1891.
function onCurve(port) {
  let x = 0;
  let y = 0;
  for (let size = 1, rest = port; size < SIDE; size *= 2, rest >>= 2) {
    const right = (rest >> 1) & 1;
    const lower = (rest ^ right) & 1;
    if (lower === 0) {
      [x, y] = right === 1 ? [size - 1 - y, size - 1 - x] : [y, x];
    }
    x += right * size;
    y += lower * size;
  }
  return y * SIDE + x;
}

function makeOrder(cellOf, frames) {
  const cells = new Uint16Array(PORT_COUNT).map((_, port) => cellOf(port));
  const ports = new Uint16Array(PORT_COUNT);
  cells.forEach((cell, port) => {
    ports[cell] = port;
  });
  return { cells, ports, frames };
}

/**
 * The orders by name. `cells` has the cell of each port, and `ports` has the port of each cell.
 * `frames` has the rectangles around the system ports and around the dynamic ports, as
 * [left, top, width, height].
 */
export const ORDERS = {
  hilbert: makeOrder(onCurve, [
    [0, 0, 32, 32],
    [128, 0, 128, 128],
  ]),
  rows: makeOrder(
    (port) => port,
    [
      [0, 0, 256, 4],
      [0, 192, 256, 64],
    ],
  ),
};
