// The mirror: what is counted as one kind, and that a source split in two makes nobody's reading more diverse.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  mirrorSides,
  mirrorStages,
  usualDimensions,
  type Cell,
  type MirrorMatter,
  type SourceFacts,
} from "../../src/seek/mirror.ts";

const source = (facts: Partial<SourceFacts>): SourceFacts => ({
  title: "A source",
  filter: "naive",
  person: null,
  tags: [],
  kept: 0,
  isAsked: true,
  ...facts,
});

function matterOf(cells: readonly Cell[], facts: Partial<MirrorMatter> = {}): MirrorMatter {
  const all = { subscribed: cells, shown: cells, opened: [], annotated: [], cited: [], shared: [] };
  return { cells: all, sources: new Map(), people: new Map(), names: new Map(), ...facts };
}

test("a source split in two feeds raises diversity by source alone", () => {
  const cell = fc.record({
    source: fc.constantFrom("s1", "s2", "s3"),
    author: fc.constantFrom(null, "Ada Lovelace", "Ines Aalto, Ada Lovelace", "admin"),
    domain: fc.constantFrom(null, "a.example", "b.example"),
    n: fc.integer({ min: 1, max: 30 }),
  });
  const sources = new Map(["s1", "s2", "s3", "s1-b"].map((id) => [id, source({ person: id === "s3" ? "p1" : null })]));
  fc.assert(
    fc.property(
      fc.array(cell, { minLength: 1, maxLength: 12 }),
      fc.array(fc.nat(30), { minLength: 12 }),
      (cells, parts) => {
        const split = cells.flatMap((each, at): Cell[] => {
          const moved = each.source === "s1" ? Math.min(parts[at] ?? 0, each.n) : 0;
          return [
            { ...each, n: each.n - moved },
            { ...each, source: "s1-b", n: moved },
          ].filter(({ n }) => n > 0);
        });
        const [whole, halves] = [cells, split].map((each) => mirrorSides(matterOf(each, { sources }), usualDimensions));
        for (const at of [1, 2]) assert.deepEqual(halves?.[at]?.stages, whole?.[at]?.stages);
        const [before, after] = [whole?.[0]?.stages[0], halves?.[0]?.stages[0]];
        assert.equal(after?.n, before?.n);
        assert.ok((after?.chance ?? 0) <= (before?.chance ?? 1) + 1e-12);
      },
    ),
  );
});

test("an author is a known person by any name, else the first named; who is not named is not known", () => {
  const cells = [
    { source: "s1", author: "Ines Aalto", domain: null, n: 3 },
    { source: "s2", author: "iaalto", domain: null, n: 2 },
    { source: "s3", author: null, domain: null, n: 4 },
    { source: "s4", author: null, domain: null, n: 5 },
    { source: "s4", author: "Jo Berg and Ada Lovelace", domain: null, n: 1 },
    { source: "s4", author: "jo berg", domain: null, n: 1 },
  ];
  const [side] = mirrorSides(
    matterOf(cells, {
      sources: new Map([["s3", source({ person: "p1" })]]),
      people: new Map([
        ["Ines Aalto", "p1"],
        ["iaalto", "p1"],
      ]),
      names: new Map([["p1", { name: "Ines", tags: [] }]]),
    }),
    ["author"],
  );
  assert.deepEqual(
    side?.kinds.map(({ key, label, counts }) => [key, label, counts.subscribed]),
    [
      ["p1", "Ines", 9],
      ["jo berg", "Jo Berg and Ada Lovelace", 2],
    ],
  );
  assert.deepEqual([side?.stages[0]?.n, side?.stages[0]?.unknown], [11, 5]);
});

test("a facet is the person's own: the part of a tag before the slash, of a source or of who wrote", () => {
  const cells = ["s1", "s2", "s3", "s4"].map((id) => ({ source: id, author: null, domain: null, n: 10 }));
  const [side] = mirrorSides(
    matterOf(cells, {
      sources: new Map([
        ["s1", source({ tags: ["craft", "Language/Fi"] })],
        ["s2", source({ tags: ["language/fi"] })],
        ["s3", source({ person: "p1" })],
        ["s4", source({ tags: ["languages/fi"] })],
      ]),
      names: new Map([["p1", { name: "Ines", tags: ["language/en"] }]]),
    }),
    ["language"],
  );
  assert.deepEqual(
    side?.kinds.map(({ key, counts }) => [key, counts.shown]),
    [
      ["fi", 20],
      ["en", 10],
    ],
  );
  assert.equal(side?.stages[1]?.unknown, 10);
  assert.deepEqual(
    side?.stages.map(({ stage }) => stage),
    mirrorStages,
  );
});
