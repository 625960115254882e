// Ids: their form, their order, and that the same seed gives the same id everywhere.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { idCandidates, idLetters, isIdShaped, kindOfId } from "../../src/base/id.ts";

test("candidates have the form of an id, the shortest first, each with a digit", () => {
  let checked = 0;
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const candidates = idCandidates("note", seed);
      const first = Array.from({ length: 9 }, () => candidates.next().value);
      for (const id of first) {
        assert.match(id, /^n[0-9bcdfghjkmnpqrstvwxz]{3,5}$/);
        assert.match(id.slice(1), /\d/);
        assert.ok(isIdShaped(id));
        checked += 1;
      }
    }),
  );
  assert.ok(checked >= 900);
});

test("an item's id is the same on every machine", () => {
  assert.equal(idCandidates("item", "https://example.org/a").next().value, "ksrh2");
  assert.notEqual(idCandidates("item", "https://example.org/b").next().value, "ksrh2");
});

test("the first letter tells the kind, and no two kinds share one", () => {
  const letters = Object.values(idLetters);
  assert.equal(new Set(letters).size, letters.length);
  for (const [kind, letter] of Object.entries(idLetters)) assert.equal(kindOfId(`${letter}123`), kind);
  assert.equal(kindOfId("z123"), null);
});
