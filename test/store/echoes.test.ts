// Stories told again in a real store: grouped with the origin, shown once, and found whatever the order they came in.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { openDigests } from "../../src/store/digests.ts";
import { openEchoes } from "../../src/store/echoes.ts";
import { openShelf } from "../../src/store/shelf.ts";
import { entry } from "../seek/documents.ts";
import { randomStory, retold, seeded } from "../seek/stories.ts";
import { openSeekStore } from "./seek-store.ts";

const random = seeded(3);
const story = randomStory(random, { words: 300, topic: 2 });
const copy = retold(story, { random, edits: 2 });
const other = randomStory(random, { words: 300, topic: 2 });

function openBench() {
  const store = openSeekStore();
  const echoes = openEchoes(store.db);
  const digests = openDigests(store.db, store.clock);
  return {
    ...store,
    echoes,
    digests,
    /** Brings one story to the site of that name; hands back the item. */
    tell(site: string, text: string, given: { day?: number; html?: string; guid?: string } = {}): string {
      const { day, html = null, guid = "1" } = given;
      const url = `https://${site}.example/feed`;
      const source = store.sources.idOf(url) ?? store.source(url);
      const published = day === undefined ? null : `2026-11-${String(day).padStart(2, "0")}T00:00:00.000Z`;
      store.bring(source, [
        entry({ guid, title: `${site} ${guid}`, link: `https://${site}.example/${guid}`, text, html, published }),
      ]);
      const item = store.items.ofSource(source, 99).find((each) => each.guid === guid);
      if (item === undefined) throw new Error("nothing was brought");
      return item.id;
    },
    candidates: () => digests.candidates({ since: null, perSource: 99 }).map(({ id }) => id),
  };
}

test("a story told by three sites is one candidate, the origin; another story on the topic is its own", () => {
  const bench = openBench();
  const second = bench.tell("second", copy, { day: 3 });
  const own = bench.tell("other", other, { day: 2 });
  const first = bench.tell("first", `By A. Reporter\n\n${story}`, { day: 1 });
  const third = bench.tell("third", `${story}\n\nShare this`, { day: 4 });
  assert.equal(bench.echoes.catchUp(100), 0);
  const [group, none] = bench.echoes.groups(0);
  assert.equal(none, undefined);
  assert.deepEqual([group?.origin, group?.echoes.map(({ item }) => item)], [first, [second, third]]);
  assert.ok(group?.echoes.every(({ similarity }) => similarity >= 0.8 && similarity <= 1));
  assert.deepEqual(
    [first, second, third, own].map((id) => bench.items.get(id).duplicateOf),
    [null, first, first, null],
  );
  assert.deepEqual([bench.candidates().toSorted(), bench.digests.waiting(null)], [[first, own].toSorted(), 2]);
  assert.deepEqual(
    [first, second, own].map((id) => bench.echoes.others(id)),
    [2, 2, 0],
  );
  bench.items.mark(second, "read");
  assert.deepEqual(
    [bench.candidates(), bench.digests.waiting(null)],
    [[own], 1],
    "who read one telling has read the story",
  );
});

test("a story told by more than are read stays one where an earlier telling turns up", () => {
  const bench = openBench();
  const later = Array.from({ length: 60 }, (_, at) => bench.tell(`site${at}`, story, { day: 5 }));
  const first = bench.tell("first", story, { day: 1 });
  assert.equal(bench.echoes.catchUp(100), 0);
  const [group, none] = bench.echoes.groups(0);
  assert.equal(none, undefined);
  assert.deepEqual([group?.origin, group?.echoes.length], [first, later.length]);
  assert.deepEqual(bench.candidates(), [first]);
});

test("where the origin waits no more, the first of the others stands for the story", () => {
  const bench = openBench();
  const first = bench.tell("first", story, { day: 1 });
  const second = bench.tell("second", copy, { day: 2 });
  bench.tell("third", copy, { day: 3 });
  bench.echoes.catchUp(100);
  bench.db.prepare("UPDATE item SET let_go = fetched, is_new = 0 WHERE id = ?").run(first);
  assert.deepEqual(bench.candidates(), [second]);
});

test("one source telling much the same twice tells two stories; short texts are never alike", () => {
  const bench = openBench();
  bench.tell("a", story);
  bench.tell("a", copy, { guid: "2" });
  bench.tell("b", "a few words");
  bench.tell("c", "a few words");
  bench.echoes.catchUp(100);
  assert.deepEqual([bench.echoes.groups(0), bench.candidates().length], [[], 4]);
});

test("without dates the origin is who the other links to", () => {
  const bench = openBench();
  const linking = bench.tell("linking", story, { html: `<p>${story}</p><a href="https://origin.example/1">via</a>` });
  const origin = bench.tell("origin", copy);
  bench.echoes.catchUp(100);
  assert.deepEqual(
    bench.echoes.groups(0).map((group) => [group.origin, group.echoes[0]?.item]),
    [[origin, linking]],
  );
});

test("the groups are the same in whatever order and portions the tellings come", () => {
  const tellings = [
    ["a", story, 1],
    ["b", copy, 2],
    ["c", `${story}\n\nTweet`, 3],
    ["d", other, 4],
    ["e", `${other} indeed`, 5],
  ] as const;
  const orders = fc.tuple(
    fc.shuffledSubarray([...tellings], { minLength: tellings.length }),
    fc.integer({ min: 1, max: 5 }),
  );
  fc.assert(
    fc.property(orders, ([order, portion]) => {
      const bench = openBench();
      for (const [site, text, day] of order) bench.tell(site, text, { day });
      for (let left = 1; left > 0;) left = bench.echoes.catchUp(portion);
      const named = (id: string): string => bench.items.get(id).title ?? "";
      const groups = bench.echoes
        .groups(0)
        .map(({ origin, echoes }) => [named(origin), ...echoes.map(({ item }) => named(item))]);
      assert.deepEqual(
        groups.toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1)),
        [
          ["a 1", "b 1", "c 1"],
          ["d 1", "e 1"],
        ],
      );
      bench.db.close();
    }),
    { numRuns: 25 },
  );
});

test("shelf life: what nobody read is let go, what is leaned on and what a patient source brought is not", () => {
  const bench = openBench();
  const shelf = openShelf(bench.db, bench.clock);
  const [old, kept, tagged] = ["1", "2", "3"].map((guid) => bench.tell("a", `text ${guid}`, { guid }));
  assert.ok(old !== undefined && kept !== undefined && tagged !== undefined);
  const patient = bench.tell("b", "text b");
  bench.items.mark(kept, "kept");
  bench.db.prepare("INSERT INTO tag (thing, tag, at) VALUES (?, 'x', '2026-11-23')").run(tagged);
  bench.sources.edit(bench.sources.idOf("https://b.example/feed") ?? "", { shelfDays: 0 });
  bench.clock.pass(29 * 24 * 60);
  const fresh = bench.tell("a", "text 4", { guid: "4" });
  assert.equal(shelf.letGo(30), 0);
  bench.clock.pass(2 * 24 * 60);
  assert.equal(shelf.letGo(null), 0);
  assert.equal(shelf.letGo(30), 1);
  const states = [old, kept, tagged, patient, fresh].map((id) => bench.items.get(id).state);
  assert.deepEqual(states, ["let-go", "kept", "new", "new", "new"]);
  assert.deepEqual([shelf.letGoSince(null), shelf.letGoSince(bench.clock.now().toISOString())], [1, 0]);
  assert.equal(bench.sources.get(bench.sources.idOf("https://a.example/feed") ?? "").unread, 2);
});

test("retention drops the bodies of what was let go long ago, and of nothing that is leaned on", () => {
  const bench = openBench();
  const shelf = openShelf(bench.db, bench.clock);
  const [old, cited] = ["1", "2"].map((guid) => bench.tell("a", `text ${guid}`, { guid }));
  assert.ok(old !== undefined && cited !== undefined);
  bench.clock.pass(31 * 24 * 60);
  assert.equal(shelf.letGo(30), 2);
  bench.db.prepare("INSERT INTO tag (thing, tag, at) VALUES (?, 'x', '2026-11-23')").run(cited);
  bench.clock.pass(10 * 24 * 60);
  assert.equal(shelf.empty(20), 0);
  assert.equal(shelf.empty(5), 1);
  assert.equal(shelf.empty(5), 0);
  assert.deepEqual(
    [bench.items.body(old), bench.items.body(cited).text],
    [{ summary: null, html: null, text: null }, "text 2"],
  );
  assert.equal(bench.items.get(old).title, "a 1");
});
