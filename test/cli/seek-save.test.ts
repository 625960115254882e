// Single pages saved: what is kept, what a second time makes of it, and that nobody is asked again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { command as add } from "../../src/cli/seek/add.ts";
import { command as save } from "../../src/cli/seek/save.ts";
import { command as seek } from "../../src/cli/seek/seek.ts";
import { rss, stories } from "../seek/documents.ts";
import { at, openStage, type Stage } from "./seek-stage.ts";

function page(words: string, counter = "1 view"): string {
  const paragraph = `<p>${words}, said the one who sat at the bench for three seasons, and went on with the work.</p>`;
  return `<!doctype html><html><head><title>The bench</title></head><body><nav>menu ${counter}</nav>
    <article><h1>The bench</h1>${paragraph.repeat(8)}</article></body></html>`;
}

async function refusal(stage: Stage, path: string): Promise<PkmError> {
  const thrown: unknown = await stage.run(save, [`${stage.origin}${path}`]).then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof PkmError, `${path} was saved`);
  return thrown;
}

test("a saved page is an item with tags and a comment; again, a version only where its words have changed", async (t) => {
  const stage = await openStage(t);
  const url = `${stage.origin}/bench`;
  stage.routes.set("/bench", page("Ask the person next to you"));
  const first = await stage.run(save, [url], { tag: ["craft"], message: "for the round", how: "expert" });
  const id = String(at(first.json, 0, "id"));
  assert.deepEqual(
    [at(first.json, 0, "what"), at(first.json, 0, "tags", 0), at(first.json, 0, "state")],
    ["new", "craft", "kept"],
  );
  const { items, sources, annotations, changes } = await stage.context.store();
  assert.match(items.body(id).text ?? "", /Ask the person next to you/);
  assert.doesNotMatch(items.body(id).text ?? "", /menu/);
  assert.deepEqual(
    annotations.ofItem(id).map(({ comment }) => comment),
    ["for the round"],
  );
  const [source] = sources.list();
  assert.deepEqual([source?.title, source?.filter, source?.nextDue], ["saved pages (expert)", "expert", null]);
  stage.routes.set("/bench", page("Ask the person next to you", "2 views"));
  const again = await stage.run(save, [url], { how: "expert" });
  assert.deepEqual(
    [at(again.json, 0, "id"), at(again.json, 0, "what"), at(again.json, 0, "versions")],
    [id, "same", 1],
  );
  stage.routes.set("/bench", page("Ask nobody at all"));
  const changed = await stage.run(save, [url], { how: "expert" });
  assert.deepEqual([at(changed.json, 0, "what"), at(changed.json, 0, "versions")], ["changed", 2]);
  assert.equal(changes.list(10).filter(({ summary }) => summary === "save the page The bench").length >= 1, true);
});

test("saved pages are asked for again by nobody, by force neither", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/bench", page("Ask the person next to you"));
  await stage.run(save, [`${stage.origin}/bench`]);
  stage.asked.length = 0;
  stage.clock.pass(100_000);
  await stage.run(seek, []);
  await stage.run(seek, [], { force: true });
  assert.deepEqual(stage.asked, []);
  const [source] = (await stage.context.store()).sources.list();
  await assert.rejects(stage.run(seek, [source?.id ?? ""]), /your saved pages, which nobody is asked for/);
});

test("a page that a feed brought stays as the feed has it, and is one item", async (t) => {
  const stage = await openStage(t);
  const item = `<item><guid>1</guid><title>Bench</title><link>${stage.origin}/bench</link><description>short</description></item>`;
  stage.routes.set("/feed", `<rss version="2.0"><channel><title>f</title>${item}</channel></rss>`);
  stage.routes.set("/bench", page("Ask the person next to you"));
  await stage.run(add, [`${stage.origin}/feed`]);
  const saved = await stage.run(save, [`${stage.origin}/bench`]);
  assert.equal(at(saved.json, 0, "what"), "brought");
  assert.equal((await stage.context.store()).items.newest(9).length, 1);
});

test("what is no page is one clear line with a mend, and leaves nothing behind", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/feed", rss("a", stories("a", 1)));
  stage.routes.set("/empty", "");
  stage.routes.set("/pdf", "%PDF-1.7 and words and words");
  stage.routes.set("/blank", "<!doctype html><html><body></body></html>");
  stage.routes.set("/secret", (_request, response) => response.writeHead(401).end());
  const cases: readonly (readonly [string, RegExp, PkmError["kind"]])[] = [
    ["/nothing", /404/, "failed"],
    ["/feed", /is a feed, not a page/, "failed"],
    ["/empty", /an empty document, not a page/, "failed"],
    ["/pdf", /can not read/, "failed"],
    ["/blank", /a page without text/, "failed"],
    ["/secret", /401/, "credentials"],
  ];
  for (const [path, words, kind] of cases) {
    const error = await refusal(stage, path);
    assert.match(error.message, words, path);
    assert.deepEqual([error.kind, error.mend.length], [kind, 1], path);
  }
  assert.equal(cases.length, 6);
  assert.deepEqual((await stage.context.store()).sources.list({ withDropped: true }), []);
});
