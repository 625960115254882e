// Feeds found behind pages: what is asked, in which order, and where the looking ends.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { LookupFunction } from "node:net";
import { test, type TestContext } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { readFeed } from "../../src/formats/read-feed.ts";
import { findFeed } from "../../src/seek/find-feed.ts";
import { usualSettings } from "../../src/seek/source.ts";
import { listen, testWeb } from "../net/loopback.ts";
import { rss, stories } from "./documents.ts";
import { openFlow, type Flow } from "./flow.ts";

const page = (body: string, head = ""): string =>
  `<!doctype html><html><head><title>A page</title>${head}</head><body>${body}</body></html>`;

async function refusal(flow: Flow, path: string): Promise<PkmError> {
  const outcome = await flow.add(path).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(outcome instanceof PkmError, `${path} was taken`);
  return outcome;
}

test("a page that names no feed is searched at the usual places, up to the first feed", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/", page("hello"));
  flow.routes.set("/rss", page("no feed here either"));
  flow.routes.set("/atom.xml", rss("a", stories("a", 2)));
  const added = await flow.add("/");
  assert.deepEqual([added.url, added.foundAt, added.items], [`${flow.origin}/atom.xml`, `${flow.origin}/`, 2]);
  assert.deepEqual(flow.asked, ["/", "/feed", "/rss", "/feed.xml", "/atom.xml"]);
});

test("the search ends after 8 places, or as soon as the server has had enough", async (t) => {
  const flow = await openFlow(t);
  flow.routes.set("/", page("hello"));
  const error = await refusal(flow, "/");
  assert.match(error.message, /names no feed/);
  assert.deepEqual(error.mend, [`pkm seek check ${flow.origin}/`, `pkm seek save ${flow.origin}/`]);
  assert.equal(flow.asked.length, 9);
  flow.asked.length = 0;
  flow.routes.set("/feed", (_request, response) => response.writeHead(429, { "retry-after": "60" }).end());
  await refusal(flow, "/");
  assert.deepEqual(flow.asked, ["/", "/feed"]);
});

test("a link that looks like a feed goes before the usual places; readers and comments do not count", async (t) => {
  const flow = await openFlow(t);
  const links = ["https://feedly.com/i/subscription/feed/x", "/comments/feed/", "/about", "/files/all.rss"];
  flow.routes.set("/", page(links.map((href) => `<a href="${href}">x</a>`).join("")));
  flow.routes.set("/files/all.rss", rss("a", stories("a", 1)));
  assert.equal((await flow.add("/")).url, `${flow.origin}/files/all.rss`);
  assert.deepEqual(flow.asked, ["/", "/files/all.rss"]);
});

test("entries marked up in a page are its feed, and are asked for again there", async (t) => {
  const flow = await openFlow(t);
  const entry = (n: number): string =>
    `<article class="h-entry"><a class="u-url p-name" href="/n/${n}">note ${n}</a><p class="e-content">words ${n}</p></article>`;
  flow.routes.set("/notes", page(`<main class="h-feed">${entry(1)}${entry(2)}</main>`));
  const added = await flow.add("/notes");
  assert.deepEqual([added.url, added.foundAt, added.items], [`${flow.origin}/notes`, null, 2]);
  assert.deepEqual(flow.asked, ["/notes"]);
  flow.clock.pass(1440);
  flow.routes.set("/notes", page(`<main class="h-feed">${entry(3)}${entry(1)}${entry(2)}</main>`));
  const refreshed = await flow.seek();
  assert.deepEqual([refreshed.fetched, refreshed.new, refreshed.updated], [1, 1, 0]);
});

/** A web in which every name leads to one loopback server, which is given host and path. */
async function openSites(t: TestContext, sites: Readonly<Record<string, string>>) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const address = `${request.headers.host?.replace(/:\d+$/, "") ?? ""}${request.url ?? ""}`;
    asked.push(address);
    const body = sites[address];
    response.writeHead(body === undefined ? 404 : 200).end(body ?? "");
  });
  const { port } = await listen(t, server);
  const lookup: LookupFunction = (_host, options, answer) =>
    options.all === true ? answer(null, [{ address: "127.0.0.1", family: 4 }]) : answer(null, "127.0.0.1", 4);
  const web = testWeb(t, { lookup });
  return {
    asked,
    find: (typed: string) => findFeed(`http://${typed.replace("/", `:${port}/`)}`, usualSettings, { web, readFeed }),
  };
}

test("a well-known site is asked for the feed at once, and a project without releases for its commits", async (t) => {
  const empty = rss("releases", []);
  const { asked, find } = await openSites(t, {
    "github.com/a/b/releases.atom": empty,
    "github.com/a/b/commits.atom": rss("commits", stories("c", 2)),
    "github.com/quiet/b/releases.atom": empty,
  });
  assert.equal((await find("github.com/a/b")).feed.title, "commits");
  assert.deepEqual(
    asked,
    ["releases", "tags", "commits"].map((kind) => `github.com/a/b/${kind}.atom`),
  );
  assert.equal((await find("github.com/quiet/b")).feed.title, "releases");
});

test("a profile of Mastodon has its feed under its own address, also when the page names none", async (t) => {
  const { asked, find } = await openSites(t, {
    "social.example/@someone": page("a program makes this page"),
    "social.example/@someone.rss": rss("someone", stories("s", 1)),
  });
  assert.equal((await find("social.example/@someone")).feed.title, "someone");
  assert.deepEqual(asked, ["social.example/@someone", "social.example/@someone.rss"]);
});
