// Sources in a real store: planted inert, brought to life, due by index, removed without loss.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { newFacts } from "../../src/seek/poll.ts";
import { usualSettings } from "../../src/seek/source.ts";
import { entry } from "../seek/documents.ts";
import { openSeekStore } from "./seek-store.ts";

const url = "https://a.example/feed";

test("a planted source is inert until it is revived, and undo makes it so again", () => {
  const store = openSeekStore();
  const id = store.sources.plant({ url, foundAt: null });
  assert.deepEqual(
    [store.sources.list(), store.sources.due("2030-01-01T00:00:00.000Z"), store.sources.allPolls()],
    [[], [], []],
  );
  assert.equal(store.sources.get(id).state, "dropped");
  store.changes.record("add", () =>
    store.sources.revive(id, { filter: "expert", person: null, tags: ["b", "a"], contexts: ["work"] }),
  );
  const { lastFetched, ...source } = store.sources.get(id);
  assert.equal(lastFetched, null);
  assert.deepEqual(source, {
    id,
    kind: "source",
    title: null,
    url,
    site: null,
    state: "active",
    filter: "expert",
    person: null,
    tags: ["a", "b"],
    items: 0,
    unread: 0,
    perWeek: 0,
    keptRatio: null,
    lastNew: null,
    nextDue: "2026-11-23T12:00:00.000Z",
    failingSince: null,
    error: null,
  });
  store.changes.undo(store.changes.latest()?.no ?? 0);
  assert.deepEqual(
    [store.sources.get(id).state, store.sources.get(id).tags, store.sources.list().length],
    ["dropped", [], 0],
  );
});

test("what was done with a source can be undone and done again after its server has moved it", () => {
  const store = openSeekStore();
  const id = store.sources.plant({ url, foundAt: null });
  const revived = { filter: "expert", person: null, tags: [], contexts: [] } as const;
  store.changes.record("add", () => store.sources.revive(id, revived));
  store.changes.record("edit", () => store.sources.edit(id, { url: "https://b.example/feed" }));
  assert.equal(store.sources.move(id, "https://c.example/feed"), true);
  const undo = (): void => store.changes.undo(store.changes.latest()?.no ?? 0);
  undo();
  assert.equal(store.sources.get(id).url, url, "before the edit it was there");
  store.changes.redo(store.changes.undone()?.no ?? 0);
  assert.equal(store.sources.get(id).url, "https://c.example/feed");
  undo();
  undo();
  assert.equal(store.sources.get(id).state, "dropped");
});

test("removing a source keeps its items, and undo asks it again", () => {
  const store = openSeekStore();
  const id = store.source(url);
  store.bring(id, [entry({ guid: "1", title: "One" })]);
  store.changes.record("remove", () => store.sources.drop(id));
  assert.deepEqual([store.sources.list().length, store.sources.list({ withDropped: true }).length], [0, 1]);
  assert.deepEqual(
    [store.sources.get(id).items, store.items.ofSource(id, 9).length, store.sources.nextDue()],
    [1, 1, null],
  );
  store.changes.undo(store.changes.latest()?.no ?? 0);
  assert.equal(store.sources.list().length, 1);
  assert.notEqual(store.sources.nextDue(), null);
});

test("due are those whose time has come, the longest due first", () => {
  const store = openSeekStore();
  const now = store.clock.now().toISOString();
  const due = (at: string | null): string => {
    const id = store.source(`https://${at}.example/`);
    store.sources.setFacts(id, { ...newFacts(now), nextDue: at });
    return id;
  };
  const late = due("2026-11-23T11:00:00.000Z");
  const later = due("2026-11-22T11:00:00.000Z");
  due("2026-11-23T12:00:00.001Z");
  due(null);
  const exact = due(now);
  assert.deepEqual(
    store.sources.due(now).map(({ id }) => id),
    [later, late, exact],
  );
  assert.equal(store.sources.nextDue(), "2026-11-22T11:00:00.000Z");
  const plan = store.db
    .prepare("EXPLAIN QUERY PLAN SELECT 1 FROM source_feed f WHERE (f.next_due <= ? OR f.next_due > ?)")
    .all("a", "b");
  assert.match(JSON.stringify(plan), /source_due/);
});

test("facts read back as they were written, each in its place", () => {
  const store = openSeekStore();
  const id = store.source(url);
  const facts = {
    title: "title",
    site: "site",
    etag: "etag",
    lastModified: "last modified",
    bodyHash: "body hash",
    ttlMinutes: 60,
    gapMinutes: 90,
    skipHours: 3,
    skipDays: 65,
    asked: "asked",
    fetched: "fetched",
    lastNew: "last new",
    nextDue: "next due",
    notBefore: "not before",
    movedTo: "moved to",
    gone: "gone",
    failingSince: "failing since",
    failures: 3,
    errorCode: "error code",
    errorMessage: "error message",
  };
  store.sources.setFacts(id, facts);
  assert.deepEqual(store.sources.polls([id]), [{ id, url, foundAt: null, settings: usualSettings, facts }]);
});

test("rhythm and kept share are counted from what there is", () => {
  const store = openSeekStore();
  const id = store.source(url);
  const on = (day: string): Parameters<typeof entry>[0] => ({
    guid: day,
    title: day,
    published: `2026-${day}T00:00:00.000Z`,
  });
  store.bring(
    id,
    ["11-22", "11-20", "11-10", "11-01", "10-01", "09-01"].map((day) => entry(on(day))),
  );
  assert.deepEqual([store.sources.get(id).perWeek, store.sources.get(id).keptRatio], [1, null]);
  const [first, second, third] = store.items.newest(3);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  store.items.mark(first.id, "kept");
  store.items.mark(second.id, "dropped");
  store.items.mark(third.id, "read");
  assert.deepEqual([store.sources.get(id).keptRatio, store.sources.get(id).unread], [0.333, 3]);
});

test("a source without news for 90 days is quiet, a name and password are never shown", () => {
  const store = openSeekStore();
  const id = store.source("https://me:secret@a.example/feed");
  assert.equal(store.sources.get(id).url, "https://a.example/feed");
  assert.equal(store.sources.polls([id])[0]?.url, "https://me:secret@a.example/feed");
  assert.equal(store.sources.get(id).state, "active");
  store.clock.pass(91 * 24 * 60);
  assert.equal(store.sources.get(id).state, "quiet");
});

test("an address is given to one source only, and an unknown id is said to be one", () => {
  const store = openSeekStore();
  const id = store.source(url);
  const other = store.source("https://b.example/feed");
  assert.equal(store.sources.move(other, url), false);
  assert.equal(store.sources.move(other, "https://c.example/feed"), true);
  assert.deepEqual([store.sources.idOf(url), store.sources.idOf("https://c.example/feed")], [id, other]);
  assert.throws(
    () => store.sources.get("s0none"),
    (thrown) => thrown instanceof PkmError && thrown.kind === "not-found",
  );
});
