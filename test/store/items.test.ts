// Items in a real store: what feeds bring, what the person does, and counts that always agree with the rows.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import type { FeedEntry } from "../../src/seek/feed.ts";
import { openAnnotations } from "../../src/store/annotations.ts";
import { openIds } from "../../src/store/ids.ts";
import type { Mark } from "../../src/store/items.ts";
import { openSearch } from "../../src/store/search/search.ts";
import { parseQuery } from "../../src/sense/query.ts";
import { entry } from "../seek/documents.ts";
import { openSeekStore, type SeekStore } from "./seek-store.ts";

const urls = ["https://a.example/feed", "https://b.example/feed"];

function page(name: string, given: Partial<FeedEntry> = {}): FeedEntry {
  return entry({
    guid: name,
    title: name,
    link: `https://a.example/${name}`,
    html: `<p>${name}</p>`,
    text: name,
    ...given,
  });
}

test("an item reads back as it was brought, body apart", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  const enclosures = [{ url: "https://a.example/1.mp3", type: "audio/mpeg", bytes: 123 }];
  const authors = [{ name: "Ada", email: null, url: null }];
  const published = "2026-11-01T00:00:00.000Z";
  store.bring(source, [page("one", { enclosures, authors, published, html: "<p>Grüße 😀</p>", text: "Grüße 😀" })]);
  const [item] = store.items.newest(10);
  assert.ok(item !== undefined);
  const { id, ...rest } = item;
  assert.match(id, /^k[0-9a-z]{3,5}$/);
  assert.deepEqual(rest, {
    kind: "item",
    title: "one",
    lead: null,
    url: "https://a.example/one",
    author: "Ada",
    published,
    updated: null,
    fetched: "2026-11-23T12:00:00.000Z",
    guid: "one",
    source: { id: source, title: null, url: "https://a.example/feed" },
    via: [source],
    state: "new",
    tags: [],
    contexts: [],
    people: [],
    minutes: 1,
    enclosures,
    versions: 1,
    duplicateOf: null,
  });
  assert.deepEqual(store.items.body(id), { summary: null, html: "<p>Grüße 😀</p>", text: "Grüße 😀" });
  assert.deepEqual(store.items.get(id), item);
  assert.deepEqual(store.items.some(["k0none", id]), [item]);
  for (const act of [
    () => store.items.get("k0none"),
    () => store.items.body("k0none"),
    () => store.items.body(id, 2),
  ]) {
    assert.throws(act, (thrown) => thrown instanceof PkmError && thrown.kind === "not-found");
  }
});

test("what stands beside the files of an item is kept, and comes anew with them", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  const beside = { image: null, transcript: "https://a.example/1.txt", chapters: null, persons: ["Ada (guest)"] };
  store.bring(source, [page("one", { beside, durationSeconds: 90 }), page("two")]);
  const idOf = (guid: string): string => store.items.newest(9).find((item) => item.guid === guid)?.id ?? "";
  assert.deepEqual(store.items.beside(idOf("one")), { beside, durationSeconds: 90 });
  assert.deepEqual(store.items.beside(idOf("two")), { beside: null, durationSeconds: null });
  const chapters = "https://a.example/1.json";
  const [again] = store.bring(source, [page("one", { beside: { ...beside, chapters }, durationSeconds: 90 })]);
  assert.deepEqual([again?.kind, store.items.beside(idOf("one")).beside?.chapters], ["touched", chapters]);
});

test("bodies of every shape read back as they were", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  const shapes: readonly Pick<FeedEntry, "html" | "text">[] = [
    { html: null, text: null },
    { html: "<p>a</p>", text: null },
    { html: null, text: "a" },
    { html: "<p>ä</p>", text: "ä" },
    { html: "<img>", text: "" },
    { html: "", text: "" },
    { html: `<p>${"long ".repeat(10_000)}</p>`, text: "long ".repeat(10_000) },
  ];
  store.bring(
    source,
    shapes.map((shape, at) => page(`${at}`, shape)),
  );
  const bodies = new Map(store.items.newest(10).map((item) => [item.guid, store.items.body(item.id)]));
  shapes.forEach((shape, at) => assert.deepEqual(bodies.get(`${at}`), { summary: null, ...shape }));
  assert.equal(bodies.size, shapes.length);
});

test("an item's id hangs on what it is alone, the same in every store", () => {
  const idIn = (before: number): string => {
    const store = openSeekStore();
    for (let at = 0; at < before; at += 1) store.source(`https://${at}.example/`);
    store.bring(store.source(urls[0] ?? ""), [page("one")]);
    return store.items.newest(1)[0]?.id ?? "";
  };
  assert.equal(idIn(0), idIn(7));
});

test("contexts and people come from every source that brought the item", () => {
  const store = openSeekStore();
  const [first, second] = urls.map((url) => store.source(url));
  assert.ok(first !== undefined && second !== undefined);
  store.db.exec("INSERT INTO id VALUES ('p1', 'person')");
  store.db.exec("INSERT INTO person (id, name, handles, step, since) VALUES ('p1', 'Ada', '[]', 'seen', 'now')");
  store.sources.revive(first, { filter: "naive", person: null, tags: [], contexts: ["work"] });
  store.sources.revive(second, { filter: "network", person: "p1", tags: ["x"], contexts: ["home"] });
  store.bring(first, [page("one")]);
  store.bring(second, [page("one", { guid: "other" })]);
  const [item] = store.items.newest(10);
  assert.deepEqual(
    [item?.contexts, item?.people, item?.tags, item?.via],
    [["home", "work"], ["p1"], [], [first, second]],
  );
});

test("states follow from what was done, and go back with it", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  store.bring(source, [page("one"), page("two")], 1);
  const of = (guid: string): { id: string; state: string } => {
    const found = store.items.ofSource(source, 10).find((item) => item.guid === guid);
    assert.ok(found !== undefined);
    return found;
  };
  const { id } = of("one");
  assert.deepEqual([of("one").state, of("two").state], ["new", "let-go"]);
  const marks: readonly (readonly [Mark, string])[] = [
    ["read", "read"],
    ["kept", "kept"],
    ["read", "kept"],
    ["dropped", "dropped"],
    ["kept", "kept"],
  ];
  for (const [mark, state] of marks) {
    store.changes.record(mark, () => store.items.mark(id, mark));
    assert.equal(of("one").state, state, mark);
  }
  store.items.unmark(id, "kept");
  assert.equal(of("one").state, "read");
  store.items.unmark(id, "read");
  assert.equal(of("one").state, "new");
  store.items.mark(of("two").id, "read");
  assert.equal(of("two").state, "read");
  store.items.unmark(of("two").id, "read");
  assert.equal(of("two").state, "let-go");
});

test("undo of a mark brings the item back among the new", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  store.bring(source, [page("one"), page("two")]);
  const [item] = store.items.newest(1);
  assert.ok(item !== undefined);
  store.changes.record("keep", () => store.items.mark(item.id, "kept"));
  assert.deepEqual([store.items.newest(9).length, store.items.keptWithoutNote(9).length], [1, 1]);
  store.changes.undo(store.changes.latest()?.no ?? 0);
  assert.deepEqual([store.items.newest(9).length, store.items.keptWithoutNote(9).length], [2, 0]);
  assert.equal(store.sources.get(source).unread, 2);
});

test("new and changed items are to be indexed, the others are not", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  const search = openSearch(store.db);
  const found = (words: string): readonly string[] =>
    search.find(parseQuery(words, store.clock.now()), 0).map(({ ref }) => store.items.get(ref).guid ?? "");
  store.bring(source, [page("one"), page("two")]);
  assert.deepEqual([search.catchUp("wait"), search.catchUp("wait")], [2, 0]);
  store.bring(source, [page("one"), page("two", { text: "changed", html: "<p>changed</p>" }), page("three")]);
  assert.deepEqual([search.catchUp("wait", 1), found("changed"), found("three")], [1, ["two"], []]);
  assert.deepEqual([search.catchUp("wait"), search.catchUp("wait")], [1, 0]);
  assert.deepEqual([found("changed"), found("three"), found("one")], [["two"], ["three"], ["one"]]);
});

test("an item that changes before it is indexed is indexed once, with its newest words", () => {
  const store = openSeekStore();
  const source = store.source(urls[0] ?? "");
  const search = openSearch(store.db);
  store.bring(source, [page("one", { text: "before", html: "<p>before</p>" })]);
  store.bring(source, [page("one", { text: "changed", html: "<p>changed</p>" })]);
  search.catchUp("wait");
  const hits = (words: string): number => search.find(parseQuery(words, store.clock.now()), 9).length;
  assert.deepEqual([hits("changed"), hits("before"), search.catchUp("wait")], [1, 0, 0]);
});

type Step =
  | { kind: "bring"; source: number; names: readonly string[]; takeMax: number | null }
  | { kind: "mark" | "unmark"; at: number; mark: Mark }
  | { kind: "undo" };

const name = fc.constantFrom("1", "2", "3", "4", "5");
const markOf = fc.constantFrom<Mark>("read", "kept", "dropped");
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant("bring" as const),
    source: fc.nat(1),
    names: fc.array(name, { maxLength: 4 }),
    takeMax: fc.constantFrom(null, 0, 1),
  }),
  fc.record({ kind: fc.constantFrom("mark" as const, "unmark" as const), at: fc.nat(4), mark: markOf }),
  fc.record({ kind: fc.constant("undo" as const) }),
);

const countedAfresh = `
  SELECT s.id, count(DISTINCT a.item) AS items, count(DISTINCT iif(m.item IS NULL AND i.let_go IS NULL, a.item, NULL)) AS unread,
    count(DISTINCT m.item) AS dealt, count(DISTINCT iif(m.kept IS NOT NULL, m.item, NULL)) AS kept
  FROM source s LEFT JOIN arrival a ON a.source = s.id LEFT JOIN item i ON i.id = a.item
    LEFT JOIN item_mark m ON m.item = a.item GROUP BY s.id ORDER BY s.id`;

function play(store: SeekStore, sources: readonly string[], each: Step): void {
  if (each.kind === "bring") {
    // The second round of names comes under other guids, so that one source brings an item by two names.
    const entries = each.names.map((one, at) => page(one, { guid: `${one}${at % 2}` }));
    store.bring(sources[each.source] ?? "", entries, each.takeMax);
  } else if (each.kind === "undo") {
    const latest = store.changes.latest();
    if (latest !== null && latest.summary !== "add") store.changes.undo(latest.no);
  } else {
    const item = store.items.newest(10)[each.at] ?? store.items.ofSource(sources[0] ?? "", 10)[each.at];
    if (item !== undefined) store.changes.record(each.kind, () => store.items[each.kind](item.id, each.mark));
  }
}

test("kept counts agree with the rows after any run of fetches, marks and undos", () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const store = openSeekStore();
      const sources = urls.map((url) => store.source(url));
      for (const each of steps) play(store, sources, each);
      const kept = store.db
        .prepare("SELECT source AS id, items, unread, dealt, kept FROM source_count ORDER BY source")
        .all();
      assert.deepEqual(kept, store.db.prepare(countedAfresh).all());
      const isNew = store.db.prepare("SELECT count(*) FROM item WHERE is_new = 1").pluck().get();
      const afresh =
        "SELECT count(*) FROM item i WHERE let_go IS NULL AND NOT EXISTS (SELECT 1 FROM item_mark WHERE item = i.id)";
      assert.equal(isNew, store.db.prepare(afresh).pluck().get());
      store.db.close();
    }),
    { numRuns: 100 },
  );
});

test("an item is taken over by its own site: new words, the version that was annotated stays, the first arrival too", () => {
  const { db, clock, source, bring, items } = openSeekStore();
  const [first, owner] = [source("https://links.example/feed"), source("https://blog.example/feed")];
  const link = "https://blog.example/1";
  bring(first, [entry({ guid: "x", title: "Forged", link, text: "buy" })]);
  const [item] = items.newest(1);
  const annotations = openAnnotations(db, openIds(db), clock);
  const quote = { exact: "buy", prefix: "", suffix: "" };
  annotations.add({ item: item?.id ?? "", version: 1, quote, comment: null });
  const [taken] = bring(owner, [entry({ guid: "1", title: "Mine", link, text: "what I think" })]);
  assert.equal(taken?.kind, "takeover");
  const [after] = items.newest(1);
  assert.deepEqual([after?.id, after?.title, after?.source.id, after?.guid], [item?.id, "Mine", owner, "1"]);
  assert.deepEqual([after?.via, after?.versions], [[owner, first], 2]);
  assert.equal(items.body(item?.id ?? "", 1).text, "buy");
  assert.deepEqual(
    bring(first, [entry({ guid: "x", title: "Louder", link, text: "buy" })]).map(({ kind }) => kind),
    ["seen"],
  );
  assert.equal(items.get(item?.id ?? "").title, "Mine");
});

test("what does not count is replaced in place, but never in a version that an annotation quotes", () => {
  const { db, clock, source, bring, items } = openSeekStore();
  const feedId = source("https://blog.example/feed");
  const said = (text: string) => [entry({ guid: "1", title: "One", link: "https://blog.example/1", text })];
  bring(feedId, said("A story.\n3 comments"));
  const id = items.newest(1)[0]?.id ?? "";
  bring(feedId, said("A story.\n4 comments"));
  assert.deepEqual([items.body(id).text, items.get(id).versions], ["A story.\n4 comments", 1]);
  openAnnotations(db, openIds(db), clock).add({ item: id, version: 1, quote: null, comment: "so" });
  bring(feedId, said("A story.\n5 comments"));
  assert.deepEqual([items.body(id).text, items.get(id).versions], ["A story.\n4 comments", 1]);
  bring(feedId, said("Another story.\n5 comments"));
  assert.deepEqual([items.body(id).text, items.get(id).versions], ["Another story.\n5 comments", 2]);
  assert.equal(items.body(id, 1).text, "A story.\n4 comments");
});
