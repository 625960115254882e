// Refresh over real servers and a real store: what servers do, and what stays untouched by it.
import assert from "node:assert/strict";
import type { ServerResponse } from "node:http";
import { test } from "node:test";
import { readFeed } from "../../src/formats/read-feed.ts";
import { outcomeOf, refresh } from "../../src/seek/refresh.ts";
import { openStore } from "../../src/store/store.ts";
import { serveBytes } from "../net/loopback.ts";
import { rss, stories } from "./documents.ts";
import { openFlow, status, withEtag, type Flow } from "./flow.ts";

function titles({ store }: Flow, source: string): readonly (string | null)[] {
  return store.items.ofSource(source, 1000).map(({ title }) => title);
}

test("a second seek right after the first asks nobody; when due a 304 changes nothing", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", withEtag(rss("a", stories("a", 3))));
  const { source } = await flow.add("/a");
  assert.deepEqual(flow.asked, ["/a"]);
  const first = await flow.seek();
  assert.deepEqual([first.due, flow.asked.length], [0, 1]);
  // Stories come a day apart: half of that, and up to a tenth more.
  assert.ok((first.retryAt ?? "") >= "2026-11-24T00:00:00.000Z" && (first.retryAt ?? "") <= "2026-11-24T01:12:00.000Z");
  flow.clock.pass(1440);
  const before = flow.store.items.ofSource(source, 10);
  const second = await flow.seek();
  assert.deepEqual([second.due, second.unchanged, second.fetched, second.new], [1, 1, 0, 0]);
  assert.deepEqual(flow.store.items.ofSource(source, 10), before);
  assert.equal(flow.store.sources.get(source).lastFetched, "2026-11-24T12:00:00.000Z");
});

test("the same bytes without a validator are not read again, new ones are", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 2)));
  const { source } = await flow.add("/a");
  flow.clock.pass(1440);
  const same = await flow.seek();
  assert.deepEqual([same.unchanged, same.fetched], [1, 0]);
  const [newest, ...older] = stories("a", 3);
  assert.ok(newest !== undefined);
  const fresh = { ...newest, title: "a story new", guid: "a-new", link: "https://a.example/new" };
  flow.routes.set(
    "/a",
    rss("a", [fresh, newest, ...older.map((story, at) => (at === 0 ? { ...story, html: "Rewritten." } : story))]),
  );
  flow.clock.pass(1440);
  const changed = await flow.seek();
  assert.deepEqual([changed.fetched, changed.new, changed.updated, changed.merged], [1, 2, 1, 0]);
  assert.equal(titles(flow, source).length, 4);
  const rewritten = flow.store.items.ofSource(source, 10).find(({ guid }) => guid === "a-1");
  assert.ok(rewritten !== undefined);
  assert.equal(rewritten.versions, 2);
  assert.equal(flow.store.items.body(rewritten.id).text, "Rewritten.");
  assert.match(flow.store.items.body(rewritten.id, 1).text ?? "", /story 1/);
  assert.deepEqual(
    flow.store.items.versions(rewritten.id).map(({ n }) => n),
    [1, 2],
  );
});

test("no answer removes an item or makes it unread again", async (t) => {
  const flow = await openFlow(t);
  const whole = rss("a", stories("a", 4));
  flow.routes.set("/a", whole);
  const { source } = await flow.add("/a");
  const [read] = flow.store.items.ofSource(source, 1);
  assert.ok(read !== undefined);
  flow.store.changes.record("read", () => flow.store.items.mark(read.id, "read"));
  const before = flow.store.items.ofSource(source, 10);
  const answers: readonly (readonly [string, Parameters<Flow["routes"]["set"]>[1], string | null])[] = [
    ["404", status(404), "not-found"],
    ["500", status(500), "server-error"],
    ["empty", "", "no-feed"],
    ["an empty feed", rss("a", []), null],
    ["a page", "<!doctype html><html><title>x</title></html>", "no-feed"],
    ["cut short", whole.slice(0, whole.indexOf("story 2")), null],
    ["back", whole, null],
    ["410", status(410), "gone"],
  ];
  for (const [name, route, code] of answers) {
    flow.routes.set("/a", route);
    flow.clock.pass(60 * 25);
    const refreshed = await flow.seek();
    assert.equal(refreshed.due, 1, name);
    assert.equal(refreshed.broken[0]?.code ?? null, code, name);
    assert.deepEqual(flow.store.items.ofSource(source, 10), before, name);
    assert.equal(flow.store.sources.get(source).unread, 3, name);
  }
  assert.equal(answers.length, 8);
  flow.clock.pass(60 * 24 * 365);
  assert.equal((await flow.seek()).due, 0, "a feed that is gone is not asked again");
  assert.deepEqual((({ state, nextDue }) => [state, nextDue])(flow.store.sources.get(source)), ["gone", null]);
});

test("a document that was cut short is asked for whole the next time", async (t) => {
  const flow = await openFlow(t);
  const whole = rss("a", stories("a", 3));
  flow.routes.set("/a", (_request, response) => {
    response.setHeader("etag", '"1"');
    response.end(whole.slice(0, whole.indexOf("story 2")));
  });
  const added = await flow.add("/a");
  assert.equal(added.isCutShort, true);
  flow.routes.set("/a", withEtag(whole));
  flow.clock.pass(1440);
  const refreshed = await flow.seek();
  assert.equal(refreshed.fetched, 1);
  assert.equal(titles(flow, added.source).filter((title) => title === "a story 2").length, 1);
});

test("a feed without its closing tags is read to its last story", async (t) => {
  const flow = await openFlow(t);
  const unclosed = rss("a", stories("a", 3)).replace("</channel></rss>", "");
  flow.routes.set("/a", unclosed);
  assert.equal((await flow.add("/a")).new, 3);
  flow.routes.set("/b", rss("b", stories("b", 3)).replace(/<\/description><\/item><\/channel><\/rss>$/, ""));
  const half = await flow.add("/b");
  assert.deepEqual([half.isCutShort, half.new], [true, 2]);
});

test("the same story from two sources is one item with two arrivals", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 3)));
  flow.routes.set(
    "/planet",
    rss("planet", [...stories("planet", 1), ...stories("a", 2).map((story) => ({ ...story, html: "Stolen words." }))]),
  );
  const { source } = await flow.add("/a");
  const planet = await flow.add("/planet");
  assert.equal(planet.new, 1);
  assert.equal(planet.items, 3);
  const shared = flow.store.items.ofSource(source, 10).filter(({ via }) => via.length === 2);
  assert.deepEqual(
    shared.map(({ via, versions }) => [...via, versions]),
    [
      [source, planet.source, 1],
      [source, planet.source, 1],
    ],
  );
  assert.match(flow.store.items.body(shared[0]?.id ?? "").text ?? "", /What a says/);
});

test("one hundred feeds: the bad ones are named, the others unharmed", async (t) => {
  const flow = await openFlow(t);
  const closed = await serveBytes(t, "");
  const names = Array.from({ length: 100 }, (_, at) => `f${at}`);
  for (const name of names) flow.routes.set(`/${name}`, rss(name, stories(name, 2)));
  for (const name of names) await flow.add(`/${name}`);
  const bad = new Map<string, Parameters<Flow["routes"]["set"]>[1]>([
    ["/f1", status(404)],
    ["/f2", status(410)],
    ["/f3", "<!doctype html><html><body>parked</body></html>"],
    ["/f4", status(302, { location: `http://127.0.0.1:${closed.port}/` })],
    ["/f5", status(302, { location: "/f5" })],
    ["/f6", (_request, response) => response.destroy()],
    ["/f7", status(503)],
  ]);
  for (const name of names) flow.routes.set(`/${name}`, bad.get(`/${name}`) ?? rss(name, stories(name, 3)));
  flow.clock.pass(1440);
  const progress: number[] = [];
  const refreshed = await flow.seek({ onProgress: ({ done }) => progress.push(done) });
  assert.deepEqual([refreshed.due, refreshed.fetched, refreshed.new, refreshed.broken.length], [100, 93, 93, bad.size]);
  assert.deepEqual(refreshed.broken.map(({ url }) => new URL(url).pathname).toSorted(), [...bad.keys()].toSorted());
  for (const { error, hint } of refreshed.broken) assert.ok(error !== "" && hint.startsWith("pkm seek "));
  assert.deepEqual(
    progress,
    names.map((_, at) => at + 1),
  );
  assert.equal(outcomeOf(refreshed), "partial");
  assert.equal(flow.store.sources.list().filter(({ items }) => items === 3).length, 93);
});

test("when it is interrupted, what is finished is stored and nothing more is written or asked", async (t) => {
  const flow = await openFlow(t);
  const names = ["a", "b", "c", "d"];
  for (const name of names) flow.routes.set(`/${name}`, rss(name, stories(name, 1)));
  for (const name of names) await flow.add(`/${name}`);
  for (const name of names) flow.routes.set(`/${name}`, rss(name, stories(name, 2)));
  flow.clock.pass(1440);
  flow.asked.length = 0;
  const stop = new AbortController();
  const refreshed = await flow.seek({
    concurrency: 1,
    signal: stop.signal,
    onProgress: ({ done }) => done === 2 && stop.abort(),
  });
  assert.deepEqual([refreshed.due, refreshed.new, flow.asked.length], [2, 2, 2]);
  const again = openStore(flow.storeFile, flow.clock);
  t.after(() => again.close());
  assert.equal(again.sources.list().filter(({ items }) => items === 2).length, 2);
  assert.equal((await flow.seek()).due, 2);
});

test("an answer that comes after the interruption is not written", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  flow.routes.set("/b", rss("b", stories("b", 1)));
  await flow.add("/a");
  const slow = await flow.add("/b");
  const stop = new AbortController();
  const held: ServerResponse[] = [];
  const answered = Promise.withResolvers<void>();
  flow.routes.set("/a", async (_request, response) => {
    await answered.promise;
    response.end(rss("a", stories("a", 2)));
  });
  flow.routes.set("/b", (_request, response) => {
    held.push(response);
    answered.resolve();
  });
  flow.clock.pass(1440);
  const refreshed = await flow.seek({
    signal: stop.signal,
    onProgress() {
      stop.abort();
      for (const response of held) response.end(rss("b", stories("b", 2)));
    },
  });
  assert.deepEqual([refreshed.due, refreshed.new, held.length], [1, 1, 1]);
  assert.equal(flow.store.sources.get(slow.source).items, 1);
});

test("two refreshes at once over one store bring nothing twice", async (t) => {
  const flow = await openFlow(t);
  const names = ["a", "b", "c", "d", "e"];
  for (const name of names) flow.routes.set(`/${name}`, rss(name, stories(name, 1)));
  for (const name of names) await flow.add(`/${name}`);
  for (const name of names) flow.routes.set(`/${name}`, rss(name, stories(name, 4)));
  flow.clock.pass(1440);
  const other = openStore(flow.storeFile, flow.clock);
  t.after(() => other.close());
  const polls = flow.store.sources.due(flow.clock.now().toISOString());
  const ports = { web: flow.web, reader: () => Promise.resolve(readFeed), clock: flow.clock };
  const both = await Promise.all([
    refresh(polls, { ...ports, store: flow.store }),
    refresh(polls, { ...ports, store: other }),
  ]);
  assert.deepEqual([both[0].new + both[1].new, both[0].broken, both[1].broken], [15, [], []]);
  assert.deepEqual(
    other.sources.list().map(({ items, unread }) => [items, unread]),
    names.map(() => [4, 4]),
  );
});

test("a feed that the store will not take is named, and the others of its batch are taken", async (t) => {
  const flow = await openFlow(t);
  for (const name of ["a", "b", "c"]) {
    flow.routes.set(`/${name}`, rss(name, stories(name, 1)));
    await flow.add(`/${name}`);
    flow.routes.set(`/${name}`, rss(name, stories(name, 2)));
  }
  flow.clock.pass(3000);
  const broken: typeof readFeed = (bytes, origin) => {
    const feed = readFeed(bytes, origin);
    // A number that is no whole one does not fit its column.
    return feed.format !== null && origin.baseUrl?.endsWith("/b") === true ? { ...feed, ttlMinutes: 0.5 } : feed;
  };
  const polls = flow.store.sources.allPolls();
  const ports = { web: flow.web, reader: () => Promise.resolve(broken), store: flow.store, clock: flow.clock };
  const told = await refresh(polls, ports);
  assert.deepEqual(
    told.broken.map(({ url, code }) => [url.at(-1), code]),
    [["b", "unreadable"]],
  );
  assert.match(told.broken[0]?.error ?? "", /could not be stored/);
  assert.equal(told.new, 2);
});
