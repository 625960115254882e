// Every table of the schema is archived, or named with a reason: a migration can not add one that is left behind.
import assert from "node:assert/strict";
import { test } from "node:test";
import { archivedTables } from "../../src/store/archive-tables.ts";
import { openDatabase } from "../../src/store/database.ts";

/** Tables that are not copied, each with the reason. */
const leftTables: Readonly<Record<string, string>> = {
  item_page: "a page is asked for anew when it is read",
  body: "the words stand with their versions, and are packed anew",
  source_count: "counted once all rows were put back",
  search_doc: "says what is indexed; everything is indexed anew",
  search_through: "says what is indexed; everything is indexed anew",
  search_again: "says what is indexed; everything is indexed anew",
  search_segment: "the index of words; made anew at the next search",
  search_block: "the index of words; made anew at the next search",
  search_gone: "the index of words; made anew at the next search",
  echo: "found anew at the next fetch or digest",
  echo_band: "found anew at the next fetch or digest",
  origin: "an index of items, made anew when it is asked for",
  origin_name: "an index of items, made anew when it is asked for",
  author_part: "an index of items, made anew when it is asked for",
  origin_through: "an index of items, made anew when it is asked for",
  origin_stale: "an index of items, made anew when it is asked for",
  passed_on: "found anew with the echoes",
  machine: "a copy is another machine",
  doubted: "a copy doubts all that waits anew",
  store_file: "says which file this store lies in",
  echo_through: "found anew at the next fetch or digest",
};

const db = openDatabase(":memory:");
const tables = db
  .prepare<[], string>(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'`,
  )
  .pluck()
  .all();

test("every table of the schema is copied into an archive, or named as left out with a reason", () => {
  assert.ok(tables.length > 40, `only ${tables.length} tables found`);
  const named = [...archivedTables, ...Object.keys(leftTables)];
  assert.deepEqual(
    named.toSorted(),
    tables.toSorted(),
    "add what is new to src/store/archive-tables.ts, or to leftTables here",
  );
  for (const [table, reason] of Object.entries(leftTables)) assert.ok(reason.length > 10, `${table} has no reason`);
});

test("every archived table has a key to be ordered by, and no column that an archive uses itself", () => {
  for (const table of archivedTables) {
    const columns = db
      .prepare<[string], { name: string; pk: number }>("SELECT name, pk FROM pragma_table_info(?)")
      .all(table);
    assert.ok(
      columns.some(({ pk }) => pk > 0),
      `${table} has no key`,
    );
    for (const { name } of columns) assert.notEqual(name, "record", `${table}.${name}`);
  }
});
