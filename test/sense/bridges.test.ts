// Bridges: pairs of notes across contexts that share something and are not linked, and no others.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { bridgesBetween, type NoteTraits, traitNouns } from "../../src/sense/bridges.ts";
import type { Context } from "../../src/cli/context.ts";
import { foldName } from "../../src/sense/link-name.ts";
import { play, valueOf } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked } from "./stocked.ts";

interface Row {
  notes: readonly { ref: string }[];
  shared: object;
  bounded: readonly string[];
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && "notes" in value && "shared" in value && "bounded" in value;
}

async function bridges(context: Context): Promise<readonly Row[]> {
  const value = valueOf(await play(context, ["sense", "bridges"]));
  assert.ok(Array.isArray(value));
  const rows = value.filter(isRow);
  assert.equal(rows.length, value.length);
  return rows;
}

test("notes of two contexts with an item or a rare tag in common are a bridge until they are linked", async (t) => {
  const stock = stocked(t);
  const { store, folder } = stock;
  const [item = ""] = stock.items({ title: "Shared item", html: "s" });
  mkdirSync(folder);
  const put = (path: string, front: string, body = "x"): void =>
    writeFileSync(join(folder, path), `---\n${front}\n---\n${body}\n`);
  // What comes of an item is in the context of its source, work.
  put("made.md", `source: [${item}]\ntags: [rare]`);
  put("home.md", "context: Home\ntags: [Rare]");
  put("garden.md", "context: garden\ntags: [rare]", "See [[home]].");
  put("also-work.md", "context: WORK\ntags: [rare]");
  put("nowhere.md", "tags: [rare]");
  store.contexts.bound("garden");
  const context = contextOver(stock);
  const pairs = (await bridges(context)).map(({ notes, bounded }) =>
    [...notes.map(({ ref }) => ref), ...bounded].join(" "),
  );
  assert.deepEqual(pairs.toSorted(), [
    "also-work.md garden.md garden",
    "also-work.md home.md",
    "garden.md made.md garden",
    "home.md made.md",
  ]);
  assert.deepEqual((await bridges(context))[0]?.shared, { items: [], people: [], tags: ["rare"], sources: [] });
  await play(context, ["sense", "link", "home.md", "made.md", "--as", "extends"]);
  assert.equal((await bridges(context)).length, 3);
});

test("an item in common counts more than a tag, and what many have counts for nothing", () => {
  const note = (ref: string, more: Partial<NoteTraits>): NoteTraits => ({
    ref,
    title: ref,
    contexts: [ref],
    items: [],
    sources: [],
    people: [],
    tags: ["everywhere"],
    links: [],
    ...more,
  });
  const many = Array.from({ length: 60 }, (_, n) => note(`m${n}`, {}));
  const found = bridgesBetween([
    ...many,
    note("a", { tags: ["t"] }),
    note("b", { tags: ["t"], items: ["k"] }),
    note("c", { items: ["k"] }),
  ]);
  assert.deepEqual(
    found.map(({ ends }) => ends.map(({ ref }) => ref).join(" ")),
    ["b c", "a b"],
  );
});

const few = (...values: readonly string[]): fc.Arbitrary<string[]> => fc.subarray([...values]);

test("every pair has something in common, no context, and no link; and none is left out", () => {
  let pairs = 0;
  const notes = fc
    .array(
      fc.record({
        contexts: fc.constantFrom(["home"], ["Home"], ["work"], ["garden"], ["home", "work"], []),
        items: few("k1", "k2"),
        people: few("p1"),
        tags: few("x", "X", "y"),
        sources: few("s1", "s2"),
        links: fc.constantFrom([], [], ["n0"], ["n1", "n2"]),
      }),
      { minLength: 2, maxLength: 6 },
    )
    .map((all): readonly NoteTraits[] => all.map((each, n) => ({ ...each, ref: `n${n}`, title: "" })));
  const lower = (values: readonly string[]): Set<string> => new Set(values.map(foldName));
  fc.assert(
    fc.property(notes, (all) => {
      const expected = new Set<string>();
      for (const a of all) {
        for (const b of all) {
          if (a.ref >= b.ref || a.contexts.length === 0 || b.contexts.length === 0) continue;
          const isApart = lower(a.contexts).isDisjointFrom(lower(b.contexts));
          const isLinked = a.links.includes(b.ref) || b.links.includes(a.ref);
          const hasShared = traitNouns.some((noun) => !lower(a[noun]).isDisjointFrom(lower(b[noun])));
          if (isApart && !isLinked && hasShared) expected.add(`${a.ref} ${b.ref}`);
        }
      }
      const found = bridgesBetween(all).map(({ ends }) => ends.map(({ ref }) => ref).join(" "));
      assert.deepEqual(new Set(found), expected);
      assert.equal(found.length, expected.size);
      pairs += found.length;
    }),
    { numRuns: 300 },
  );
  assert.ok(pairs > 50, `${pairs}`);
});

test("the best few are the first of all, however many pairs there are", () => {
  const notes = Array.from({ length: 150 }, (_, n): NoteTraits => {
    const tags = [`group${n % 3}`, `few${n % 7 === 0 ? n % 10 : n}`, `pair${n % 40}`];
    return { ref: `n${n}`, title: "", contexts: [`c${n}`], items: [], sources: [], people: [], tags, links: [] };
  });
  const all = bridgesBetween(notes);
  assert.ok(all.length > 3000, `${all.length}`);
  for (const limit of [1, 7, 40]) assert.deepEqual(bridgesBetween(notes, limit), all.slice(0, limit));
});
