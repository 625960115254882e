// Deciding: the same feed changes nothing, another source only adds arrivals, and what is missing is left alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decide, sortedAt, takeNewest, tallyOf, type Intent, type Known } from "../../src/seek/decide.ts";
import type { FeedEntry } from "../../src/seek/feed.ts";
import { nameEntries, type SourceName } from "../../src/seek/identity.ts";
import { entry, feed } from "./documents.ts";
import { emptyMemory, remember, type Memory } from "./memory.ts";

const now = "2026-11-23T12:00:00.000Z";
const mine: SourceName = { id: "s1", url: "https://blog.example/feed" };
const theirs: SourceName = { id: "s2", url: "https://planet.example/feed" };
const nothing: Known = { arrivals: [], items: [], alike: [] };

function intents(entries: readonly FeedEntry[], memory: Memory = emptyMemory(), source = mine): readonly Intent[] {
  return decide({ entries: nameEntries(feed(entries), source), known: memory.knownOf(source), source, now });
}

const link = fc.constantFrom(
  null,
  "https://blog.example/",
  "https://blog.example/a",
  "https://blog.example/b",
  "https://x.example/c",
);
const guid = fc.constantFrom(null, "1", "2", "3");
const title = fc.constantFrom(null, "One", "Two");
const published = fc.constantFrom(null, "2026-11-01T00:00:00.000Z", "2027-01-01T00:00:00.000Z");
const html = fc.constantFrom(null, "<p>a</p>", "<p>b</p>");
const entriesOf = fc.array(fc.record({ link, guid, title, published, html }).map(entry), { maxLength: 6 });

test("the same feed twice writes nothing the second time", () => {
  fc.assert(
    fc.property(entriesOf, (entries) => {
      const memory = emptyMemory();
      const first = intents(entries, memory);
      assert.equal(first.length, nameEntries(feed(entries), mine).length);
      remember(memory, mine, first);
      assert.deepEqual(intents(entries, memory), []);
    }),
    { numRuns: 500 },
  );
});

test("the order of the entries makes no difference to what is written", () => {
  const mixed = entriesOf.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  );
  const text = (list: readonly Intent[]): readonly string[] => list.map((intent) => JSON.stringify(intent)).toSorted();
  fc.assert(
    fc.property(mixed, ([list, other]) => assert.deepEqual(text(intents(other)), text(intents(list)))),
    { numRuns: 300 },
  );
});

test("a second source adds arrivals and items of its own, and never a version", () => {
  fc.assert(
    fc.property(entriesOf, entriesOf, (first, second) => {
      const memory = emptyMemory();
      remember(memory, mine, intents(first, memory));
      const before = memory.contents();
      const theirIntents = intents(second, memory, theirs);
      remember(memory, theirs, theirIntents);
      for (const intent of theirIntents) assert.notEqual(intent.kind, "version");
      for (const [item, content] of before) assert.equal(memory.contents().get(item), content);
      assert.deepEqual(intents(second, memory, theirs), []);
      assert.deepEqual(intents(first, memory), []);
    }),
    { numRuns: 500 },
  );
});

test("an entry that is missing writes nothing", () => {
  const memory = emptyMemory();
  const entries = [entry({ guid: "1", title: "One" }), entry({ guid: "2", title: "Two" })];
  remember(memory, mine, intents(entries, memory));
  assert.deepEqual(intents(entries.slice(1), memory), []);
  assert.deepEqual(intents([], memory), []);
});

test("changed words are a version, changed mark-up is not", () => {
  const memory = emptyMemory();
  const said = { guid: "1", title: "One", link: "https://blog.example/1" };
  remember(memory, mine, intents([entry({ ...said, html: "<p>a b</p>", text: "a b" })], memory));
  const kinds = (given: Partial<FeedEntry>): readonly string[] =>
    intents([entry({ ...said, ...given })], memory).map(({ kind }) => kind);
  assert.deepEqual(kinds({ html: "<p>a b</p><img src=x>", text: "a  b\n" }), ["touched"]);
  assert.deepEqual(kinds({ html: "<p>a c</p>", text: "a c" }), ["version"]);
  assert.deepEqual(kinds({ html: "<p>a b</p>", text: "a b", title: "Two" }), ["version"]);
  const enclosures = [{ url: "https://blog.example/1.mp3", type: null, bytes: null }];
  assert.deepEqual(kinds({ html: "<p>a b</p>", text: "a b", enclosures }), ["version"]);
});

test("one address for many stories over time: the guid tells them apart, unless the story is the same", () => {
  const memory = emptyMemory();
  const page = "https://blog.example/changes";
  const at = (day: number): string => `2026-11-0${day}T00:00:00.000Z`;
  remember(memory, mine, intents([entry({ guid: "1", title: "1.0", link: page, published: at(1) })], memory));
  const second = intents([entry({ guid: "2", title: "1.1", link: page, published: at(2) })], memory);
  assert.deepEqual(
    second.map((intent) => [intent.kind, intent.kind === "new" ? intent.key : ""]),
    [["new", `${mine.url}\n2`]],
  );
  remember(memory, mine, second);
  const renamed = intents([entry({ guid: "one", title: "1.0", link: page, published: at(1) })], memory);
  assert.deepEqual(
    renamed.map(({ kind }) => kind),
    ["arrival"],
  );
  assert.equal(tallyOf(renamed).merged, 0);
});

test("a link that changes under one guid stays one item", () => {
  const memory = emptyMemory();
  remember(memory, mine, intents([entry({ guid: "1", title: "One", link: "https://blog.example/draft" })], memory));
  const again = intents([entry({ guid: "1", title: "One", link: "https://blog.example/one" })], memory);
  assert.deepEqual(
    again.map(({ kind }) => kind),
    ["touched"],
  );
});

test("a feed that changes its guids and addresses gives its old stories under new names", () => {
  const memory = emptyMemory();
  const at = "2026-11-01T00:00:00.000Z";
  const old = entry({ guid: "1", title: "One", link: "https://blog.example/?p=1", published: at });
  remember(memory, mine, intents([old], memory));
  const moved = entry({ guid: "one", title: "One", link: "https://blog.example/one", published: at });
  const kinds = (...entries: readonly FeedEntry[]): readonly string[] =>
    intents(entries, memory).map(({ kind }) => kind);
  assert.deepEqual(kinds(moved), ["arrival"]);
  assert.deepEqual(kinds(moved, old), ["new"], "both are there: they are two stories");
  assert.deepEqual(kinds(moved, entry({ ...moved, guid: "uno", link: "https://blog.example/uno" })), ["new", "new"]);
  assert.deepEqual(kinds(entry({ ...moved, title: "Two" })), ["new"]);
  assert.deepEqual(kinds(entry({ ...moved, published: "2026-11-02T00:00:00.000Z" })), ["new"]);
  assert.deepEqual(kinds(entry({ ...moved, published: null })), ["new"]);
});

test("the site that a page lies on takes its item over from whoever named it first", () => {
  const page = "https://www.blog.example/1";
  const forged = [entry({ guid: "x", title: "Forged", link: page, text: "buy" })];
  const own = [entry({ guid: "1", title: "Mine", link: page, text: "what I think" })];
  for (const owner of [mine, { id: "s3", url: "https://proxy.example/blog", foundAt: "https://blog.example/about" }]) {
    const memory = emptyMemory();
    remember(memory, theirs, intents(forged, memory, theirs));
    const [taken] = intents(own, memory, owner);
    assert.ok(taken?.kind === "takeover" && taken.isChanged);
    assert.equal(tallyOf([taken]).merged, 1);
    remember(memory, owner, [taken]);
    assert.deepEqual(memory.titles(), ["Mine"]);
    const louder = intents([entry({ ...forged[0], title: "Forged again" })], memory, theirs);
    assert.deepEqual(
      louder.map(({ kind }) => kind),
      ["seen"],
    );
    const better = intents([entry({ ...own[0], text: "what I think now" })], memory, owner);
    assert.deepEqual(
      better.map(({ kind }) => kind),
      ["version"],
    );
  }
});

test("a feed that claims a page afterwards, or only says that it is its own, never takes it over", () => {
  const page = "https://users.example.org/1";
  const own: SourceName = { id: "s1", url: "https://users.example.org/feed" };
  const claimants = [
    "https://planet.example/feed",
    "https://evil.users.example.org/feed",
    "https://users.example.org.evil.example/feed",
    "https://users.example.org:8443/feed",
    "https://users.example.org/~evil/feed",
  ];
  for (const url of claimants) {
    const memory = emptyMemory();
    remember(memory, own, intents([entry({ guid: "1", title: "Mine", link: page })], memory, own));
    const claim = intents([entry({ guid: "2", title: "Forged", link: page })], memory, { id: "s2", url });
    assert.deepEqual([claim.length, claim[0]?.kind], [1, "arrival"], url);
  }
  const blog = emptyMemory();
  const linkBlog: SourceName = { id: "s4", url: "https://links.example/feed" };
  remember(blog, linkBlog, intents([entry({ guid: "1", title: "Seen there", link: page })], blog, linkBlog));
  for (const url of claimants.slice(0, 4)) {
    const [claim] = intents([entry({ guid: "2", title: "Forged", link: page })], blog, { id: "s2", url });
    assert.equal(claim?.kind, "arrival", url);
  }
});

test("a hostile feed that names another feed's guid or page takes nothing over", () => {
  const memory = emptyMemory();
  remember(memory, mine, intents([entry({ guid: "1", title: "Mine", link: "https://blog.example/1" })], memory));
  const forged = [
    entry({ guid: "1", title: "Forged", html: "<p>buy</p>", link: "https://planet.example/1" }),
    entry({ guid: "2", title: "Forged", html: "<p>buy</p>", link: "https://blog.example/1" }),
  ];
  const written = intents(forged, memory, theirs);
  assert.deepEqual(written.map(({ kind }) => kind).toSorted(), ["arrival", "new"]);
  remember(memory, theirs, written);
  const changed = forged.map((each) => ({ ...each, html: "<p>buy more</p>" }));
  assert.deepEqual(
    intents(changed, memory, theirs)
      .map(({ kind }) => kind)
      .toSorted(),
    ["seen", "version"],
  );
  assert.equal(memory.titles().filter((each) => each === "Mine").length, 1);
});

test("dates in the future and absent ones are sorted as fetched; what was said is kept", () => {
  assert.equal(sortedAt("2026-11-01T00:00:00.000Z", now), "2026-11-01T00:00:00.000Z");
  assert.equal(sortedAt("2099-01-01T00:00:00.000Z", now), now);
  assert.equal(sortedAt(null, now), now);
  const [intent] = intents([entry({ guid: "1", published: "2099-01-01T00:00:00.000Z" })]);
  assert.ok(intent?.kind === "new");
  assert.equal(intent.content.published, "2099-01-01T00:00:00.000Z");
});

test("new items come oldest first, those of one instant in reverse of the document", () => {
  const entries = [
    entry({ guid: "a", title: "a" }),
    entry({ guid: "b", title: "b" }),
    entry({ guid: "c", title: "c", published: "2026-11-02T00:00:00.000Z" }),
    entry({ guid: "d", title: "d", published: "2026-11-01T00:00:00.000Z" }),
  ];
  assert.deepEqual(
    intents(entries).map(({ name }) => name),
    ["d", "c", "b", "a"],
  );
});

test("taking the newest lets go of the older, and counts only what waits", () => {
  const entries = [1, 2, 3, 4, 5].map((day) => entry({ guid: `${day}`, published: `2026-11-0${day}T00:00:00.000Z` }));
  const all = decide({ entries: nameEntries(feed(entries), mine), known: nothing, source: mine, now });
  const kept = (count: number | null): readonly string[] =>
    takeNewest(all, count).flatMap((intent) => (intent.kind === "new" && !intent.isLetGo ? [intent.name] : []));
  assert.deepEqual(kept(2), ["4", "5"]);
  assert.deepEqual(kept(0), []);
  assert.deepEqual(kept(9), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(kept(null), ["1", "2", "3", "4", "5"]);
  assert.deepEqual(tallyOf(takeNewest(all, 2)), { new: 2, updated: 0, merged: 0 });
});
