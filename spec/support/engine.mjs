// Runs a file of SQL in an engine that npm has, and prints the rows of its queries, a line for each:
// DuckDB, with bars between cells, or chdb, which is a newer ClickHouse than Debian's without its
// server, with tabs.
//
// usage: node spec/support/engine.mjs duckdb|chdb DATABASE FILE

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [engine, database, file] = process.argv.slice(2);
const require = createRequire(new URL(`../../build/npm-${engine}/`, import.meta.url));
const statements = readFileSync(file, "utf8");

async function runInDuckDB() {
  const { DuckDBInstance, StatementType } = require("@duckdb/node-api");
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  const extracted = await connection.extractStatements(statements);
  for (let index = 0; index < extracted.count; index += 1) {
    const statement = await extracted.prepare(index);
    const result = await statement.runAndReadAll();
    if (statement.statementType === StatementType.SELECT) {
      for (const row of result.getRows()) {
        console.log(row.map((cell) => cell ?? "").join("|"));
      }
    }
  }
}

function runInChdb() {
  const { Session } = require("chdb");
  const rows = new Session(database).query(statements, "TabSeparated");
  if (rows) {
    console.log(rows.replace(/\n$/, ""));
  }
}

try {
  await (engine === "duckdb" ? runInDuckDB() : runInChdb());
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
