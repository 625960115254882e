// What machines read: JSON, JSON lines, tab-separated lines and ids.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { printJson, printJsonl } from "../../src/ui/json.ts";
import { record, table, text, type Report } from "../../src/ui/report.ts";
import { printIds, printTsv } from "../../src/ui/tsv.ts";

const rows = [
  { id: "k1b2", title: "tab\there", note: null },
  { id: "k3c4", title: "line\nfeed", note: "x".repeat(300) },
];

function list(shown: readonly (typeof rows)[number][]): Report {
  return table(
    {
      rows: shown,
      columns: [
        { title: "id", value: (row) => row.id },
        { title: "title", value: (row) => row.title, isFlexible: true },
        { title: "note", value: (row) => row.note, hiddenBelowColumns: 200 },
      ],
      empty: "nothing here",
    },
    { ids: shown.map((row) => row.id) },
  );
}

const one = record({
  value: { id: "k1b2" },
  fields: [
    { label: "title", value: "a\nb" },
    { label: "by", value: null },
  ],
  body: "x\n\ty",
});

test("a table is an array in JSON and a line a row in JSON lines, and empty it is [] and nothing", () => {
  assert.deepEqual(JSON.parse(printJson(list(rows))), rows);
  assert.deepEqual(
    printJsonl(list(rows))
      .trimEnd()
      .split("\n")
      .map((line): unknown => JSON.parse(line)),
    rows,
  );
  assert.equal(printJson(list([])), "[]\n");
  assert.equal(printJsonl(list([])), "");
});

test("a record is its value, and text its value or a line for each member", () => {
  assert.equal(printJsonl(one), '{"id":"k1b2"}\n');
  assert.deepEqual(JSON.parse(printJson(one)), { id: "k1b2" });
  assert.equal(printJsonl(text({ value: [{ n: 1 }, { n: 2 }], text: "" })), '{"n":1}\n{"n":2}\n');
  assert.equal(printJsonl(text({ value: { n: 1 }, text: "" })), '{"n":1}\n');
});

test("JSON holds no byte a terminal acts on, and reads back as it was", () => {
  const strings = fc.string({
    unit: fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom("\u001b", "\u009b", "\u007f", "\u202e", "\u2028", "\u2069", "\u061c", "字", "👩‍👧"),
    ),
  });
  fc.assert(
    fc.property(fc.dictionary(strings, strings, { noNullPrototype: true }), (value) => {
      for (const printed of [printJson(text({ value, text: "" })), printJsonl(text({ value, text: "" }))]) {
        assert.doesNotMatch(printed.replaceAll("\n", ""), /[\p{Cc}\p{Bidi_Control}\u2028\u2029]/u);
        assert.deepEqual(JSON.parse(printed), value);
      }
    }),
    { seed: 5, numRuns: 500 },
  );
});

test("characters that only look special stay readable in JSON", () => {
  assert.equal(printJsonl(text({ value: { t: "שלום 👩‍👧 字 é" }, text: "" })), '{"t":"שלום 👩‍👧 字 é"}\n');
  assert.equal(printJsonl(text({ value: { t: "\u009b\u202e\u2028" }, text: "" })), '{"t":"\\u009b\\u202e\\u2028"}\n');
});

test("TSV has every column uncut, one line a row, no header", () => {
  assert.equal(printTsv(list(rows)), `k1b2\ttab here\t\nk3c4\tline feed\t${"x".repeat(300)}\n`);
  assert.equal(printTsv(list([])), "");
});

test("TSV of hostile cells has as many lines and cells as the table", () => {
  const cell = fc.string({
    unit: fc.constantFrom("a", "\t", "\n", "\r", "\u2028", "\u0085", "\u000b", "\u001b[1m", " "),
  });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (cells) => {
      const report = table({
        rows: cells.map(([a, b]) => ({ a, b })),
        columns: [
          { title: "a", value: (row) => row.a },
          { title: "b", value: (row) => row.b },
        ],
        empty: "",
      });
      const lines = printTsv(report).slice(0, -1).split("\n");
      assert.equal(lines.length, cells.length);
      for (const line of lines) assert.match(line, /^[a ]*\t[a ]*$/);
    }),
    { seed: 3, numRuns: 200 },
  );
});

test("a record is label and value lines in TSV, then the body", () => {
  assert.equal(printTsv(one), "title\ta b\nx\n\ty\n");
});

test("text in TSV is made plain, exact bytes are not touched", () => {
  const words = "a\r\n\u001b[1mb";
  assert.equal(printTsv(text({ value: [], text: words })), "a\nb\n");
  assert.equal(printTsv(text({ value: [], text: words, isExact: true })), words);
  assert.equal(printTsv(text({ value: [], text: "" })), "");
});

test("ids are each followed by the separator", () => {
  assert.equal(printIds(list(rows), "\n"), "k1b2\nk3c4\n");
  assert.equal(printIds(list(rows), "\0"), "k1b2\0k3c4\0");
  assert.equal(printIds(list([]), "\n"), "");
});
