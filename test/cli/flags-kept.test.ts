// A flag that is taken does what it says: -n edits nothing, a path is meant from here, and what goes nowhere is refused.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test, type TestContext } from "node:test";
import type { Context } from "../../src/cli/context.ts";
import { rss } from "../seek/documents.ts";
import { play, valueOf } from "./play.ts";
import { openStage } from "./seek-stage.ts";

/** With a person at a terminal whose editor must not open. */
async function withEditor(t: TestContext): Promise<Context> {
  const { context } = await openStage(t, { mayAsk: true });
  const edit = (): never => assert.fail("the editor was opened");
  return { ...context, person: { ...context.person, edit } };
}

test("-n opens no editor: neither on a note nor on config.toml", async (t) => {
  const context = await withEditor(t);
  const [note = ""] = (await play(context, ["sense", "note", "--title", "Tables", "-m", "A long table."])).ids;
  for (const argv of [
    ["sense", "edit", note],
    ["open", note],
    ["config", "edit"],
  ]) {
    const value = valueOf(await play(context, argv, { isDryRun: true }));
    assert.match(JSON.stringify(value), /"dryRun":true,"would":"edit /, argv.join(" "));
  }
});

test("the program of a source that is edited is meant from here, as that of one that is added", async (t) => {
  const { context, origin, routes } = await openStage(t);
  routes.set("/feed", rss("bench", []));
  const [id = ""] = (await play(context, ["seek", "add", `${origin}/feed`])).ids;
  const store = await context.store();
  await play(context, ["seek", "edit", id, "--url", "exec:./feed --all"]);
  assert.equal(store.sources.polls([id])[0]?.url, `exec:${resolve("feed")} --all`);
});

test("what the mirror can not do with its flags is refused", async (t) => {
  const { context } = await openStage(t);
  const refused = (...argv: readonly string[]): Promise<void> =>
    assert.rejects(play(context, ["mirror", ...argv]), { kind: "usage" });
  await refused("--of", "bench.example");
  await refused("--receipts", "cited", "--out", "mirror.html");
});

test("a day and a thing belong to what was given, and are refused alone", async (t) => {
  const { context } = await openStage(t);
  await play(context, ["people", "add", "Ines"]);
  await assert.rejects(play(context, ["people", "edit", "Ines", "--on", "2026-11-03"]), { kind: "usage" });
  await assert.rejects(play(context, ["people", "edit", "Ines", "--about", "n3d4"]), { kind: "usage" });
});

test("what was heard is not taken in silence where the word that writes it down is missing", async (t) => {
  const { context } = await openStage(t);
  for (const argv of [["d3r7"], ["d3r7", "close"], ["--fetch"]]) {
    const heard = play(context, ["share", "feedback", ...argv, "--from", "Ines", "-m", "What about code?"]);
    await assert.rejects(heard, { kind: "usage", message: /--from goes with add or take, not with/ });
  }
});

test("one mail address is one person's", async (t) => {
  const { context } = await openStage(t);
  await play(context, ["people", "add", "Ines", "--mail", "ines@bench.example"]);
  const [bea = ""] = (await play(context, ["people", "add", "Bea"])).ids;
  await assert.rejects(play(context, ["people", "edit", bea, "--mail", "Ines@bench.example"]), { kind: "usage" });
  await play(context, ["people", "edit", "Ines", "--mail", "ines@bench.example"]);
});
