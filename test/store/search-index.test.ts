// Tests of the index of words: what is packed is read, merged segments say what they said, ranks are as defined, and it is small.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { tokensOf } from "../../src/sense/terms.ts";
import { openDatabase, type Db } from "../../src/store/database.ts";
import { BitReader } from "../../src/store/search/bit-reader.ts";
import { BitWriter } from "../../src/store/search/bit-writer.ts";
import { Growing } from "../../src/store/search/growing.ts";
import type { Postings } from "../../src/store/search/postings.ts";
import { BlockWriter } from "../../src/store/search/block-writer.ts";
import { BlockReader, compareTerms } from "../../src/store/search/block.ts";
import { SegmentDraft } from "../../src/store/search/draft.ts";
import { hitsOf } from "../../src/store/search/hits.ts";
import type { Contents } from "../../src/store/search/content.ts";
import { mergeable, mergeSome } from "../../src/store/search/merge.ts";
import { openReading } from "../../src/store/search/reading.ts";
import { openSegments, openSegmentWriter, type Segment } from "../../src/store/search/segments.ts";
import { Vocabulary } from "../../src/store/search/vocabulary.ts";
import type { WordTerm } from "../../src/sense/query.ts";
import { bodyHtml } from "../bench/feed-documents.ts";
import { numbersFrom, wordsOf } from "../bench/words.ts";
import { htmlToText } from "../../src/formats/html-text.ts";

const postings = (among: number): fc.Arbitrary<Postings> =>
  fc.uniqueArray(fc.nat({ max: among - 1 }), { minLength: 1, maxLength: 60 }).chain((docs) =>
    fc
      .array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 ** 31 - 1 })), {
        minLength: docs.length,
        maxLength: docs.length,
      })
      .map((counts) => ({
        docs: Uint32Array.from(docs).sort(),
        counts: Uint32Array.from(counts),
      })),
  );

test("lists are read as they were written, one after another, however far apart and however great", () => {
  const lists = fc
    .integer({ min: 1, max: 70_000 })
    .chain((among) => fc.tuple(fc.constant(among), fc.array(postings(among), { maxLength: 5 })));
  fc.assert(
    fc.property(lists, ([among, written]) => {
      const writer = new BitWriter();
      for (const list of written) writer.list(list, among);
      const reader = new BitReader(writer.bytes().slice());
      assert.deepEqual(
        written.map(({ docs }) => reader.list(docs.length, among)),
        written,
      );
    }),
  );
});

test("a list that was cut short or written over is an error, never endless and never beyond its documents", () => {
  const bytes = fc.uint8Array({ minLength: 0, maxLength: 64 });
  let failed = 0;
  fc.assert(
    fc.property(bytes, fc.nat({ max: 1000 }), (noise, count) => {
      try {
        const { docs } = new BitReader(noise).list(count, 1000);
        assert.ok(docs.every((doc) => doc < 1000));
      } catch (thrown) {
        assert.ok(thrown instanceof PkmError && thrown.message.startsWith("the index of words is damaged"));
        failed += 1;
      }
    }),
  );
  assert.ok(failed > 50);
});

test("blocks keep every word in the order of SQLite, also beyond the first plane", () => {
  const words = fc.uniqueArray(fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }), { maxLength: 400 });
  fc.assert(
    fc.property(words, (terms) => {
      const sorted = terms.map((term) => term.toWellFormed()).toSorted(compareTerms);
      const bytewise = sorted.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      assert.deepEqual(sorted, bytewise);
      const blocks: Buffer[] = [];
      const writer = new BlockWriter(9, ({ entries }) => void blocks.push(Buffer.from(entries)));
      const list = { docs: Uint32Array.of(2, 8), counts: Uint32Array.of(1, 7) };
      for (const term of sorted) writer.add(term, { title: list, body: list });
      writer.end();
      const read: string[] = [];
      for (const block of blocks)
        for (const reader = new BlockReader(block); reader.next();) {
          read.push(reader.term);
          assert.deepEqual(reader.lists(9), { title: list, body: list });
        }
      assert.deepEqual(read, sorted);
    }),
    { numRuns: 60 },
  );
});

test("a text has the same words for the index as it has for all else", () => {
  const pieces = fc.constantFrom(
    "Café",
    "naïve",
    "日本",
    "日",
    "ÅNG",
    " ",
    "’",
    "-",
    "\u0301",
    "x1",
    "İ",
    "ß",
    "😀",
    "·",
    "ﬁ",
    "١",
    "\ud800",
    "한",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(pieces).map((parts) => parts.join("")),
  );
  const vocabulary = new Vocabulary();
  fc.assert(
    fc.property(text, (written) => {
      const ids = new Growing();
      vocabulary.read(written, ids);
      const read = Array.from(ids.items.subarray(0, ids.length), (id) => vocabulary.terms[id]);
      const expected = Array.from(tokensOf(written), ({ folded }) => folded).filter((word) => word !== "");
      assert.deepEqual(read, expected);
    }),
    { numRuns: 2000 },
  );
});

const vocabulary = "a ab abc trust trustful third space 日 日本 the of and cafe x1".split(" ");
const textOf = fc.array(fc.constantFrom(...vocabulary), { maxLength: 12 }).map((words) => words.join(" "));
const contents = fc.record({ title: textOf, body: textOf });
/** Some documents of a kind written at once; what has the number of another takes its place. */
const step = fc.record({
  kind: fc.constantFrom("item", "note"),
  docs: fc.dictionary(fc.integer({ min: 1, max: 60 }).map(String), contents, { minKeys: 1, maxKeys: 12 }),
  isMerged: fc.boolean(),
});
const single = fc.record({
  kind: fc.constant("words" as const),
  tokens: fc.constantFrom(...vocabulary).map((word): readonly string[] => [word === "日本" ? "日" : word]),
  isPrefix: fc.boolean(),
  isNegated: fc.boolean(),
});
const groups = fc.array(fc.array(single, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 });

test("hits and their ranks are those of the definition, whatever was added, changed and merged", () => {
  let hits = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), groups, (steps, asked) => {
      const db = openDatabase(":memory:");
      const writer = openSegmentWriter(db);
      const now = new Map<string, { title: readonly string[]; body: readonly string[] }>();
      for (const { kind, docs, isMerged } of steps) {
        const draft = new SegmentDraft();
        const nos = Object.keys(docs)
          .map(Number)
          .toSorted((a, b) => a - b);
        for (const no of nos) {
          const content = docs[no] ?? { title: "", body: "" };
          draft.add(no, content);
          now.set(`${kind} ${no}`, { title: foldedWords(content.title), body: foldedWords(content.body) });
        }
        writer.remove(kind, nos);
        writer.add(kind, draft);
        while (isMerged && mergeSome(db));
      }
      const found = hitsOf(openSegments(db), { groups: asked, isRanked: true, newest: null, after: 0 });
      const scores = new Map(
        [...found.hits].flatMap(([kind, { nos, scores: own }]) =>
          Array.from(nos, (no, at) => [`${kind} ${no}`, own[at]]),
        ),
      );
      const expected = defined(now, asked);
      assert.deepEqual(new Set(scores.keys()), new Set(expected.keys()));
      for (const [ref, score] of expected) assert.ok(Math.abs((scores.get(ref) ?? 9) - score) < 2e-9, ref);
      hits += expected.size;
      db.close();
    }),
    { numRuns: 150 },
  );
  assert.ok(hits > 500, `${hits} hits`);
});

function foldedWords(text: string): readonly string[] {
  return Array.from(tokensOf(text), ({ folded }) => folded);
}

/** BM25 with k1 = 1.2 and b = 0.75 over titles, which count five times, and texts. */
function defined(
  docs: ReadonlyMap<string, { title: readonly string[]; body: readonly string[] }>,
  asked: readonly (readonly WordTerm[])[],
): ReadonlyMap<string, number> {
  const lengths = [...docs.values()].map(({ title, body }) => title.length + body.length);
  const average = Math.max(1, lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, docs.size));
  const weightOf = (ref: string, { tokens: [token = ""], isPrefix }: WordTerm): number => {
    const { title = [], body = [] } = docs.get(ref) ?? {};
    const times = (words: readonly string[]): number =>
      words.filter((word) => (isPrefix ? word.startsWith(token) : word === token)).length;
    return 5 * times(title) + times(body);
  };
  const met = [...docs.keys()].filter((ref) =>
    asked.every((terms) => terms.some((term) => weightOf(ref, term) > 0 !== term.isNegated)),
  );
  const counted = asked
    .flat()
    .filter(({ isNegated, isPrefix, tokens: [token = ""] }) => !isNegated && !(isPrefix && token.length <= 3));
  return new Map(
    met.map((ref) => {
      const { title = [], body = [] } = docs.get(ref) ?? {};
      const norm = 1.2 * (0.25 + (0.75 * (title.length + body.length)) / average);
      const score = counted.reduce((sum, term) => {
        const having = [...docs.keys()].filter((other) => weightOf(other, term) > 0).length;
        const rarity = Math.max(1e-6, Math.log((docs.size - having + 0.5) / (having + 0.5)));
        const weight = weightOf(ref, term);
        return weight === 0 ? sum : sum - (rarity * weight * 2.2) / (weight + norm);
      }, 0);
      return [ref, score];
    }),
  );
}

/** A segment of so many documents, made after those of a lower number. */
function segmentOf(docs: number, no: number): Segment {
  return { no, kind: "item", first: no, last: no, docs, gone: 0, words: 0 };
}

test("segments are merged so that few are left, and none is written anew more often than it grows", () => {
  const sizes: number[] = [];
  let written = 0;
  for (let at = 0; at < 2000; at += 1) {
    sizes.push(100);
    for (;;) {
      const group = mergeable(sizes.map(segmentOf));
      if (group === null) break;
      const merged = group.reduce((sum, { docs }) => sum + docs, 0);
      written += merged;
      for (const { no } of group.toSorted((a, b) => b.no - a.no)) sizes.splice(no, 1);
      sizes.push(merged);
    }
    assert.ok(sizes.length <= 36, `${sizes.length} segments after ${at + 1}`);
  }
  assert.ok(written / 200_000 < 7, `each document was written ${written / 200_000} times`);
});

test("a large segment does not keep the smaller of its size apart for ever", () => {
  const sizes = [60_000, ...Array.from({ length: 12 }, () => 17_000)];
  assert.deepEqual(
    mergeable(sizes.map(segmentOf))?.map(({ no }) => no),
    [1, 2, 3],
  );
});

function filled(items: number): { db: Db; htmlBytes: number } {
  const db = openDatabase(":memory:");
  const next = numbersFrom(5);
  const draft = new SegmentDraft();
  let htmlBytes = 0;
  for (let no = 1; no <= items; no += 1) {
    const html = bodyHtml(next);
    htmlBytes += html.length;
    draft.add(no, { title: wordsOf(7, next), body: htmlToText(html) });
  }
  openSegmentWriter(db).add("item", draft);
  return { db, htmlBytes };
}

test("the index takes at most a seventh of what the items' HTML takes", () => {
  const { db, htmlBytes } = filled(3000);
  const bytes = Number(
    db.prepare("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search\\_%' ESCAPE '\\'").pluck().get(),
  );
  assert.ok(
    bytes > 100_000 && bytes < htmlBytes / 7,
    `${Math.round(bytes / 3000)} of ${Math.round(htmlBytes / 3000)} bytes an item`,
  );
  db.close();
});

test("a phrase is found also after more words than are held at once", () => {
  const many = Array.from({ length: 300_000 }, (_, at) => `w${at.toString(36)}`).join(" ");
  const texts = ["a third space", many, "no space third", `${many} the third space`];
  const contents: Contents = {
    of: (_kind, nos) => nos.map((no) => [no, { title: "", body: texts[no] ?? "" }]),
    ofOwn: () => null,
  };
  const term = { kind: "words", tokens: ["third", "space"], isPrefix: false, isNegated: false } as const;
  const read = openReading(contents, [[term]], { rarities: [[1]], collection: { docs: 4, averageWords: 4 } });
  const found = texts.flatMap((_, no) => [...read("item", [no]).keys()]);
  assert.deepEqual(found, [0, 3]);
});
