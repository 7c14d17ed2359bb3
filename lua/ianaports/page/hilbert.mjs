// Lays the ports out on the map: a square of 256 by 256 cells, which are numbered row by row.

import { FIRST_DYNAMIC_PORT, FIRST_USER_PORT, PORT_COUNT } from "./ports.mjs";

export const SIDE = 256;

/** The column and the row of a cell. */
export function columnAndRow(cell) {
  return [cell % SIDE, Math.floor(cell / SIDE)];
}

// The cell of a port on the curve. Each square of the curve consists of four smaller ones, of which
// the two at its ends are turned. The loop goes from the smallest square to the largest.
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

// The smallest rectangle around some cells.
function frameOf(cells) {
  const [columns, rows] = [0, 1].map((side) =>
    Array.from(cells, (cell) => columnAndRow(cell)[side]),
  );
  const [left, top] = [Math.min(...columns), Math.min(...rows)];
  return { left, top, width: Math.max(...columns) + 1 - left, height: Math.max(...rows) + 1 - top };
}

function makeOrder(cellOf) {
  const cells = new Uint16Array(PORT_COUNT).map((_, port) => cellOf(port));
  const ports = new Uint16Array(PORT_COUNT);
  cells.forEach((cell, port) => {
    ports[cell] = port;
  });
  const framed = [cells.subarray(0, FIRST_USER_PORT), cells.subarray(FIRST_DYNAMIC_PORT)];
  return { cells, ports, frames: framed.map(frameOf) };
}

/**
 * The orders by name: `cells` has the cell of each port, `ports` the port of each cell, and `frames`
 * the rectangles around the system ports and around the dynamic ports.
 */
export const ORDERS = { hilbert: makeOrder(onCurve), rows: makeOrder((port) => port) };
