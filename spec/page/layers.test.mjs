// The layers and orders of the map, as the page's scripts compute them, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS, SIDE, columnAndRow } from "../../lua/ianaports/page/hilbert.mjs";
import { entriesOf, layersOf } from "../../lua/ianaports/page/layers.mjs";
import { decodeRecords } from "../../lua/ianaports/page/records.mjs";
import { dataOf, facts } from "./browser.mjs";

function entriesIn(name) {
  const data = dataOf(name);
  return decodeRecords(data.entries, data.values);
}

const entries = entriesIn("registry");

for (const [layer, { statuses, names }] of Object.entries(facts.layers)) {
  test(`each port's primary entry in the layer ${layer} is the one that the module finds`, () => {
    const { primaries } = layersOf(entries)(layer);
    const found = Array.from(primaries, (index) => entries[index] ?? {});
    assert.deepEqual(
      found.map(({ status }) => status ?? "-"),
      statuses,
    );
    assert.deepEqual(
      found.map((entry) => entry.service_name ?? "-"),
      names,
    );
  });
}

for (const [layer, codes] of Object.entries(facts.orders)) {
  test(`a port's entries in the layer ${layer} are in the order of the module`, () => {
    const found = entriesOf(entriesIn("ordered"), 9, layer);
    assert.deepEqual(
      found.map((entry) => entry.service_code),
      codes,
    );
  });
}

for (const [name, { cells, ports }] of Object.entries(ORDERS)) {
  test(`each port has a cell of its own in the order ${name}`, () => {
    assert.equal(new Set(cells).size, SIDE * SIDE);
    cells.forEach((cell, port) => assert.equal(ports[cell], port));
  });
}

test("on the curve, ports that follow each other are neighbours", () => {
  const { cells } = ORDERS.hilbert;
  for (let port = 1; port < cells.length; port++) {
    const [column, row] = columnAndRow(cells[port]);
    const [columnBefore, rowBefore] = columnAndRow(cells[port - 1]);
    assert.equal(Math.abs(column - columnBefore) + Math.abs(row - rowBefore), 1, `port ${port}`);
  }
});
