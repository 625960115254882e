// What people read: columns that line up and fit whatever the text, fields, wrapped prose.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import stringWidth from "string-width";
import { printHuman, type Screen } from "../../src/ui/human.ts";
import { plainPaint } from "../../src/ui/paint.ts";
import { hyperlinkFor } from "../../src/ui/hyperlink.ts";
import { record, table, text, type Column, type Report } from "../../src/ui/report.ts";

interface Row {
  id: string;
  title: string;
  count: number;
}

const columns: readonly Column<Row>[] = [
  { title: "id", value: (row) => row.id, tone: "id" },
  { title: "title", value: (row) => row.title, isFlexible: true },
  { title: "items", value: (row) => row.count, align: "right" },
];

function list(...titles: string[]): Report {
  const rows = titles.map((title, index) => ({
    id: `k${index}b${index}`,
    title,
    count: 10 ** index,
  }));
  return table({ rows, columns, empty: "nothing waits" });
}

function on(columnsOfScreen: number | null): Screen {
  return { columns: columnsOfScreen, paint: plainPaint, link: hyperlinkFor({ hasLinks: false }) };
}

async function lines(report: Report, columnsOfScreen: number | null): Promise<string[]> {
  const printed = await printHuman(report, on(columnsOfScreen));
  assert.ok(printed.endsWith("\n"));
  return printed.slice(0, -1).split("\n");
}

test("columns line up, two spaces apart, numbers to the right", async () => {
  assert.deepEqual(await lines(list("short", "a longer title"), 80), [
    "id    title           items",
    "k0b0  short               1",
    "k1b1  a longer title     10",
  ]);
});

test("wide, joined and right-to-left text lines up by the columns it takes", async () => {
  const titles = ["日本語の題", "👩‍👩‍👧‍👦 family", "שלום עולם", "مرحبا", "e\u0301te\u0301", "🇫🇷 ok", "plain"];
  const printed = await lines(list(...titles), 80);
  assert.equal(printed.length, titles.length + 1);
  assert.deepEqual([...new Set(printed.map((line) => stringWidth(line)))], [25]);
  titles.forEach((title, index) => assert.ok(printed[index + 1]?.includes(title), title));
});

test("the flexible column alone is cut to fit, never within a character", async () => {
  assert.deepEqual(await lines(list("a title that is much too long", "👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦"), 30), [
    "id    title              items",
    "k0b0  a title that is…       1",
    "k1b1  👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦      10",
  ]);
  assert.equal((await lines(list("界".repeat(40)), 31))[1], `k0b0  ${"界".repeat(8)}…       1`);
});

test("the flexible column gives way before a wider one does, down to twelve columns", async () => {
  const report = table({
    rows: [{ url: "u".repeat(30), title: "t".repeat(20) }],
    columns: [
      { title: "url", value: (row) => row.url },
      { title: "title", value: (row) => row.title, isFlexible: true },
    ],
    empty: "",
  });
  assert.equal((await lines(report, 45))[1], `${"u".repeat(30)}  ${"t".repeat(12)}…`);
  assert.equal((await lines(report, 44))[1], `${"u".repeat(30)}  ${"t".repeat(11)}…`);
  assert.equal((await lines(report, 40))[1], `${"u".repeat(25)}…  ${"t".repeat(11)}…`);
});

test("columns that a narrow screen has no room for are left out", async () => {
  const report = table({
    rows: [{ a: "one", b: "two" }],
    columns: [
      { title: "a", value: (row) => row.a },
      { title: "b", value: (row) => row.b, hiddenBelowColumns: 60 },
    ],
    empty: "",
  });
  assert.deepEqual(await lines(report, 59), ["a", "one"]);
  assert.deepEqual(await lines(report, 60), ["a    b", "one  two"]);
  assert.deepEqual(await lines(report, null), ["a    b", "one  two"]);
});

test("a screen of unknown width cuts nothing", async () => {
  const title = "word ".repeat(100).trim();
  assert.ok((await lines(list(title), null))[1]?.includes(title));
});

test("no row is ever wider than the screen, or holds a control byte, and every row is there", async () => {
  const cell = fc.string({
    unit: fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom("\u001b[31m", "\n", "字", "👩‍👧", "\u202e", "e\u0301"),
    ),
  });
  const property = fc.asyncProperty(
    fc.array(cell, { minLength: 1, maxLength: 8 }),
    fc.integer({ min: 1, max: 60 }),
    async (titles, width) => {
      const printed = await lines(list(...titles), width);
      assert.equal(printed.length, titles.length + 1);
      for (const line of printed) {
        assert.ok(stringWidth(line) <= width, `${stringWidth(line)} of ${width}: ${JSON.stringify(line)}`);
        assert.doesNotMatch(line, /[\p{Cc}\p{Bidi_Control}]/u);
      }
    },
  );
  await fc.assert(property, { seed: 7, numRuns: 300 });
});

test("an empty table says so in words", async () => {
  assert.equal(await printHuman(list(), on(80)), "nothing waits\n");
  assert.equal(await printHuman(table({ rows: [], columns, empty: "no \u001b[1mx" }), on(80)), "no x\n");
  assert.equal(await printHuman(table({ rows: [], columns, empty: "" }), on(80)), "");
});

test("tones reach the paint, and padding is not painted", async () => {
  const paint: Screen["paint"] = (words, tone) => `<${tone}:${words}>`;
  assert.equal(
    await printHuman(list("a", "bb"), { columns: 80, paint, link: hyperlinkFor({ hasLinks: false }) }),
    "<dim:id>    <dim:title>  <dim:items>\n<id:k0b0>  <plain:a>          <plain:1>\n<id:k1b1>  <plain:bb>        <plain:10>\n",
  );
});

test("a record shows its fields with labels in line, without those that are null, then the body", async () => {
  const report = record({
    value: {},
    fields: [
      {
        label: "title",
        value: "One\nline \u001b]8;;http://evil.example\u001b\\here\u001b]8;;\u001b\\",
      },
      { label: "by", value: null },
      { label: "published", value: "2026-11-23" },
    ],
    body: "First.\n\n  kept indent\u0007\n",
  });
  assert.deepEqual(await lines(report, 80), [
    "title      One line here",
    "published  2026-11-23",
    "",
    "First.",
    "",
    "  kept indent",
  ]);
});

test("prose wraps at the screen and at a hundred columns, long values under themselves, and a URL stays whole", async () => {
  const url = `https://example.org/${"path/".repeat(10)}`;
  const prose = "word ".repeat(60).trim();
  const report = record({
    value: {},
    fields: [{ label: "about", value: prose }],
    body: `${prose} ${url}`,
  });
  const narrow = await lines(report, 40);
  assert.ok(narrow.includes(url));
  assert.ok(narrow.every((line) => line === url || line.length <= 40));
  assert.ok(narrow.slice(1, narrow.indexOf("")).every((line) => line.startsWith("       word")));
  assert.equal(narrow.join(" ").match(/word/g)?.length, 120);
  assert.equal(Math.max(...(await lines(report, 300)).map((line) => line.length)), 99);
  assert.equal((await lines(report, null)).length, 3);
});

test("prose in wide characters wraps by the columns it takes", async () => {
  const report = record({ value: {}, fields: [], body: "日本語の題 ".repeat(6) });
  const printed = await lines(report, 40);
  assert.equal(printed.length, 2);
  assert.ok(printed.every((line) => stringWidth(line) <= 40));
});

test("text is printed as it is, but for control bytes", async () => {
  assert.equal(await printHuman(text({ value: [], text: "a\tb\n  c" }), on(4)), "a\tb\n  c\n");
  assert.equal(
    await printHuman(text({ value: [], text: "a\u001b[2J\r\n\u009b1mb\n", isExact: true }), on(80)),
    "a\nb\n",
  );
  assert.equal(await printHuman(text({ value: [], text: "" }), on(80)), "");
});
