// Long text on a screen: no line too wide, no word lost.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { measureFor } from "../../src/ui/measure.ts";
import { foldLines, wrapLines } from "../../src/ui/wrap.ts";

const measure = await measureFor(["日"]);

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

test("what was laid out for a wide screen is folded below itself, and what is copied stays whole", () => {
  const help = [
    "  -t, --tag <tag>  a tag of the source, as many as there are",
    "  pkm seek add https://example.org/mine --user ada",
    "  pkm seek add https://example.org/mine  behind a password, which is asked for",
    "prose that is wider than that screen, https://example.org/a/long/address/of/a/page in it",
    "共同体で学ぶということは長い机を持つことだ",
  ].join("\n");
  assert.deepEqual(foldLines(help, 30, measure).split("\n"), [
    "  -t, --tag <tag>",
    "      a tag of the source, as",
    "      many as there are",
    "  pkm seek add https://example.org/mine --user ada",
    "  pkm seek add https://example.org/mine",
    "      behind a password, which",
    "      is asked for",
    "prose that is wider than that",
    "screen,",
    "https://example.org/a/long/address/of/a/page",
    "in it",
    "共同体で学ぶということは長い机",
    "を持つことだ",
  ]);
  assert.deepEqual(foldLines("id    what was said about it", 26, measure).split("\n"), [
    "id    what was said about",
    "      it",
  ]);
  const tree = [
    ">   item kv6k  What a long table is for",
    "    moved aside what stood there before",
    "- Out: what was said before it",
  ];
  assert.deepEqual(foldLines(tree.join("\n"), 36, measure).split("\n"), [
    ">   item kv6k  What a long table is",
    "               for",
    "    moved aside what stood there",
    "      before",
    "- Out: what was said before it",
  ]);
  assert.equal(foldLines(help, 90, measure), help);
});
