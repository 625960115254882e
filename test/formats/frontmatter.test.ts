// Fences, broken frontmatter, and the two readers that must agree.
import { test } from "node:test";
import assert from "node:assert/strict";
import fc from "fast-check";
import { findFences, frontmatterCharsMax, parseYaml, readFrontmatter } from "../../src/formats/frontmatter.ts";
import { shellWord } from "../../src/base/shell-word.ts";
import { readSimple } from "../../src/formats/note-simple.ts";
import { flowMapText, oneLine, scalarText } from "../../src/formats/note-yaml.ts";
import { awkward, samples, words } from "./note-samples.ts";

const splits: readonly { name: string; text: string; content: string | null; body: string | null }[] = [
  { name: "plain", text: "---\na: b\n---\nbody", content: "a: b\n", body: "body" },
  { name: "CRLF", text: "---\r\na: b\r\n---\r\nbody", content: "a: b\r\n", body: "body" },
  { name: "byte order mark", text: "\ufeff---\na: b\n---\nbody", content: "a: b\n", body: "body" },
  { name: "spaces after the fences", text: "--- \na: b\n---\t\nbody", content: "a: b\n", body: "body" },
  { name: "closed at the end of the file", text: "---\na: b\n---", content: "a: b\n", body: "" },
  { name: "empty", text: "---\n---\n\nbody", content: "", body: "\nbody" },
  { name: "a fence inside the body", text: "---\na: b\n---\nx\n---\ny", content: "a: b\n", body: "x\n---\ny" },
  { name: "four dashes close nothing", text: "---\na: b\n----\nc: d\n---\n", content: "a: b\n----\nc: d\n", body: "" },
  { name: "an indented fence closes nothing", text: "---\na: |\n  ---\n---\n", content: "a: |\n  ---\n", body: "" },
  { name: "not at the first byte", text: "\n---\na: b\n---\n", content: null, body: null },
  { name: "a space before", text: " ---\na: b\n---\n", content: null, body: null },
  { name: "not closed", text: "---\na: b\n", content: null, body: null },
  { name: "only a fence", text: "---", content: null, body: null },
  { name: "a language", text: "---js\nx\n---\n", content: null, body: null },
  { name: "nothing", text: "", content: null, body: null },
];

for (const { name, text, content, body } of splits) {
  test(`fences: ${name}`, () => {
    const fences = findFences(text);
    assert.equal(fences === null ? null : text.slice(fences.contentAt, fences.closeAt), content);
    assert.equal(fences === null ? null : text.slice(fences.bodyAt), body);
  });
}

const broken: readonly { name: string; text: string; says: RegExp }[] = [
  { name: "a list that does not end", text: "---\nid: n1b2\na: [b\nc: d\n---\n", says: /\(line 4: flow sequence/ },
  { name: "a tab as indent", text: "---\na:\n\tb: c\n---\n", says: /\(line 3: tabs are not allowed/ },
  {
    name: "CRLF counts lines alike",
    text: "---\r\na: b\r\na: c\r\n---\r\n",
    says: /\(line 3: map keys must be unique\)/,
  },
  { name: "prose between rules", text: "---\nOnce upon a time\n---\n", says: /not made of `key: value` lines/ },
  {
    name: "aliases that multiply",
    text: `---\na: &a [${"x,".repeat(9)}x]\n${"bcdefgh"
      .split("")
      .map((key, at) => `${key}: &${key} [${`*${"abcdefgh"[at]},`.repeat(9)}x]\n`)
      .join("")}---\n`,
    says: /alias/i,
  },
  { name: "an alias of itself", text: "---\na: &a [*a]\n---\n", says: /^frontmatter is not valid YAML \([a-z]/ },
  { name: "an alias of nothing", text: "---\na: *b\n---\n", says: /\(unresolved alias/ },
  {
    name: "lists without end",
    text: `---\na: ${"[".repeat(20_000)}\n---\n`,
    says: /^frontmatter is not valid YAML \(/,
  },
  {
    name: "longer than any note has",
    text: `---\na: ${"b".repeat(frontmatterCharsMax)}\n---\n`,
    says: /longer than 65,536/,
  },
];

for (const { name, text, says } of broken) {
  test(`broken frontmatter is a problem: ${name}`, () => {
    const read = readFrontmatter(text);
    assert.equal(read.problem?.code, "broken-frontmatter");
    assert.match(read.problem?.message ?? "", says);
    assert.equal(read.values.size, 0);
  });
}

test("values stay as written, and __proto__ is a name like any other", () => {
  const { values, problem } = readFrontmatter(
    "---\n__proto__: {x: 1}\nn: 007\nd: 2026-01-01\nb: yes\ne:\nq: 'null'\nt: !!js/function 'function () {}'\n---\n",
  );
  assert.equal(problem, null);
  assert.deepEqual(
    [...values],
    [
      ["__proto__", new Map([["x", "1"]])],
      ["n", "007"],
      ["d", "2026-01-01"],
      ["b", "yes"],
      ["e", null],
      ["q", "null"],
      ["t", "function () {}"],
    ],
  );
  assert.equal("x" in {}, false);
});

test("what the simple reader reads, the yaml library reads alike", () => {
  let simpleCount = 0;
  const check = (text: string): void => {
    const fences = findFences(text);
    if (fences === null) return;
    const simple = readSimple(text.slice(fences.contentAt, fences.closeAt));
    if (simple === null) return;
    simpleCount += 1;
    const parsed = parseYaml(text.slice(fences.openAt, fences.closeAt));
    assert.equal(parsed.problem, null, text);
    assert.deepEqual([...simple], [...parsed.values], text);
  };
  const value = fc.oneof(
    words,
    fc.string(),
    fc.stringMatching(/^[ -~]{0,12}$/),
    fc.constantFrom(
      "[a, b]",
      "[ a,b ]",
      "[]",
      "[a,]",
      '"a b"',
      "'a'",
      "a 'b'",
      "a:b",
      "x # y",
      "http://a.b/c#d",
      "(x)",
      ".5",
      "/x",
    ),
  );
  const line = fc.oneof(
    value.map((written) => `key: ${written}`),
    value.map((written) => `  - ${written}`),
    value.map((written) => `- ${written}`),
    fc.constantFrom("list:", "other:", "# c", "", "  # c", "last: ", " odd: x", "a-b_c: d"),
    fc.string(),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), (lines) => check(["---", ...lines, "---", ""].join("\n"))),
    { numRuns: 4000, seed: 3 },
  );
  fc.assert(
    fc.property(samples, ({ text }) => check(text)),
    { numRuns: 400, seed: 5 },
  );
  assert.ok(simpleCount > 800, `only ${simpleCount} were simple`);
});

test("a scalar reads back as it was, in a block and in a list, with any quotes", () => {
  let checked = 0;
  const check = (value: string): void => {
    for (const quote of [null, "QUOTE_SINGLE", "QUOTE_DOUBLE"] as const) {
      const text = `---\na: ${scalarText(value, "block", quote)}\nb: [${scalarText(value, "flow", quote)}, x]\nc: ${flowMapText([["to", value]])}\n---\n`;
      const { values, problem } = readFrontmatter(text);
      assert.equal(problem, null, text);
      const line = oneLine(value);
      assert.deepEqual([...values.values()], [line, [line, "x"], new Map([["to", line]])], text);
      checked += 1;
    }
  };
  awkward.forEach(check);
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), check), { numRuns: 500, seed: 13 });
  assert.ok(checked >= awkward.length * 3 + 1500);
});

test("a word for the shell is quoted when it must be", () => {
  assert.equal(shellWord("notes/a-b.md"), "notes/a-b.md");
  assert.equal(shellWord("it's; rm"), String.raw`'it'\''s; rm'`);
  assert.equal(shellWord("-rf"), "'-rf'");
});
