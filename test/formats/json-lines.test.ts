// The lines of a JSON document's entries, against documents that are written piece by piece so that they are known.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { entryLines } from "../../src/formats/import/json-lines.ts";

const space = fc.string({ unit: fc.constantFrom(" ", "\n", "\t"), maxLength: 4 });
const value = fc.tuple(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 2)).map(([json, indent]) => {
  // Signs that look like structure, inside a text.
  const tricky = { 'a"]},\\': json, b: ['\\"', "[{\n", "\\\\"] };
  return JSON.stringify(tricky, null, indent);
});

test("every entry's line is the one it was written on", () => {
  const documents = fc.tuple(space, value, fc.array(fc.tuple(space, value, space), { maxLength: 6 }), fc.boolean());
  fc.assert(
    fc.property(documents, ([lead, before, entries, isNested]) => {
      let text = isNested ? `${lead}{"it\\u0065ms": [1, 2],"x":${before},\n"first":{"items" : [` : `${lead}[`;
      const expected: number[] = [];
      for (const [at, [left, entry, right]] of entries.entries()) {
        text += left;
        expected.push(text.split("\n").length);
        text += `${entry}${right}${at < entries.length - 1 ? "," : ""}`;
      }
      text += isNested ? ']}, "y": null}\n' : "]";
      JSON.parse(text);
      assert.deepEqual(entryLines(text, isNested ? ["first", "items"] : []), expected);
    }),
    { numRuns: 500 },
  );
});

test("a value alone, a field that comes twice, numbers, and what is not there", () => {
  assert.deepEqual(entryLines('\n\n {"a": 1}', []), [3]);
  assert.deepEqual(entryLines('{"a": [1,\n2],\n"a": [3,\n4]}', ["a"]), [3, 4]);
  assert.deepEqual(entryLines('{"a": [-1.5e3 ,\ntrue,\n"x"\n, null]}', ["a"]), [1, 2, 3, 4]);
  assert.deepEqual(entryLines('{"a": {"b": 7}}', ["a", "b"]), [1]);
  assert.deepEqual(entryLines('{"a": 1}', ["b"]), []);
  assert.deepEqual(entryLines("[1]", ["b"]), []);
  assert.deepEqual(entryLines("[]", []), []);
});

test("a million levels, a million backslashes and a million entries are gone through", () => {
  const deep = `[${"[".repeat(1_000_000)}${"]".repeat(1_000_000)},\n1]`;
  assert.deepEqual(entryLines(deep, []), [1, 2]);
  assert.deepEqual(entryLines(`["${"\\\\".repeat(1_000_000)}",\n1]`, []), [1, 2]);
  assert.equal(entryLines(`[${"0,\n".repeat(1_000_000)}0]`, []).at(-1), 1_000_001);
});
