// The schema as all migrations make it, in test/store/schema.sql: a change of it is seen in review. PKM_ACCEPT=1 writes it anew.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { openDatabase } from "../../src/store/database.ts";

const file = new URL("schema.sql", import.meta.url);
const head = "-- The schema that all migrations make together, as schema.test.ts writes it down.\n";

test("the migrations make the schema that stands in schema.sql", () => {
  const db = openDatabase(":memory:");
  const made = db
    .prepare<[], string>("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name")
    .pluck()
    .all();
  db.close();
  const schema = `${head}${made.join(";\n\n")};\n`;
  if (process.env["PKM_ACCEPT"] === "1") writeFileSync(file, schema);
  assert.equal(schema, readFileSync(file, "utf8"));
});
