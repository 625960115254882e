// What a removed source leaves unread: it waits on where a living source brings it too, and goes back when its own does.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openDigests } from "../../src/store/digests.ts";
import { openEchoes } from "../../src/store/echoes.ts";
import { openStandings } from "../../src/store/standing.ts";
import { entry } from "../seek/documents.ts";
import { openSeekStore, type SeekStore } from "./seek-store.ts";

interface Bench extends SeekStore {
  /** A living source of that name. */
  site(name: string): string;
  /** Lets the source bring the pages of these names. */
  tell(source: string, ...pages: readonly string[]): void;
  item(page: string): string;
  remove(source: string): void;
  undo(): void;
  /** As seek add does with what is there. */
  revive(source: string): void;
  /** "page source" for each item that a digest chooses from, after every figure was held against these. */
  waiting(): readonly string[];
}

function openBench(): Bench {
  const store = openSeekStore();
  const digests = openDigests(store.db, store.clock);
  const link = (page: string): string => `https://pages.example/${page}`;
  const item = store.db.prepare<[string], string>("SELECT id FROM item WHERE url = ?").pluck();
  return {
    ...store,
    site: (name) => store.source(`https://${name}.example/feed`),
    tell: (source, ...pages) =>
      void store.bring(
        source,
        pages.map((page) => entry({ guid: `${source} ${page}`, title: page, link: link(page), text: page })),
      ),
    item: (page) => item.get(link(page)) ?? "",
    remove: (source) => store.changes.record("remove", () => store.sources.drop(source)),
    undo: () => store.changes.undo(store.changes.latest()?.no ?? 0),
    revive: (source) =>
      store.changes.record("add", () =>
        store.sources.revive(source, { filter: "naive", person: null, tags: [], contexts: [] }),
      ),
    waiting() {
      const found = digests.candidates({ since: null, perSource: 99 });
      const names = found.map(({ id, source }) => `${store.items.get(id).title} ${source}`);
      const since = "2000-01-01T00:00:00.000Z";
      const { standing, around } = openStandings(store.db).read();
      assert.deepEqual(
        [digests.waiting(null), digests.waiting(since), digests.candidates({ since, perSource: 99 }).length],
        [names.length, names.length, names.length],
      );
      assert.deepEqual([standing.seek.waiting, around.hasNews], [names.length, names.length > 0]);
      const counted = "SELECT count(*) FROM item i WHERE i.source = c.source AND i.is_new = 1";
      const wrong = store.db.prepare(`SELECT source FROM source_count c WHERE waiting <> (${counted})`).all();
      assert.deepEqual(wrong, []);
      return names.toSorted();
    },
  };
}

test("what another living source brings too waits on as that one's, and goes back with undo", () => {
  const bench = openBench();
  const [own, other] = [bench.site("own"), bench.site("other")];
  bench.tell(own, "alone", "both");
  bench.tell(other, "both", "theirs");
  const before = bench.waiting();
  assert.deepEqual(before, [`alone ${own}`, `both ${own}`, `theirs ${other}`].toSorted());
  bench.remove(own);
  assert.deepEqual(bench.waiting(), [`both ${other}`, `theirs ${other}`].toSorted());
  assert.deepEqual(bench.items.get(bench.item("both")).via.toSorted(), [own, other].toSorted());
  bench.undo();
  assert.deepEqual(bench.waiting(), before);
});

test("it waits too where the other source brings it, or comes back, only after its own was removed", () => {
  const bench = openBench();
  const [own, late, back] = [bench.site("own"), bench.site("late"), bench.site("back")];
  bench.tell(own, "one", "two");
  bench.tell(back, "two");
  bench.remove(back);
  bench.remove(own);
  assert.deepEqual(bench.waiting(), []);
  bench.tell(late, "one");
  assert.deepEqual(bench.waiting(), [`one ${late}`]);
  bench.revive(back);
  assert.deepEqual(bench.waiting(), [`one ${late}`, `two ${back}`].toSorted());
});

test("what waits again, unread or muted no more, waits where it is still brought", () => {
  const bench = openBench();
  const [own, other] = [bench.site("own"), bench.site("other")];
  bench.tell(own, "read", "quiet");
  bench.tell(other, "read", "quiet");
  bench.changes.record("read", () => bench.items.mark(bench.item("read"), "read"));
  bench.db.exec("INSERT INTO rule (no, how, query, created) VALUES (1, 'mute', 'quiet', '2026-11-23')");
  bench.db.prepare("INSERT INTO rule_item (item, rule, how) VALUES (?, 1, 'mute')").run(bench.item("quiet"));
  bench.remove(own);
  assert.deepEqual(bench.waiting(), []);
  bench.changes.record("unread", () => bench.items.unmark(bench.item("read"), "read"));
  bench.db.exec("UPDATE rule SET dropped = '2026-11-24' WHERE no = 1");
  assert.deepEqual(bench.waiting(), [`quiet ${other}`, `read ${other}`]);
});

test("from heir to heir it goes back to its own source alone, and not at all where its site took it over", () => {
  const bench = openBench();
  const [own, second, third] = [bench.site("own"), bench.site("second"), bench.site("third")];
  for (const source of [own, second, third]) bench.tell(source, "one", "two");
  bench.remove(own);
  bench.remove(second);
  assert.deepEqual(bench.waiting(), [`one ${third}`, `two ${third}`]);
  bench.undo();
  assert.deepEqual(bench.waiting(), [`one ${third}`, `two ${third}`], "an heir has no claim on it");
  const site = bench.source("https://pages.example/feed");
  bench.tell(site, "two");
  bench.revive(own);
  assert.deepEqual(bench.waiting(), [`one ${own}`, `two ${site}`].toSorted());
});

test("a story whose first telling lies in a removed source is told by who tells it still", () => {
  const bench = openBench();
  const echoes = openEchoes(bench.db);
  const story = Array.from({ length: 120 }, (_, at) => `word${at}`).join(" ");
  const tell = (name: string, day: number): string => {
    const source = bench.site(name);
    const published = `2026-11-0${day}T00:00:00.000Z`;
    bench.bring(source, [entry({ guid: "1", title: name, link: `https://${name}.example/1`, text: story, published })]);
    return source;
  };
  const first = tell("first", 1);
  const second = tell("second", 2);
  echoes.catchUp(99);
  const { db, clock } = bench;
  const waiting = (): readonly string[] =>
    openDigests(db, clock)
      .candidates({ since: null, perSource: 9 })
      .map(({ source }) => source);
  assert.deepEqual(waiting(), [first]);
  bench.remove(first);
  assert.deepEqual([waiting(), openDigests(db, clock).waiting(null)], [[second], 1]);
});

test("who inherits is looked up, however many sources and items there are", () => {
  const { db } = openBench();
  const wheres = ["source = ?", "item_no = ?", "item_no IN (SELECT item_no FROM brought WHERE source = ?)"];
  for (const where of wheres) {
    const plan = JSON.stringify(db.prepare(`EXPLAIN QUERY PLAN SELECT * FROM orphan WHERE ${where}`).all("x"));
    assert.match(plan, /SEARCH i /);
    assert.doesNotMatch(plan, /SCAN/, where);
  }
});

test("whatever sources bring, lose and get back, an item waits exactly where a living one brings it", () => {
  const [sources, pages] = [3, 3];
  const step = fc.record({
    act: fc.constantFrom("tell", "remove", "revive", "read", "unread", "undo"),
    source: fc.nat(sources - 1),
    page: fc.nat(pages - 1),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const bench = openBench();
      const ids = Array.from({ length: sources }, (_, at) => bench.site(`site${at}`));
      const brought = new Set<string>();
      const isAlive = (id: string): boolean => bench.sources.get(id).state !== "dropped";
      const isThere = (page: number): boolean => bench.item(`page${page}`) !== "";
      for (const { act, source, page } of steps) {
        const id = ids[source] ?? "";
        if (act === "tell" && isAlive(id)) {
          bench.tell(id, `page${page}`);
          brought.add(`page${page} ${id}`);
        }
        if (act === "remove") bench.remove(id);
        if (act === "revive" && !isAlive(id)) bench.revive(id);
        if (act === "read" && isThere(page))
          bench.changes.record("read", () => bench.items.mark(bench.item(`page${page}`), "read"));
        if (act === "unread" && isThere(page))
          bench.changes.record("unread", () => bench.items.unmark(bench.item(`page${page}`), "read"));
        // Not what made the sources: what they have brought stays, and they are then planted.
        if (act === "undo" && (bench.changes.latest()?.no ?? 0) > sources) bench.undo();
        const due = Array.from({ length: pages }, (_, at) => `page${at}`).filter((name) => {
          const isRead = bench.db.prepare("SELECT 1 FROM item_mark WHERE item = ?").get(bench.item(name)) !== undefined;
          return !isRead && ids.some((each) => isAlive(each) && brought.has(`${name} ${each}`));
        });
        const waiting = bench.waiting().map((line) => line.split(" "));
        assert.deepEqual(
          waiting.map(([name]) => name),
          due,
        );
        for (const [name, of = ""] of waiting)
          assert.ok(isAlive(of) && brought.has(`${name} ${of}`), `${name} of ${of}`);
      }
    }),
    { numRuns: 150 },
  );
});
