// What the page holds as data, read.

import { byId } from "./element.mjs";
import { decodeRecords } from "./records.mjs";

function readChanges({ kinds, columns, before, after }, strings) {
  const [olds, news] = [decodeRecords(before, strings), decodeRecords(after, strings)];
  const list = kinds.map((kind, index) => ({
    kind,
    columns: columns[index],
    before: olds[index],
    after: news[index],
  }));
  return { list };
}

/** The registry's entries, contacts by id, links by reference, and the input or the changes. */
export function readRegistry() {
  const data = JSON.parse(byId("data").textContent);
  const { strings, input, changes } = data;
  return {
    title: data.title,
    entries: decodeRecords(data.entries, strings),
    contacts: new Map(Object.entries(data.contacts)),
    links: new Map(Object.entries(data.links)),
    input: input && { ...input, ports: decodeRecords(input.ports, strings) },
    changes: changes && readChanges(changes, strings),
  };
}
