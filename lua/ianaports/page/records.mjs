// Decodes records, which `data.lua` has encoded by columns.

function decodeColumn(field, text, values, records) {
  let value;
  let index = 0;
  for (const cell of text.split(",")) {
    const times = cell.startsWith("*") ? Number(cell.slice(1)) : 1;
    if (cell !== "" && cell[0] !== "*") {
      value = values[cell - 1]; // undefined for 0
    }
    for (const end = index + times; index < end; index++) {
      if (value !== undefined) {
        records[index][field] = value;
      }
    }
  }
}

function emptyRecords(length) {
  return Array.from({ length }, (_, index) => ({ index }));
}

/**
 * An array of records. Each is an object with its index and a field for each value. `records` are
 * objects that get these fields.
 */
export function decodeRecords({ length, columns }, values, records = emptyRecords(length)) {
  for (const [field, text] of Object.entries(columns)) {
    decodeColumn(field, text, values, records);
  }
  return records;
}
