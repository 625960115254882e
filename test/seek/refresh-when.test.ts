// Refresh over time: when a source is asked again, what a failure puts off, and when an address is replaced.
import assert from "node:assert/strict";
import { test } from "node:test";
import { outcomeOf } from "../../src/seek/refresh.ts";
import { rss, stories } from "./documents.ts";
import { openFlow, status, type Route } from "./flow.ts";

test("an address is replaced when two answers running name the same new one for good", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/old", rss("a", stories("a", 1)));
  const { source } = await flow.add("/old");
  flow.routes.set("/new", rss("a", stories("a", 1)));
  flow.routes.set("/old", status(301, { location: "/new" }));
  const urls: string[] = [];
  const moves: unknown[] = [];
  for (let round = 0; round < 3; round += 1) {
    flow.clock.pass(1440);
    moves.push(...(await flow.seek()).moved);
    urls.push(flow.store.sources.get(source).url.replace(flow.origin, ""));
  }
  assert.deepEqual(urls, ["/old", "/new", "/new"]);
  assert.deepEqual(moves, [{ source, from: `${flow.origin}/old`, to: `${flow.origin}/new` }]);
  assert.deepEqual(flow.asked.slice(1), ["/old", "/new", "/old", "/new", "/new"]);
});

test("an address stays for a redirect that is not for good, that changes, or that leads to another source", async (t) => {
  const flow = await openFlow(t);
  for (const path of ["/a", "/b", "/c"]) flow.routes.set(path, rss(path.slice(1), stories(path.slice(1), 1)));
  const { source } = await flow.add("/a");
  await flow.add("/b");
  const urlAfter = async (code: number, location: string): Promise<string> => {
    flow.routes.set("/a", status(code, { location }));
    flow.clock.pass(1440);
    await flow.seek({ ids: [source] });
    return flow.store.sources.get(source).url;
  };
  for (const [code, to] of [
    [302, "/c"],
    [302, "/c"],
    [301, "/c"],
    [302, "/c"],
    [308, "/c"],
    [301, "/b"],
    [301, "/b"],
    [301, "/b"],
  ] as const) {
    assert.equal(await urlAfter(code, to), `${flow.origin}/a`, `${code} ${to}`);
  }
});

test("failures are told since when, put off further each time, and forgotten after a success", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  const { source } = await flow.add("/a");
  flow.routes.set("/a", status(500));
  const waits: number[] = [];
  flow.clock.pass(1440);
  const began = flow.clock.now().toISOString();
  for (let round = 0; round < 3; round += 1) {
    const { broken } = await flow.seek();
    assert.deepEqual([broken.length, broken[0]?.since, broken[0]?.source], [1, began, source]);
    const { nextDue, state, error } = flow.store.sources.get(source);
    assert.deepEqual([state, error?.code], ["failing", "server-error"]);
    waits.push((Date.parse(nextDue ?? "") - flow.clock.now().getTime()) / 60_000);
    assert.equal((await flow.seek()).due, 0);
    flow.clock.pass(waits.at(-1) ?? 0);
  }
  assert.deepEqual(waits, [15, 30, 60]);
  flow.routes.set("/a", rss("a", stories("a", 2)));
  assert.equal((await flow.seek()).new, 1);
  assert.deepEqual((({ state, error, failingSince }) => [state, error, failingSince])(flow.store.sources.get(source)), [
    "active",
    null,
    null,
  ]);
});

test("whatever a source answers, a second seek right after the first makes no request", async (t) => {
  const flow = await openFlow(t);
  const answers: Readonly<Record<string, Route>> = {
    same: rss("same", stories("same", 3)),
    unchanged: status(304),
    moved: status(301, { location: "/same" }),
    failing: status(500),
    gone: status(410),
    page: "<!doctype html><html><body>parked</body></html>",
    fresh: (_request, response) => {
      response.setHeader("cache-control", "max-age=0");
      response.end(rss("fresh", stories("fresh", 4)));
    },
  };
  const names = Object.keys(answers);
  for (const name of names) {
    flow.routes.set(`/${name}`, rss(name, stories(name, 3)));
    await flow.add(`/${name}`);
  }
  for (const [name, answer] of Object.entries(answers)) flow.routes.set(`/${name}`, answer);
  flow.clock.pass(1440);
  assert.equal((await flow.seek()).due, names.length);
  const asked = flow.asked.length;
  assert.ok(asked > 2 * names.length);
  assert.equal((await flow.seek()).due, 0);
  flow.clock.pass(14);
  assert.equal((await flow.seek()).due, 0);
  assert.equal(flow.asked.length, asked);
});

test("the feed's own rhythm, its ttl and its skipped hours make when it is due", async (t) => {
  const flow = await openFlow(t);
  const hourly = Array.from({ length: 12 }, (_, at) => ({
    title: `${at}`,
    link: `https://hourly.example/${at}`,
    date: new Date(flow.clock.now().getTime() - at * 3_600_000).toUTCString(),
  }));
  const text = rss("hourly", hourly);
  flow.routes.set("/hourly", text);
  flow.routes.set("/ttl", text.replace("<description>", "<ttl>180</ttl><description>"));
  flow.routes.set(
    "/skips",
    text.replace("<description>", "<skipHours><hour>12</hour><hour>13</hour></skipHours><description>"),
  );
  const due: (string | null)[] = [];
  for (const path of ["/hourly", "/ttl", "/skips"]) {
    const { source } = await flow.add(path);
    due.push(flow.store.sources.get(source).nextDue);
  }
  const [rhythm = "", ttl, skips] = due;
  assert.ok(rhythm !== null && rhythm >= "2026-11-23T12:30:00.000Z" && rhythm <= "2026-11-23T12:33:00.000Z");
  assert.deepEqual([ttl, skips], ["2026-11-23T15:00:00.000Z", "2026-11-23T14:00:00.000Z"]);
});

test("Retry-After holds across runs, even by force", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  const { source } = await flow.add("/a");
  flow.routes.set("/a", status(429, { "retry-after": "7200" }));
  flow.clock.pass(1440);
  assert.equal((await flow.seek()).broken[0]?.code, "rate-limited");
  const count = flow.asked.length;
  flow.clock.pass(119);
  await flow.seek();
  await flow.seek({ isForced: true });
  await flow.seek({ isForced: true, ids: [source] });
  assert.equal(flow.asked.length, count);
  flow.clock.pass(1);
  await flow.seek();
  assert.equal(flow.asked.length, count + 1);
});

test("force asks again at once, a name alone only after the floor", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  const { source } = await flow.add("/a");
  assert.equal((await flow.seek({ ids: [source] })).due, 0);
  assert.equal((await flow.seek({ isForced: true })).due, 1);
  flow.clock.pass(16);
  assert.equal((await flow.seek()).due, 0);
  assert.equal((await flow.seek({ ids: [source] })).due, 1);
});

test("what all sources came to makes the exit status", () => {
  const broken = (code: string) => ({
    source: "s1",
    title: null,
    url: "",
    since: "",
    isNew: true,
    error: "",
    code,
    hint: "",
  });
  const outcome = (due: number, ...codes: readonly string[]) => outcomeOf({ due, broken: codes.map(broken) });
  assert.equal(outcome(0), null);
  assert.equal(outcome(2), null);
  assert.equal(outcome(2, "offline"), "partial");
  assert.equal(outcome(2, "offline", "name-not-found"), "try-later");
  assert.equal(outcome(2, "offline", "refused"), "failed");
});

test("a machine that is offline blames no source", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  const { source } = await flow.add("/a");
  flow.clock.pass(1440);
  const before = flow.store.sources.polls([source]);
  flow.web.fetch = () =>
    Promise.resolve({ kind: "failed", code: "offline", message: "no network", status: null, retryAt: null });
  const refreshed = await flow.seek();
  assert.equal(outcomeOf(refreshed), "try-later");
  assert.deepEqual(flow.store.sources.polls([source]), before);
  assert.ok((refreshed.retryAt ?? "") > flow.clock.now().toISOString());
});

test("a clock that was set back does not put sources off for ever", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  flow.clock.pass(60 * 24 * 365 * 10);
  await flow.add("/a");
  flow.clock.pass(-60 * 24 * 365 * 10);
  assert.equal((await flow.seek()).due, 1);
});

test("neither does one that was some days ahead", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/a", rss("a", stories("a", 1)));
  flow.clock.pass(60 * 24 * 3);
  await flow.add("/a");
  flow.clock.pass(-60 * 24 * 3);
  assert.equal((await flow.seek()).due, 1);
  assert.equal((await flow.seek()).due, 0);
});
