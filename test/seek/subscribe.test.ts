// Adding sources: what is typed, what is found, what is taken, and what is said when there is no feed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { serve } from "../net/loopback.ts";
import { rss, stories } from "./documents.ts";
import { openFlow, status, type Flow } from "./flow.ts";

/** Port 1 (tcpmux) is privileged and unused. */
const closed = "http://127.0.0.1:1/";

function pageNaming(href: string): string {
  return `<!doctype html><html><head><title>A page</title>
    <link rel="alternate" type="application/rss+xml" href="${href}"></head><body>hello</body></html>`;
}

/** What adding `path` (or the address of a closed port) throws. */
async function refusal(flow: Flow, path: string): Promise<PkmError> {
  const outcome = await flow.addTyped(path === "closed" ? closed : `${flow.origin}${path}`).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(outcome instanceof PkmError, `${path} was taken`);
  assert.deepEqual(flow.store.sources.list({ withDropped: true }), [], "nothing is left behind");
  return outcome;
}

test("the newest ten wait, the older are let go and are not new on the next refresh", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 25)));
  const added = await flow.add("/a", 10);
  assert.deepEqual([added.new, added.items, added.title, added.wasKnown], [10, 25, "a", false]);
  assert.deepEqual(
    added.newest.map(({ title }) => title),
    ["a story 0", "a story 1", "a story 2"],
  );
  assert.equal(flow.store.sources.get(added.source).unread, 10);
  flow.clock.pass(1440);
  flow.routes.set("/a", rss("a", stories("a", 26)));
  const refreshed = await flow.seek();
  assert.deepEqual([refreshed.fetched, refreshed.new], [1, 1]);
  assert.equal(flow.store.sources.get(added.source).unread, 11);
});

test("all takes every item, none takes what comes from now on", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 12)));
  flow.routes.set("/b", rss("b", stories("b", 12)));
  assert.equal((await flow.add("/a", null)).new, 12);
  assert.equal((await flow.add("/b", 0)).new, 0);
  assert.equal(flow.store.items.newest(99).length, 12);
});

test("a source that was removed and is added again brings back what nothing was done with, as at first", async (t) => {
  const flow = await openFlow(t);
  const { items, sources, shelf, changes } = flow.store;
  flow.routes.set("/a", rss("a", stories("a", 12)));
  const { source } = await flow.add("/a", 2);
  const waiting = (): number => sources.get(source).unread;
  assert.deepEqual([waiting(), (await flow.add("/a", null)).wasKnown, waiting()], [2, true, 2]);
  const [newest] = items.newest(1);
  changes.record("read", () => items.mark(newest?.id ?? "", "read"));
  sources.drop(source);
  const again = await flow.add("/a", 5);
  assert.deepEqual([again.new, again.waiting, again.letGo, waiting()], [0, 4, 0, 4], "of the newest five one was read");
  sources.drop(source);
  flow.clock.pass(60 * 1440);
  const later = await flow.add("/a", null);
  assert.deepEqual([later.new, later.waiting], [0, 11]);
  assert.deepEqual([shelf.letGo(30), waiting()], [0, 11], "its shelf life begins anew");
  flow.clock.pass(31 * 1440);
  assert.deepEqual([shelf.letGo(30), waiting()], [11, 0]);
  sources.drop(source);
  assert.equal((await flow.add("/a", 0)).waiting, 0);
});

test("what other sources brought already is not told as let go", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 3)));
  flow.routes.set("/b", rss("b", stories("a", 4)));
  await flow.add("/a", 10);
  const added = await flow.add("/b", 10);
  assert.deepEqual([added.new, added.waiting, added.letGo], [1, 4, 0]);
});

test("a page leads to the feed it names", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/", pageNaming("/posts/feed.xml"));
  flow.routes.set("/posts/feed.xml", rss("a", stories("a", 2)));
  const added = await flow.add("/");
  assert.deepEqual([added.url, added.foundAt], [`${flow.origin}/posts/feed.xml`, `${flow.origin}/`]);
  assert.equal(flow.store.sources.polls([added.source])[0]?.foundAt, `${flow.origin}/`);
  assert.deepEqual(flow.asked, ["/", "/posts/feed.xml"]);
});

test("a page can not send pkm to another private host", async (t) => {
  const flow = await openFlow(t);
  const asked: (string | undefined)[] = [];
  const inside = await serve(t, (request, response) => {
    asked.push(request.url);
    response.end(rss("inside", stories("inside", 1)));
  });
  flow.routes.set("/", pageNaming(`http://localhost:${inside.port}/secret`));
  const error = await refusal(flow, "/");
  assert.match(error.message, /localhost/);
  assert.deepEqual(asked, []);
});

test("a source that is there already is left as it is, however it is named", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/", pageNaming("/feed"));
  flow.routes.set("/feed", rss("a", stories("a", 3)));
  flow.routes.set("/old", status(301, { location: "/feed" }));
  const { source } = await flow.add("/feed");
  const before = [flow.store.sources.list(), flow.store.changes.list(10)];
  for (const path of ["/feed", "/", "/old", "/feed#top"]) {
    const again = await flow.add(path);
    assert.deepEqual([again.source, again.wasKnown, again.new], [source, true, 0], path);
  }
  assert.deepEqual([flow.store.sources.list(), flow.store.changes.list(10)], before);
});

test("undo of adding stops the source and keeps its items; adding again brings it back under its id", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 3)));
  const { source } = await flow.add("/a");
  const change = flow.store.changes.latest();
  assert.equal(change?.summary, `add the source ${source}, a`);
  flow.store.changes.undo(change?.no ?? 0);
  flow.clock.pass(60);
  assert.deepEqual([flow.store.sources.list().length, (await flow.seek()).due], [0, 0]);
  assert.equal(flow.store.items.ofSource(source, 10).length, 3);
  const again = await flow.add("/a");
  assert.deepEqual([again.source, again.wasKnown, again.new, again.items], [source, false, 0, 3]);
});

test("an address that has moved for good is stored as it is now, one that has moved for a while is not", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/feed", rss("a", stories("a", 1)));
  flow.routes.set("/b", rss("b", stories("b", 1)));
  flow.routes.set("/moved", status(301, { location: "/feed" }));
  flow.routes.set("/elsewhere", status(302, { location: "/b" }));
  assert.equal((await flow.add("/moved")).url, `${flow.origin}/feed`);
  assert.equal((await flow.add("/elsewhere")).url, `${flow.origin}/elsewhere`);
});

test("what is no feed, or is not there, is one clear line with a mend", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/page", "<!doctype html><html><head><title>x</title></head></html>");
  flow.routes.set("/empty", "");
  flow.routes.set("/json", '{"a":1}');
  flow.routes.set("/gone", status(410));
  flow.routes.set("/secret", status(401));
  flow.routes.set("/names-404", pageNaming("/nothing"));
  flow.routes.set("/names-page", pageNaming("/page"));
  const cases: readonly (readonly [string, RegExp, PkmError["kind"]])[] = [
    ["/nothing", /404/, "failed"],
    ["/page", /a web page that names no feed/, "failed"],
    ["/empty", /an empty document/, "failed"],
    ["/json", /JSON of another kind/, "failed"],
    ["/gone", /410/, "failed"],
    ["/secret", /401/, "credentials"],
    ["/names-404", /\/nothing.*404/, "failed"],
    ["/names-page", /\/page answers with a web page/, "failed"],
  ];
  for (const [path, words, kind] of cases) {
    const error = await refusal(flow, path);
    assert.match(error.message, words, path);
    assert.equal(error.kind, kind, path);
    assert.match(error.mend[0] ?? "", /^pkm seek check http/, path);
    assert.ok(!error.message.includes("\n"), path);
  }
});

test("a closed port says so", async (t) => {
  const flow = await openFlow(t);
  const error = await refusal(flow, "closed");
  assert.match(error.message, /refused the connection/);
});

test("a bare address is asked over http where https is not spoken", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  const bare = flow.origin.replace("http://", "");
  assert.equal((await flow.addTyped(`${bare}/a`)).url, `${flow.origin}/a`);
  assert.equal((await flow.addTyped(`${bare}/a`)).wasKnown, true);
});
