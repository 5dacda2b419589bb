// Prints every distinct value of every column of a DuckDB file, one JSON array
// [table, column, value] a line. It shares nothing with the program that made
// the file.
import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(process.argv[2], { access_mode: "READ_ONLY" });
const connection = await instance.connect();
const columns = await connection.runAndReadAll(
  "select table_name, column_name from information_schema.columns order by table_name, ordinal_position");
for (const [table, column] of columns.getRows()) {
  const values = await connection.runAndReadAll(
    `select distinct cast("${column}" as varchar) from "${table}" where "${column}" is not null`);
  let text = "";
  for (const [value] of values.getRows()) text += JSON.stringify([table, column, value]) + "\n";
  process.stdout.write(text);
}
