// Tests of search over a real store: what is found, in which order, and that no query reaches SQLite as syntax.
import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { makeNote } from "../../src/sense/make-note.ts";
import { markItem } from "../../src/sense/mark.ts";
import { parseQuery } from "../../src/sense/query.ts";
import { scanNotes } from "../../src/sense/scan.ts";
import { stocked, type Stock } from "../sense/stocked.ts";
import { undoLatest } from "../sense/undo.ts";

function find(stock: Pick<Stock, "store" | "clock">, text: string, limit = 0): readonly string[] {
  stock.store.search.catchUp("wait");
  return stock.store.search.find(parseQuery(text, stock.clock.now()), limit).map(({ kind, ref }) => `${kind} ${ref}`);
}

const letters = [
  {
    title: "The third space",
    html: "<p>Communities of practice, at the café in 日本語 class.</p>",
    author: "Ana Ruiz",
  },
  { title: "Working out loud", html: "<p>The third time we met. <b>Space</b> was short.</p>" },
  { title: null, html: "<p>한국어 letters, naïve ones, and community.</p>" },
] as const;

test("words are found in titles and texts, without accents, by character in CJK, by beginning", (t) => {
  const stock = stocked(t);
  const [one, two, three] = stock.items(...letters);
  const cases: readonly [string, readonly (string | undefined)[]][] = [
    ["third space", [one, two]],
    ['"third space"', [one]],
    ["cafe", [one]],
    ["CAFÉ", [one]],
    ["本語", [one]],
    ["日語", []],
    ["한국어", [three]],
    ["naive", [three]],
    ["commun*", [three, one]],
    ["community OR communities", [three, one]],
    ["third -café", [two]],
    ['-"third space" third', [two]],
    ["-third", [three]],
    ["b", []],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(find(stock, text).toSorted(), expected.map((id) => `item ${id}`).toSorted(), text);
  }
  assert.equal(cases.length, 14);
});

test("a word in the title counts more, then the newest comes first; without words the newest", (t) => {
  const stock = stocked(t);
  const [first, second, third, fourth] = stock.items(
    { title: "Trust", html: "<p>other words altogether here</p>" },
    { title: "Other", html: "<p>words about trust here now</p>" },
    { title: "Alike", html: "<p>peers</p>" },
    { title: "Alike", html: "<p>peers</p>" },
  );
  assert.deepEqual(find(stock, "trust"), [`item ${first}`, `item ${second}`]);
  assert.deepEqual(find(stock, "peers"), [`item ${fourth}`, `item ${third}`]);
  assert.deepEqual(find(stock, "kind:item", 2), [`item ${fourth}`, `item ${third}`]);
});

test("by date the newest are found first, whatever says it best", (t) => {
  const stock = stocked(t);
  const { store, clock } = stock;
  const [old] = stock.items({ title: "trust trust", html: "<p>trust</p>" });
  clock.forward(3_600_000);
  const [late] = stock.items({ title: "Other", html: "<p>much else, and some trust in the end of a text</p>" });
  store.search.catchUp("wait");
  const found = (words: string, order: "merit" | "date"): readonly string[] =>
    store.search.find(parseQuery(words, clock.now()), 9, { order }).map(({ ref }) => ref);
  assert.deepEqual(
    [found("trust", "merit"), found("trust", "date")],
    [
      [old, late],
      [late, old],
    ],
  );
  assert.deepEqual(found("trust tr*", "date"), [late, old]);
});

test("short beginnings find what begins so and nothing else, in any script, alone and among words", (t) => {
  const stock = stocked(t);
  const [ete, theory, an, han] = stock.items(
    { title: "Été à la mer", html: "<p>soleil</p>" },
    { title: "Theory", html: "<p>of the THIRD place</p>" },
    { title: "An x", html: "<p>1234 ante</p>" },
    { title: "知識管理", html: "<p>二三</p>" },
  );
  const cases: readonly (readonly [string, readonly (string | undefined)[]])[] = [
    ["ete*", [ete]],
    ["ÉT*", [ete]],
    ["th*", [theory]],
    ["thi*", [theory]],
    ["thir*", [theory]],
    ["hir*", []],
    ["an*", [an]],
    ["ant*", [an]],
    ["123*", [an]],
    ["知*", [han]],
    ["x an*", [an]],
    ["soleil OR th*", [ete, theory]],
    ["so* -ete*", []],
    ["th* OR an*", [theory, an]],
    ["kind:item -th* -an* -知*", [ete]],
  ];
  for (const [words, refs] of cases) {
    assert.deepEqual(new Set(find(stock, words)), new Set(refs.map((ref) => `item ${ref}`)), words);
  }
});

test("a bounded run indexes what came first and leaves the rest to the next", (t) => {
  const { store, clock, items } = stocked(t);
  const [one, two, three] = items(...letters);
  const found = (): readonly string[] =>
    store.search.find(parseQuery("kind:item third OR 한국어", clock.now()), 0).map(({ ref }) => ref);
  assert.equal(store.search.catchUp("skip", 0), 0);
  assert.deepEqual(found(), []);
  assert.equal(store.search.catchUp("skip", 2), 2);
  assert.equal(found().length, 2);
  assert.equal(store.search.catchUp("skip"), 1);
  assert.deepEqual(new Set(found()), new Set([one, two, three]));
  assert.equal(store.search.catchUp("skip"), 0);
});

test("what may have a phrase is read to the end, and it is told how far that is", (t) => {
  const { store, clock, items } = stocked(t);
  items(
    ...Array.from({ length: 600 }, (_, n) => ({ title: `Letter ${n}`, html: "<p>slow trust, and trust is slow</p>" })),
  );
  store.search.catchUp("wait");
  const told: (readonly [number, number])[] = [];
  const found = (words: string, limit: number): number => {
    told.length = 0;
    const how = { onProgress: (done: number, of: number) => void told.push([done, of]) };
    return store.search.find(parseQuery(words, clock.now()), limit, how).length;
  };
  assert.equal(found('"slow is trust"', 20), 0);
  assert.deepEqual(told.at(-1), [600, 600]);
  assert.ok(told.length > 3 && told.every(([done], at) => done > (told[at - 1]?.[0] ?? 0)), JSON.stringify(told));
  assert.equal(found('"slow trust"', 0), 600);
  assert.deepEqual(told.at(-1), [600, 600]);
  assert.equal(found("slow trust", 20), 20);
  assert.deepEqual(told, []);
});

test("a long run tells how far it is, and a list without words needs none", (t) => {
  const { store, clock, items } = stocked(t);
  items(...Array.from({ length: 600 }, (_, n) => ({ title: `Letter ${n}`, html: "<p>text</p>" })));
  const told: string[] = [];
  assert.equal(store.search.find(parseQuery("kind:item", clock.now()), 0).length, 600);
  assert.equal(
    store.search.catchUp("wait", undefined, (done, of) => void told.push(`${done}/${of}`)),
    600,
  );
  assert.deepEqual(told, ["256/600", "512/600"]);
});

test("a note comes before an item that is as good", (t) => {
  const stock = stocked(t);
  mkdirSync(stock.folder);
  const [item] = stock.items({ title: "Alike", html: "<p>peers</p>" });
  writeFileSync(join(stock.folder, "n.md"), "---\ntitle: Alike\n---\npeers");
  scanNotes(stock.vault, stock.store);
  assert.deepEqual(find(stock, "peers"), ["note n.md", `item ${item}`]);
});

test("what changed, went or was undone is found as it is now", (t) => {
  const stock = stocked(t);
  const { store, vault } = stock;
  const [item = ""] = stock.items({ title: "Letter", html: "<p>before</p>" });
  assert.deepEqual(find(stock, "before"), [`item ${item}`]);
  stock.revise(item, { title: "Letter", html: "<p>afterwards</p>" });
  assert.deepEqual([find(stock, "before"), find(stock, "afterwards")], [[], [`item ${item}`]]);

  const { annotation } = markItem(store, { item, quote: "afterwards", comment: "my zebra" });
  assert.deepEqual(find(stock, "zebra"), [`annotation ${annotation?.id}`]);
  undoLatest(stock);
  assert.deepEqual(find(stock, "zebra"), []);

  const note = { kind: "idea", tags: [], contexts: [], sources: [], via: null, title: "Mine", body: "quagga" } as const;
  makeNote(stock, note);
  assert.deepEqual(find(stock, "quagga"), ["note mine.md"]);
  rmSync(join(stock.folder, "mine.md"));
  scanNotes(vault, store);
  assert.deepEqual(find(stock, "quagga"), []);
  assert.deepEqual(find(stock, "kind:note"), []);

  const person = store.people.add({ name: "Ana Okapi", mail: "ana@example.org", handles: [] });
  assert.deepEqual(find(stock, "okapi"), [`person ${person.id}`]);
  assert.equal(store.search.catchUp("wait"), 0);
});

test("filters ask what they say of items and notes", (t) => {
  const stock = stocked(t);
  const { store, clock } = stock;
  const [one = "", two = "", three = ""] = stock.items(...letters);
  store.changes.record("tag", () => store.tags.add(one, ["Trust"]));
  markItem(store, { item: two, quote: null, comment: null });
  clock.forward(8 * 86_400_000);
  const wanted = {
    kind: "question",
    tags: ["trust"],
    contexts: ["teams"],
    via: null,
    title: "Why",
    body: "why",
  } as const;
  const note = makeNote(stock, { ...wanted, sources: [two] });
  const source = store.items.get(one).source.id;
  const noteRef = "note why.md";
  const cases: readonly [string, readonly string[]][] = [
    ["tag:trust", [noteRef, `item ${one}`]],
    ["tag:reading kind:item", [`item ${three}`, `item ${two}`, `item ${one}`]],
    ["context:teams", [noteRef]],
    ["context:work", [`item ${three}`, `item ${two}`, `item ${one}`]],
    [`from:${source} -kind:note`, [`item ${three}`, `item ${two}`, `item ${one}`]],
    ["from:letters.example third kind:item", [`item ${one}`, `item ${two}`]],
    ["from:100%", []],
    ["by:ruiz", [`item ${one}`]],
    ["is:new", [`item ${three}`, `item ${one}`]],
    ["is:noted", [`item ${two}`]],
    ["is:kept", [`item ${two}`]],
    ["is:muted", []],
    ["kind:question", [noteRef]],
    ["kind:idea", []],
    [`links:${note.id}`, [`item ${two}`]],
    [`links:${two}`, [noteRef]],
    ["since:1d", [noteRef]],
    ["via:1 kind:item since:30d", [`item ${three}`, `item ${two}`, `item ${one}`]],
    ["via:2", []],
    ["third OR tag:trust kind:item", [`item ${two}`, `item ${one}`]],
    ["-is:new kind:item", [`item ${two}`]],
  ];
  for (const [text, expected] of cases) {
    const found = find(stock, text);
    if (text.includes("third kind")) assert.deepEqual(found, expected, text);
    else assert.deepEqual(found.toSorted(), expected.toSorted(), text);
  }
  assert.equal(cases.length, 21);
});

/** What means something to FTS5, to SQL or to the query language, and characters that are cut in surprising ways. */
const hostile: readonly string[] = [
  ...`" ' - * ^ ( ) { } : + \\ % _ NEAR( NEAR/2 title: tag: from: by: in: links: context: is:new kind:note`.split(" "),
  ...`kind:item since:7d before:2026-11-01 via:2 third space é 日本 한 😀 ١ ß İ`.split(" "),
  " OR ",
  " AND ",
  " NOT ",
  " ",
  "\0",
  "\n",
  "e\u0301",
  "\ud800",
  "\u200d",
];

test("no query of any bytes makes an error but the parser's own", (t) => {
  const stock = stocked(t);
  stock.items(...letters);
  stock.store.search.catchUp("wait");
  const pieces = fc.constantFrom(...hostile);
  const texts = fc.oneof(
    fc
      .array(fc.oneof(pieces, fc.string({ unit: "binary", maxLength: 6 })), { maxLength: 12 })
      .map((parts) => parts.join("")),
    fc.string({ unit: "binary" }),
  );
  let run = 0;
  let refused = 0;
  fc.assert(
    fc.property(texts, (text) => {
      try {
        const query = parseQuery(text, stock.clock.now());
        stock.store.search.find(query, 20);
        run += 1;
      } catch (thrown) {
        assert.ok(thrown instanceof PkmError, `${JSON.stringify(text)}: ${String(thrown)}`);
        refused += 1;
      }
    }),
    { numRuns: 3000 },
  );
  assert.ok(run > 500 && refused > 100, `${run} run, ${refused} refused`);
});

test("the longest query that is taken is answered", (t) => {
  const stock = stocked(t);
  stock.items(...letters);
  assert.equal(find(stock, Array.from({ length: 50 }, () => "third OR space").join(" ")).length, 2);
  assert.equal(find(stock, Array.from({ length: 100 }, (_, n) => `-w${n}`).join(" ")).length, 3);
  assert.equal(find(stock, Array.from({ length: 50 }, () => "tag:x OR third").join(" ")).length, 2);
});

test("a search does not wait for another process that writes, and indexes later", async (t) => {
  const stock = stocked(t, { isFile: true });
  const [item] = stock.items({ title: "Letter", html: "<p>zebra</p>" });
  const { default: Database } = await import("better-sqlite3");
  const other = new Database(join(stock.folder, "..", "pkm.db"));
  try {
    other.exec("BEGIN IMMEDIATE");
    assert.equal(stock.store.search.catchUp("skip"), 0);
    other.exec("ROLLBACK");
  } finally {
    other.close();
  }
  assert.deepEqual(find(stock, "zebra"), [`item ${item}`]);
});
