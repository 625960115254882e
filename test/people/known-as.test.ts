// What authors' names are compared with: the same person in many spellings, and nobody where nobody is named.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { authorParts, firstAuthor, foldedKey, keysOf } from "../../src/people/known-as.ts";
import { byDistance, distanceOf, nearestStep } from "../../src/people/distance.ts";
import { personSteps } from "../../src/people/person.ts";

test("spellings of one name are one key", () => {
  for (const [text, key] of [
    ["  Inés   AALTO ", "ines aalto"],
    ["@ines@social.example", "ines@social.example"],
    ["mailto:Ines@Bench.example", "ines@bench.example"],
    ["https://www.ines.example/", "ines.example"],
    ["Åse Ødegård", "ase ødegard"],
    ["\u202eevil", "evil"],
  ] as const) {
    assert.equal(foldedKey(text), key);
  }
  assert.deepEqual(keysOf({ name: "Ines", handles: ["@ines", "https://ines.example", " "] }), ["ines", "ines.example"]);
});

test("an author's text is parted into its names, the whole last", () => {
  for (const [text, parts, first] of [
    ["Ada Lovelace, Ines Aalto", ["ada lovelace", "ines aalto", "ada lovelace, ines aalto"], "ada lovelace"],
    [
      "ines@bench.example (Ines Aalto)",
      ["ines@bench.example", "ines aalto", "ines@bench.example (ines aalto)"],
      "ines@bench.example (ines aalto)",
    ],
    ["Doe, Jane", ["doe", "jane", "doe, jane"], "doe, jane"],
    ["Ada Lovelace and Ines Aalto", ["ada lovelace", "ines aalto", "ada lovelace and ines aalto"], "ada lovelace"],
    ["admin", [], null],
    ["The Editors", [], null],
    ["", [], null],
  ] as const) {
    assert.deepEqual(authorParts(text), parts, text);
    assert.equal(firstAuthor(text), first, text);
  }
});

test("any text is parted without harm, each part once and folded", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const parts = authorParts(text);
      assert.equal(new Set(parts).size, parts.length);
      for (const part of parts) assert.equal(foldedKey(part), part);
    }),
    { numRuns: 500 },
  );
});

test("from my community outward and back again: nearer comes first, as near ones stay in their order", () => {
  assert.deepEqual(personSteps.map(distanceOf), [3, 2, 1, 0]);
  assert.equal(distanceOf(null), 4);
  assert.equal(nearestStep([]), null);
  assert.equal(nearestStep(["seen", "in-touch", "followed"]), "in-touch");
  const distance = fc.constantFrom(0, 1, 2, 3, 4);
  fc.assert(
    fc.property(fc.array(distance), fc.constantFrom("outward" as const, "outside-in" as const), (all, direction) => {
      const things = all.map((far, at) => ({ far, at }));
      const sorted = byDistance(things, direction, ({ far }) => far);
      assert.deepEqual(
        sorted.toSorted((a, b) => a.at - b.at),
        things,
      );
      for (const [index, { far, at }] of sorted.entries()) {
        const before = sorted[index - 1];
        if (before === undefined) continue;
        assert.ok(direction === "outward" ? before.far <= far : before.far >= far);
        if (before.far === far) assert.ok(before.at < at);
      }
    }),
  );
});
