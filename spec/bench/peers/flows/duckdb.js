// Runs a script of SQL in DuckDB with one thread. usage: node duckdb.js SCRIPT VALUE...
// The values replace $1, $2 and so on.

const fs = require("fs");
const { DuckDBInstance } = require("@duckdb/node-api");

async function run(script, values) {
  const sql = values.reduce(
    (text, value, index) => text.replaceAll(`$${index + 1}`, value),
    fs.readFileSync(script, "utf8"),
  );
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  await connection.run(sql);
}

run(process.argv[2], process.argv.slice(3));
