// How wide text is on a terminal: as string-width says, which is loaded only where no simpler rule is right.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import stringWidth from "string-width";
import { graphemesOf } from "../../src/base/graphemes.ts";
import { cut, measureFor } from "../../src/ui/measure.ts";

test("every character of the first plane is as wide as string-width says, alone and among others", async () => {
  let simple = 0;
  for (let code = 0x20; code < 0x1_0000; code += 1) {
    if (code >= 0xd800 && code <= 0xdfff) continue;
    const character = String.fromCharCode(code);
    const measure = await measureFor([character]);
    assert.equal(measure(character), stringWidth(character), code.toString(16));
    assert.equal(measure(`a${character}b`), stringWidth(`a${character}b`), code.toString(16));
    if (measure("日") === 1) simple += 1;
  }
  assert.ok(simple > 900 && simple < 1500, `${simple} are measured without tables`);
});

const pieces = fc.constantFrom(
  "a",
  " ",
  "é",
  "ß",
  "“",
  "—",
  "…",
  "€",
  "я",
  "ω",
  "‼",
  "©",
  "日",
  "👍",
  "👨‍👩‍👧",
  "e\u0301",
  "\ufe0f",
  "\u00ad",
  "🇫🇮",
);

test("mixed text is as wide as string-width says, and cutting it splits no grapheme", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(pieces, { maxLength: 30 }), fc.nat(20), async (parts, columns) => {
      const text = parts.join("");
      const measure = await measureFor([text]);
      assert.equal(measure(text), stringWidth(text));
      const kept = cut(text, columns, measure);
      assert.ok(stringWidth(kept) <= columns, `${kept} in ${columns}`);
      if (kept === text || columns === 0) return;
      const starts = new Set(Array.from(graphemesOf(text), ({ index }) => index));
      const bare = kept.replace(/…$/, "");
      const end = text.startsWith(bare) ? bare.length + (/^\s*/.exec(text.slice(bare.length))?.[0].length ?? 0) : -1;
      assert.ok(starts.has(bare.length) || starts.has(end) || bare === "", JSON.stringify([text, kept]));
    }),
  );
});

test("what Europe writes is measured without loading the tables of Unicode, what Asia writes with them", async () => {
  const simple = await measureFor(["Zürich — “naïve”, 5 €", "Πλάτων", "Мир"]);
  assert.equal(simple("日"), 1, "nobody asked for its width");
  assert.equal((await measureFor(["plain", "日本"]))("日"), 2);
});
