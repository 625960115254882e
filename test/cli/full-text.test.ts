// The whole text on demand: read from the item's page once, kept, searched and quoted; for a source, of all it brings.
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { command as digest } from "../../src/cli/daily/digest.ts";
import { command as add } from "../../src/cli/seek/add.ts";
import { command as edit } from "../../src/cli/seek/edit.ts";
import { command as seek } from "../../src/cli/seek/seek.ts";
import { command as find } from "../../src/cli/sense/find.ts";
import { command as show } from "../../src/cli/sense/show.ts";
import { at, openStage, type Stage } from "./seek-stage.ts";

const paragraph =
  "Whoever watches a workshop long enough sees that the questions travel sideways, from bench to bench. ";

function article(title: string, secret: string): string {
  const body = Array.from({ length: 12 }, () => `<p>${paragraph}</p>`).join("");
  return `<html><head><title>${title}</title></head><body><nav>menu menu</nav><article><h1>${title}</h1>${body}<p>${secret}</p></article></body></html>`;
}

function feedOf(origin: string, names: readonly string[]): string {
  const items = names.map(
    (name) =>
      `<item><title>${name}</title><guid>${name}</guid><link>${origin}/${name}</link><description>It begins …</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Beginnings</title>${items.join("")}</channel></rss>`;
}

async function openBeginnings(t: TestContext): Promise<{ stage: Stage; ids: readonly string[] }> {
  const stage = await openStage(t);
  const { origin, routes } = stage;
  const html = (text: string) => (_request: unknown, response: import("node:http").ServerResponse) =>
    void response.writeHead(200, { "content-type": "text/html" }).end(text);
  routes.set("/feed", feedOf(origin, ["one", "two", "gone"]));
  routes.set("/one", html(article("one", "The last word is zymurgy.")));
  routes.set("/two", html(article("two", "The last word is quern.")));
  await stage.run(add, [`${origin}/feed`], { all: true });
  const store = await stage.context.store();
  return {
    stage,
    ids: ["one", "two", "gone"].map((name) => store.items.newest(9).find(({ title }) => title === name)?.id ?? ""),
  };
}

test("show --full reads the page once; the text is found, quoted, and shown without the net from then on", async (t) => {
  const { stage, ids } = await openBeginnings(t);
  const [one = ""] = ids;
  assert.equal(at((await stage.run(show, [one])).json, "text"), "It begins …");
  assert.deepEqual(stage.asked, ["/feed"], "showing asks nobody");
  const whole = String(at((await stage.run(show, [one], { full: true })).json, "text"));
  assert.match(whole, /zymurgy/);
  assert.doesNotMatch(whole, /menu menu/);
  assert.match(String(at((await stage.run(show, [one])).json, "text")), /zymurgy/);
  await stage.run(show, [one], { full: true });
  assert.deepEqual(stage.asked, ["/feed", "/one"]);
  assert.equal(at((await stage.run(find, ["zymurgy"])).json, 0, "id"), one);
  assert.equal(at((await stage.run(show, [one])).json, "minutes"), 1);
  assert.equal(
    at((await stage.run(show, [one], { versions: true })).json, "history", 1),
    undefined,
    "it is no version",
  );
});

test("what can not be read says so, and leaves what the feed brought", async (t) => {
  const { stage, ids } = await openBeginnings(t);
  const gone = ids[2] ?? "";
  await assert.rejects(stage.run(show, [gone], { full: true }), { kind: "failed", message: /\/gone: .*404/ });
  assert.equal(at((await stage.run(show, [gone])).json, "text"), "It begins …");
});

test("a source with --full brings whole pages from then on, each asked for once; what fails waits for another day", async (t) => {
  const { stage } = await openBeginnings(t);
  const { origin, routes, asked, clock } = stage;
  await stage.run(edit, [`${origin}/feed`], { full: true });
  clock.pass(60);
  asked.length = 0;
  routes.set("/feed", feedOf(origin, ["one", "two", "gone", "three"]));
  routes.set(
    "/three",
    (_request, response) =>
      void response.writeHead(200, { "content-type": "text/html" }).end(article("three", "yarrow")),
  );
  const first = await stage.run(seek, [], { force: true });
  assert.equal(at(first.json, "pages"), 3);
  assert.deepEqual(asked.toSorted(), ["/feed", "/gone", "/one", "/three", "/two"]);
  asked.length = 0;
  clock.pass(60);
  await stage.run(seek, [], { force: true });
  assert.deepEqual(asked, ["/feed"]);
  clock.pass(25 * 60);
  await stage.run(seek, [], { force: true });
  assert.deepEqual(asked, ["/feed", "/feed", "/gone"]);
  assert.match(
    String(at((await stage.run(digest, [], { peek: true })).json, "sections", 0, "items", 0, "excerpt")),
    /Whoever watches|It begins/,
  );
  await stage.run(edit, [`${origin}/feed`], { full: false });
  routes.set("/feed", feedOf(origin, ["one", "two", "gone", "three", "four"]));
  clock.pass(25 * 60);
  asked.length = 0;
  await stage.run(seek, [], { force: true });
  assert.deepEqual(asked, ["/feed"]);
});
