// Tests of how a quote is found in an item's text, and found again later (W3C TextQuoteSelector).
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { anchorOf, findQuote, type StoredAnnotation, withAnchor } from "../../src/sense/annotation.ts";

const text =
  "Communities of practice are the\nthird  space.\n\nWe “test” ideas there — with peers. The third space is not the office.";

test("a quote is found whatever its white space, quotation marks, dashes and case", () => {
  const cases: readonly [string, string, number][] = [
    ["the third space", "the third space", 1],
    ["The third space", "The third space", 1],
    ['We "test" ideas there - with', "We “test” ideas there — with", 1],
    ["third\nspace", "third space", 2],
    ["COMMUNITIES OF", "Communities of", 1],
  ];
  for (const [wanted, exact, count] of cases) {
    const sought = findQuote(text, wanted);
    assert.ok(sought.quote !== null, wanted);
    assert.equal(sought.quote.exact, exact);
    assert.equal(sought.count, count);
  }
  assert.equal(cases.length, 5);
});

test("32 characters of context stand before and after it, fewer at the ends", () => {
  const { quote } = findQuote(text, "We “test” ideas");
  assert.deepEqual(quote, {
    exact: "We “test” ideas",
    prefix: " practice are the third space. ".padStart(32, "f"),
    suffix: " there — with peers. The third s",
  });
  assert.equal(findQuote(text, "Communities").quote?.prefix, "");
});

test("what is not there is answered with the passage most like it", () => {
  assert.deepEqual(findQuote(text, "we tested ideas with peers"), {
    quote: null,
    nearest: "We “test” ideas there — with peers.",
  });
  assert.deepEqual(findQuote(text, "zebra crossing"), { quote: null, nearest: null });
  assert.deepEqual(findQuote("", "anything"), { quote: null, nearest: null });
  assert.deepEqual(findQuote(text, "  "), { quote: null, nearest: null });
});

test("a quote stands, has moved, or is gone", () => {
  const { quote } = findQuote(text, "with peers");
  assert.ok(quote !== null && quote !== undefined);
  assert.equal(anchorOf(text, quote), "same");
  assert.equal(anchorOf(`New words first. ${text}`, quote), "same");
  assert.equal(anchorOf("All else was rewritten, with peers.", quote), "moved");
  assert.equal(anchorOf("Nothing is left.", quote), "gone");
});

test("the text is read only when the item has a newer version", () => {
  const { quote } = findQuote(text, "with peers");
  const stored = {
    id: "a123",
    kind: "annotation",
    item: "k123",
    version: 1,
    comment: null,
    tags: [],
    created: "2026-11-23T00:00:00.000Z",
    isPageGone: false,
    quote: quote ?? null,
  } as const satisfies Omit<StoredAnnotation, "itemVersion">;
  let reads = 0;
  const read = (): string => {
    reads += 1;
    return "other words";
  };
  assert.equal(withAnchor({ ...stored, itemVersion: 1 }, read).anchor, "same");
  assert.equal(reads, 0);
  assert.equal(withAnchor({ ...stored, itemVersion: 2 }, read).anchor, "gone");
  assert.equal(withAnchor({ ...stored, quote: null, itemVersion: 2 }, read).anchor, "same");
  assert.equal(reads, 1);
});

test("any piece of any text is found, and anchors where it stands", () => {
  let found = 0;
  const texts = fc
    .array(fc.oneof(fc.string({ unit: "grapheme" }), fc.constantFrom(" ", "\n", "'", "—", "(", "*", "\\")))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (whole, from, length) => {
      const flat = whole.replace(/\s+/g, " ").trim();
      const characters = Array.from(flat);
      const start = characters.length === 0 ? 0 : from % characters.length;
      const wanted = characters
        .slice(start, start + 1 + (length % 40))
        .join("")
        .trim();
      if (wanted === "") return;
      const { quote } = findQuote(whole, wanted);
      assert.ok(quote !== null, JSON.stringify({ whole, wanted }));
      assert.ok(flat.includes(quote.prefix + quote.exact + quote.suffix));
      assert.equal(quote.exact.length, wanted.length);
      assert.equal(anchorOf(whole, quote), "same");
      found += 1;
    }),
    { numRuns: 1000 },
  );
  assert.ok(found > 500, `${found} found`);
});
