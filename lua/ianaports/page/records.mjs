// Reads the records that cells.lua wrote, which describes their form.

const NUMBERS = new Set(["port_number", "port_last", "port", "count"]);

function decodeColumn(field, text, strings, records) {
  let value;
  text.split(",").forEach((cell, index) => {
    if (cell === "-") {
      value = undefined;
    } else if (cell !== "") {
      value = NUMBERS.has(field) ? Number(cell) : strings[cell - 1];
    }
    if (value !== undefined) {
      records[index][field] = value;
    }
  });
}

/** An array of records, as objects that have a field for each value, and their index. */
export function decodeRecords({ length, columns }, strings) {
  const records = Array.from({ length }, (_, index) => ({ index }));
  for (const [field, text] of Object.entries(columns)) {
    decodeColumn(field, text, strings, records);
  }
  return records;
}
