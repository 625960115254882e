// Rules over a real store: what is muted waits nowhere and is found all the same, and comes back whole.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PkmError } from "../../src/base/errors.ts";
import { parseQuery } from "../../src/sense/query.ts";
import type { RuleKind } from "../../src/sense/rule.ts";
import { openDigests } from "../../src/store/digests.ts";
import { openRules, type Rules } from "../../src/store/rules.ts";
import { openSearch } from "../../src/store/search/search.ts";
import { openStandings } from "../../src/store/standing.ts";
import { entry } from "../seek/documents.ts";
import { openSeekStore, type SeekStore } from "./seek-store.ts";

interface Bench extends SeekStore {
  rules: Rules;
  feed: string;
  say(guid: string, text: string): void;
  make(how: RuleKind, query: string, until?: string | null): number;
  waiting(): readonly string[];
  found(query: string): readonly string[];
}

function openBench(): Bench {
  const store = openSeekStore();
  const { db, clock, changes, items } = store;
  const search = openSearch(db);
  const rules = openRules(db, search, clock);
  const feed = store.source("https://a.example/feed");
  return {
    ...store,
    rules,
    feed,
    say: (guid, text) =>
      void store.bring(feed, [
        entry({ guid, title: guid, link: `https://a.example/${guid}`, text, published: "2026-11-01T00:00:00.000Z" }),
      ]),
    make: (how, query, until = null) =>
      changes.record(`${how} ${query}`, () => {
        const no = rules.add({ how, query, until });
        rules.catchUp();
        return no;
      }),
    waiting: () =>
      items
        .newest(100)
        .map(({ title }) => title ?? "")
        .toSorted(),
    found(query) {
      search.catchUp("wait");
      const found = search.find(parseQuery(query, clock.now()), 0);
      return items
        .some(found.map(({ ref }) => ref))
        .map(({ title }) => title ?? "")
        .toSorted();
    },
  };
}

test("a muted item is left out everywhere, found by is:muted, and comes back with the rule gone", () => {
  const bench = openBench();
  bench.say("cup", "the world cup");
  bench.say("lake", "the lake");
  const no = bench.make("mute", "world cup");
  const counts = () => {
    const digests = openDigests(bench.db, bench.clock);
    const { waiting } = openStandings(bench.db).read().standing.seek;
    const candidates = digests.candidates({ since: null, perSource: 9 }).length;
    return [bench.waiting().length, digests.waiting(null), candidates, waiting, bench.sources.get(bench.feed).unread];
  };
  assert.deepEqual([bench.waiting(), counts()], [["lake"], [1, 1, 1, 1, 1]]);
  assert.deepEqual(
    [bench.found("the"), bench.found("the is:muted"), bench.found("kind:item is:new")],
    [["lake"], ["cup"], ["lake"]],
  );
  assert.equal(
    bench.items.some(bench.items.ofSource(bench.feed, 9).map(({ id }) => id)).find(({ title }) => title === "cup")
      ?.state,
    "muted",
  );
  bench.say("final", "the world cup final");
  bench.rules.catchUp();
  assert.deepEqual(
    bench.rules.list().map(({ items }) => items),
    [2],
  );
  assert.deepEqual(counts(), [1, 1, 1, 1, 1]);
  bench.changes.record("drop", () => bench.rules.drop(no));
  assert.deepEqual(
    [bench.waiting(), counts()],
    [
      ["cup", "final", "lake"],
      [3, 3, 3, 3, 3],
    ],
  );
  const change = bench.changes.latest();
  bench.changes.undo(change?.no ?? 0);
  bench.rules.catchUp();
  assert.deepEqual(bench.waiting(), ["lake"]);
});

test("undo of a rule brings back what it held for", () => {
  const bench = openBench();
  bench.say("cup", "the world cup");
  bench.make("mute", "cup");
  assert.deepEqual(bench.waiting(), []);
  bench.changes.undo(bench.changes.latest()?.no ?? 0);
  assert.deepEqual([bench.waiting(), bench.rules.list(), bench.sources.get(bench.feed).unread], [["cup"], [], 1]);
});

test("a keep rule is the exception to every mute rule, whichever came first", () => {
  const bench = openBench();
  bench.say("cup", "the world cup");
  bench.say("final", "the cup final");
  const keep = bench.make("keep", "final");
  bench.make("mute", "cup");
  bench.make("mute", "from:a.example");
  assert.deepEqual(bench.waiting(), ["final"]);
  bench.changes.record("drop", () => bench.rules.drop(keep));
  assert.deepEqual(bench.waiting(), []);
});

test("a rule with an end holds until then; what was read or kept is never hidden", () => {
  const bench = openBench();
  bench.say("cup", "the world cup");
  bench.say("read", "the cup of last year");
  const read = bench.items.newest(9).find(({ title }) => title === "read")?.id ?? "";
  bench.items.mark(read, "kept");
  bench.make("mute", "cup", "2026-11-24T12:00:00.000Z");
  assert.deepEqual([bench.waiting(), bench.found("cup"), bench.items.get(read).state], [[], ["read"], "kept"]);
  bench.items.unmark(read, "kept");
  bench.items.unmark(read, "read");
  assert.deepEqual(bench.waiting(), []);
  bench.clock.pass(24 * 60 + 1);
  bench.rules.catchUp();
  assert.deepEqual([bench.waiting(), bench.rules.list()], [["cup", "read"], []]);
  bench.clock.pass(-24 * 60);
  bench.rules.catchUp();
  assert.deepEqual(bench.waiting(), []);
});

test("there is no rule to drop twice", () => {
  const bench = openBench();
  assert.throws(
    () => bench.rules.drop(1),
    (thrown) => thrown instanceof PkmError && thrown.kind === "not-found",
  );
});

test("whatever is muted, kept, marked, dropped and undone, an item waits exactly when nothing speaks against it", () => {
  const words = ["cup", "lake", "sea"] as const;
  const act = fc.oneof(
    fc.record({
      kind: fc.constant("rule" as const),
      how: fc.constantFrom<RuleKind>("mute", "keep"),
      word: fc.constantFrom(...words),
    }),
    fc.record({
      kind: fc.constantFrom("drop" as const, "undo" as const, "mark" as const, "unmark" as const),
      at: fc.nat(5),
    }),
    fc.record({ kind: fc.constant("say" as const), word: fc.constantFrom(...words) }),
  );
  fc.assert(
    fc.property(fc.array(act, { maxLength: 14 }), (acts) => {
      const bench = openBench();
      let count = 0;
      for (const each of acts) {
        const ids = bench.items.ofSource(bench.feed, 99).map(({ id }) => id);
        if (each.kind === "say") bench.say(`${(count += 1)}`, each.word);
        else if (each.kind === "rule") bench.make(each.how, each.word);
        else if (each.kind === "drop") {
          const rule = bench.rules.list()[each.at];
          if (rule !== undefined) bench.changes.record("drop", () => bench.rules.drop(rule.no));
        } else if (each.kind === "undo") {
          const change = bench.changes.latest();
          if (change !== null) bench.changes.undo(change.no);
        } else {
          const id = ids[each.at];
          if (id !== undefined)
            bench.changes.record(each.kind, () => bench.items[each.kind === "mark" ? "mark" : "unmark"](id, "read"));
        }
      }
      bench.rules.catchUp();
      const rules = bench.rules.list();
      for (const { id } of bench.items.ofSource(bench.feed, 99)) {
        const text = bench.items.body(id).text ?? "";
        const holds = (how: RuleKind): boolean => rules.some((rule) => rule.how === how && rule.query === text);
        const { state } = bench.items.get(id);
        const expected = state === "read" ? "read" : holds("mute") && !holds("keep") ? "muted" : "new";
        assert.equal(state, expected);
        assert.equal(
          bench.items.newest(99).some((item) => item.id === id),
          expected === "new",
        );
      }
      assert.equal(bench.sources.get(bench.feed).unread, bench.items.newest(99).length);
      bench.db.close();
    }),
    { numRuns: 60 },
  );
});
