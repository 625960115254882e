// Tests of how texts are cut into words and hits are found in them.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clipped, firstHit, isPaired, pairOf, termUnitsMax, tokensOf, words } from "../../src/sense/terms.ts";

test("words are runs of letters, digits and marks; CJK characters stand alone", () => {
  assert.deepEqual(words("C++ and 日本語-text, it's 3.14"), [
    "C",
    "and",
    "日",
    "本",
    "語",
    "text",
    "it",
    "s",
    "3",
    "14",
  ]);
  assert.deepEqual(words("… !?"), []);
});

test("folding takes case and diacritics away and keeps Hangul whole", () => {
  assert.deepEqual(
    [...tokensOf("Café ÅNGSTRÖM 한국")].map(({ folded }) => folded),
    ["cafe", "angstrom", "한국"],
  );
});

test("what is indexed together are neighbours that say little alone: CJK characters, and the commonest words", () => {
  assert.deepEqual(["日", "の", "the", "fur", "日本", "trust", "한", "x"].map(isPaired), [
    true,
    true,
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
  assert.ok(!words("日本 of the").includes(pairOf("of", "the")));
});

test("of a word that is none the beginning is indexed, and never half a character", () => {
  assert.equal(clipped("word"), "word");
  assert.equal(clipped("x".repeat(1e6)).length, termUnitsMax);
  assert.ok(clipped(`${"x".repeat(termUnitsMax - 1)}😀`).isWellFormed());
});

test("a hit is found whatever its case, as a phrase, and by its beginning", () => {
  const text = "Trust in the Third  Space of the café";
  const at = (tokens: readonly string[], isPrefix: boolean): string | null => {
    const hit = firstHit(text, [{ tokens, isPrefix }]);
    return hit === null ? null : text.slice(hit.at, hit.end);
  };
  assert.equal(at(["third", "space"], false), "Third  Space");
  assert.equal(at(["CAFE"], false), "café");
  assert.equal(at(["spa"], true), "Space");
  assert.equal(at(["spa"], false), null);
  assert.equal(at(["space", "third"], false), null);
});

test("tokens lie in the text in order and never overlap", () => {
  let checked = 0;
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.lorem(), fc.string()), (text) => {
      let end = 0;
      for (const token of tokensOf(text)) {
        assert.ok(token.at >= end && token.end > token.at);
        end = token.end;
        checked += 1;
      }
      assert.ok(end <= text.length);
    }),
  );
  assert.ok(checked > 100, `${checked} tokens`);
});
