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

function makeOrder(side, cellOf, { frames = [], path = [] } = {}) {
  const cells = new Uint16Array(PORT_COUNT).map((_, port) => cellOf(port));
  const ports = new Uint16Array(PORT_COUNT);
  cells.forEach((cell, port) => {
    ports[cell] = port;
  });
  return { side, cells, ports, frames, path };
}

const QUARTER = SIDE / 4;

// The middles of the 16 squares of 4,096 ports through which the curve passes.
const squares = Array.from({ length: 16 }, (_, square) =>
  columnAndRow(onCurve(square * QUARTER ** 2)).map(
    (cell) => (Math.floor(cell / QUARTER) + 0.5) * QUARTER,
  ),
);

// The middles of four rows of squares, from left to right, then those of the next row.
const rowEnds = [0, 1, 2, 3].flatMap((row) =>
  [0, 3].map((column) => [(column + 0.5) * QUARTER, (row + 0.5) * QUARTER]),
);

/**
 * The orders by name. `cells` has the cell of each port, and `ports` has the port of each cell.
 * `frames` has the rectangles around the system ports and around the dynamic ports, as
 * [left, top, width, height]. `path` is a line that runs as the ports do.
 */
export const ORDERS = {
  hilbert: makeOrder(SIDE, onCurve, {
    frames: [
      [0, 0, 32, 32],
      [128, 0, 128, 128],
    ],
    path: squares,
  }),
  rows: makeOrder(SIDE, (port) => port, {
    frames: [
      [0, 0, 256, 4],
      [0, 192, 256, 64],
    ],
    path: rowEnds,
  }),
};

const INSET_SIDE = 32;

// 32 system ports a row, in the corner of the map. All other ports share the opposite corner.
function inRowsOfInset(port) {
  const [column, row] = [port % INSET_SIDE, Math.floor(port / INSET_SIDE)];
  return row < INSET_SIDE ? row * SIDE + column : PORT_COUNT - 1;
}

/** The orders of the inset, which shows the 1,024 system ports alone, in 32 rows. */
export const INSET_ORDERS = {
  hilbert: { ...ORDERS.hilbert, side: INSET_SIDE, frames: [], path: [] },
  rows: makeOrder(INSET_SIDE, inRowsOfInset),
};
