// The plans of the queries behind every refresh, digest and list: none passes over all items or all sources' feeds.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import Database from "better-sqlite3";
import { parseQuery } from "../../src/sense/query.ts";
import { openDatabase, type Db } from "../../src/store/database.ts";
import { openAccounts } from "../../src/store/accounts.ts";
import { openExchanges } from "../../src/store/exchanges.ts";
import { openMirrors } from "../../src/store/mirror.ts";
import { openWhose } from "../../src/store/who.ts";
import { openDigests } from "../../src/store/digests.ts";
import { openIds } from "../../src/store/ids.ts";
import { openItems } from "../../src/store/items.ts";
import { openLinks } from "../../src/store/links.ts";
import { SegmentDraft } from "../../src/store/search/draft.ts";
import { openSegmentWriter } from "../../src/store/search/segments.ts";
import { openSearch } from "../../src/store/search/search.ts";
import { openSources } from "../../src/store/sources.ts";
import { openStandings } from "../../src/store/standing.ts";
import { openTraces } from "../../src/store/traces.ts";
import { handClock } from "../seek/flow.ts";

const clock = handClock();
const now = clock.now().toISOString();

/** Passes over what the person made, over json_each, and over what a query has made of these. */
const shortTables: readonly RegExp[] = [
  /^SCAN (?:a|d|n|h|r|p|k|f|c|g|j|m|s|w|t|x)\b/,
  /^SCAN (?:asked|cited|told|counts|evidence|feedback|release|share|person|annotation|note|source)\b/,
  /^SCAN \(subquery/,
];

/** What each act reads, and the passes over a whole table or index that it may make: the rest must go by an index. */
const acts: readonly { name: string; act: (db: Db) => unknown; mayScan: readonly RegExp[] }[] = [
  { name: "due selection", act: (db) => sources(db).due(now), mayScan: [] },
  { name: "the next one due", act: (db) => sources(db).nextDue(), mayScan: [] },
  // Every source is listed, and told apart by its counts; its items are not passed over.
  { name: "the list of sources", act: (db) => sources(db).list(), mayScan: [/^SCAN (?:s|f|c)\b/] },
  { name: "known entries", act: (db) => items(db).known("s1", ["a"], ["b"]), mayScan: [/^SCAN j VIRTUAL TABLE/] },
  {
    name: "the newest items",
    act: (db) => items(db).newest(20),
    mayScan: [/^SCAN i USING INDEX item_new$/, /^SCAN \(subquery/],
  },
  {
    name: "candidates, all",
    act: (db) => openDigests(db, clock).candidates({ since: null, perSource: 9 }),
    mayScan: [/^SCAN s\b/],
  },
  {
    name: "candidates since",
    act: (db) => openDigests(db, clock).candidates({ since: now, perSource: 9 }),
    mayScan: [/^SCAN \(subquery/],
  },
  { name: "waiting since", act: (db) => openDigests(db, clock).waiting(now), mayScan: [] },
  {
    name: "standing",
    act: (db) => openStandings(db).read(),
    // The newest that no digest has shown is looked for from the top, and is hardly ever far down.
    mayScan: [
      /^SCAN (?:source|source_count|f|s|d|delivery|m)\b/,
      /^SCAN i USING INDEX item_new_fetched$/,
      /^SCAN \(subquery-\d+\)$/,
    ],
  },
  {
    name: "what is new, by a query",
    act: (db) => openSearch(db).find(parseQuery("kind:item is:new", clock.now()), 20),
    mayScan: [/^SCAN t USING INDEX item_new$/],
  },
  {
    name: "what the address of a link means",
    act: (db) => openLinks(db).meaning("https://elsewhere.example/page?id=1", "from.md"),
    mayScan: [],
  },
  {
    // Segments are some dozens, and what changed in them is written anew before it is many.
    name: "a search by words, by a phrase and by beginnings",
    act: (db) => {
      const draft = new SegmentDraft();
      draft.add(1, { title: "third space", body: "of the trust" });
      openSegmentWriter(db).add("item", draft);
      for (const words of ["trust -office is:new", '"third space" since:7d', "thi* tru*", "kind:note -trust"])
        openSearch(db).find(parseQuery(words, clock.now()), 20);
    },
    mayScan: [
      /^SCAN (?:search_segment|search_gone)\b/,
      /^SCAN (?:j|json_each) VIRTUAL TABLE/,
      /^SCAN t USING INDEX note_/,
      /^SCAN t$/,
    ],
  },
  {
    // Asked for all that is as far away in a chain, which may be all that was ever read and written.
    name: "a step of a trace",
    act: (db) => {
      const traces = openTraces(db);
      const ids = ["k1b2", "n1b2", "area/a.md", "a1b2", "d1b2", "d1b2/v1", "r1b2", "f1b2", "s1b2"];
      for (const ask of [traces.edgesFrom, traces.edgesTo]) ask(ids);
      for (const id of ids) traces.node(id);
    },
    // What the view gave of one thing.
    mayScan: [/^SCAN edge$/, /^SCAN \(subquery-\d+\)$/, /^SCAN json_each VIRTUAL TABLE/],
  },
  // People, their evidence and what was taken out are short; items and where they come from are not.
  {
    name: "the account of a person",
    act: (db) => openAccounts(db).of("p1"),
    mayScan: [/^SCAN (?:n|h|r|p|k|f|j|\(subquery)\b/, /^SCAN theirs\b/, /^SCAN t\b/],
  },
  { name: "what went both ways", act: (db) => openExchanges(db).list(null), mayScan: shortTables },
  { name: "what chance gives", act: (db) => openExchanges(db).ground(), mayScan: shortTables },
  { name: "reciprocity", act: (db) => openExchanges(db).reciprocity(), mayScan: shortTables },
  {
    name: "whose things are",
    act: (db) =>
      openWhose(db).receipts((["item", "note", "annotation", "feedback"] as const).map((kind) => ({ kind, ref: "x" }))),
    mayScan: shortTables,
  },
  {
    // Every item is counted once, over an index of short numbers.
    name: "the mirror",
    act: (db) => openMirrors(db).matter(null),
    mayScan: [...shortTables, /^SCAN o USING COVERING INDEX origin_cell$/, /^SCAN (?:origin_name|author_person)\b/],
  },
];
const sources = (db: Db): ReturnType<typeof openSources> => openSources(db, openIds(db), clock);
const items = (db: Db): ReturnType<typeof openItems> => openItems(db, openIds(db), clock);

for (const { name, act, mayScan } of acts) {
  test(`${name} goes by indexes`, () => {
    const plans = plansOf(act);
    assert.ok(plans.length > 0, "nothing was asked");
    const scans = plans
      .flat()
      .filter((step) => step.startsWith("SCAN") && !/^SCAN (?:CONSTANT ROW|\d+ CONSTANT)/.test(step));
    assert.deepEqual(
      scans.filter((step) => !mayScan.some((pattern) => pattern.test(step))),
      [],
    );
  });
}

test("a query without an index is seen", () => {
  const plans = plansOf((db) => db.prepare("SELECT count(*) FROM item WHERE minutes = 1").all());
  assert.deepEqual(plans, [["SCAN item"]]);
});

/** The plan of each SELECT that `act` runs on an empty store. */
function plansOf(act: (db: Db) => unknown): readonly (readonly string[])[] {
  const folder = mkdtempSync(join(tmpdir(), "pkm-plans-"));
  try {
    const file = join(folder, "pkm.db");
    openDatabase(file).close();
    const asked: string[] = [];
    const db = new Database(file, { verbose: (sql) => asked.push(String(sql)) });
    act(db);
    const selects = asked.filter((sql) => /^\s*(?:SELECT|WITH)\b/.test(sql));
    const plans = selects.map((sql) => db.prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all());
    db.close();
    return plans.map((steps) => steps.map(({ detail }) => detail));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
