// Tests of the difference between two texts: it holds exactly what changed, and stays short.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { diffText, lineChanges } from "../../src/sense/line-diff.ts";

test("a changed line is shown before and after, with one line around it", () => {
  const before = "---\nid: n1\ntags: [a]\n---\n\none\ntwo\nthree\n";
  const after = "---\nid: n1\ntags: [a, b]\n---\n\none\ntwo\n3\n";
  assert.equal(diffText(before, after, 40), "  id: n1\n- tags: [a]\n+ tags: [a, b]\n  ---\n…\n  two\n- three\n+ 3");
});

test("equal texts differ in nothing; a text that is not there is all lines", () => {
  assert.equal(diffText("a\nb\n", "a\nb\n", 40), "");
  assert.equal(diffText(null, "a\nb\n", 40), "+ a\n+ b");
  assert.equal(diffText("a\nb\n", null, 40), "- a\n- b");
});

test("a long difference is cut and counted", () => {
  assert.equal(diffText(null, "x\n".repeat(10), 3), "+ x\n+ x\n+ x\n… and 7 more lines");
});

test("the lines taken out make the one text and those put in the other", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const all = lineChanges([...one, "end"].join("\n"), [...other, "END"].join("\n"));
      const count = (sign: string, line: string): number =>
        all.filter((c) => c.sign === sign && c.text === line).length;
      for (const line of ["a", "b", "c"]) {
        const had = one.filter((each) => each === line).length;
        const has = other.filter((each) => each === line).length;
        assert.equal(has - had, count("+", line) - count("-", line), line);
      }
    }),
  );
});

test("texts of many lines are told without comparing each with each", () => {
  const one = Array.from({ length: 5000 }, (_, at) => `one ${at}`).join("\n");
  const other = Array.from({ length: 5000 }, (_, at) => `other ${at}`).join("\n");
  assert.equal(lineChanges(one, other).length, 10_000);
});
