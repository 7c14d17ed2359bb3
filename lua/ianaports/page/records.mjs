// Records of the page's data: see cells.lua, which writes them.

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

/** An array of objects with the fields that each record has. */
export function decodeRecords({ length, columns }, strings) {
  const records = Array.from({ length }, (_, index) => ({ index }));
  for (const [field, text] of Object.entries(columns)) {
    decodeColumn(field, text, strings, records);
  }
  return records;
}
