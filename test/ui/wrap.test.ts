// Long text on a screen: no line too wide, no word lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { measureFor } from "../../src/ui/measure.ts";
import { wrapLines } from "../../src/ui/wrap.ts";

const measure = await measureFor(["…"]);

test("every line fits and nothing but white space goes", () => {
  const texts = fc.string({ unit: fc.constantFrom("a", "bc", " ", "\n", "日", "é", "👍", "\t"), maxLength: 200 });
  fc.assert(
    fc.property(texts, fc.integer({ min: 2, max: 40 }), (text, columns) => {
      const lines = wrapLines(text, columns, measure);
      for (const line of lines) assert.ok(measure(line) <= columns, `${line} on ${columns}`);
      assert.equal(lines.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
    }),
  );
});

test("words stay whole where they fit, indents and empty lines stay", () => {
  assert.deepEqual(wrapLines("one two three\n\n  four", 9, measure), ["one two", "three", "", "  four"]);
});
