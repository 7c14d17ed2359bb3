// The page's own reading of the registry, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ORDERS, SIDE, orderOf } from "../../lua/ianaports/page/hilbert.mjs";
import { layersOf } from "../../lua/ianaports/page/layers.mjs";
import { decodeRecords } from "../../lua/ianaports/page/records.mjs";
import { dataOf, facts } from "./browser.mjs";

const data = dataOf("registry");
const entries = decodeRecords(data.entries, data.strings);

for (const [layer, { statuses, names }] of Object.entries(facts.layers)) {
  test(`each port's primary entry in the layer ${layer} is the module's`, () => {
    const { primaries } = layersOf(entries)(layer);
    const told = Array.from(primaries, (index) => entries[index] ?? {});
    assert.deepEqual(
      told.map(({ status }) => status ?? "-"),
      statuses,
    );
    assert.deepEqual(
      told.map((entry) => entry.service_name ?? "-"),
      names,
    );
  });
}

for (const name of ORDERS) {
  test(`each port has a cell of its own in the order ${name}`, () => {
    const { places, ports } = orderOf(name);
    assert.equal(new Set(places).size, SIDE * SIDE);
    places.forEach((cell, port) => assert.equal(ports[cell], port));
  });
}

test("on the curve, ports that follow each other are neighbours", () => {
  const { places } = orderOf("hilbert");
  for (let port = 1; port < places.length; port++) {
    const [cell, before] = [places[port], places[port - 1]];
    const right = Math.abs((cell % SIDE) - (before % SIDE));
    const down = Math.abs(Math.floor(cell / SIDE) - Math.floor(before / SIDE));
    assert.equal(right + down, 1, `port ${port}`);
  }
});
