// Days as people read and type them are those of the clock on the wall, wherever that hangs; stored instants are UTC.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, test, type TestContext } from "node:test";
import { listForReview } from "../../src/cli/daily/review-list.ts";
import { rss, stories } from "../seek/documents.ts";
import { play, valueOf } from "./play.ts";
import { openStage, type Stage } from "./seek-stage.ts";

const home = process.env["TZ"];

afterEach(() => {
  if (home === undefined) delete process.env["TZ"];
  else process.env["TZ"] = home;
});

/** A stage whose clock stands at noon UTC of 23 November 2026, in that zone. */
async function stageIn(t: TestContext, zone: string): Promise<Stage> {
  process.env["TZ"] = zone;
  return openStage(t);
}

async function follow(stage: Stage, published: string): Promise<void> {
  const [link, title] = ["https://bench.example/a", "A story of the bench"];
  stage.routes.set("/feed", rss("bench", [{ link, title, date: new Date(published).toUTCString() }]));
  await play(stage.context, ["seek", "add", `${stage.origin}/feed`]);
}

test("a digest is of the local day, east of Greenwich too, and so is a note of finds", async (t) => {
  const stage = await stageIn(t, "Pacific/Auckland");
  await follow(stage, "2026-11-23T11:00:00.000Z");
  const { layout } = await play(stage.context, ["digest", "--peek"]);
  assert.ok(layout.kind === "text");
  assert.match(layout.text, /^2026-11-24: 1 of 1 to read/);
  for (const form of ["html", "markdown", "atom"]) {
    const drawn = await play(stage.context, ["digest", "--peek", "--format", form]);
    assert.match(JSON.stringify(drawn.layout), /Digest, 24 November 2026/, form);
  }
  const [item = ""] = (await play(stage.context, ["find", "kind:item"])).ids;
  await play(stage.context, ["sense", "mark", item, "-m", "so it is"]);
  const finds = await play(stage.context, ["digest", "finds", "--peek"]);
  assert.ok(finds.layout.kind === "text");
  assert.match(finds.layout.text, /^# Finds of 2026-11-24\n/);
  await play(stage.context, ["people", "add", "Ines"]);
  await play(stage.context, ["people", "edit", "Ines", "--got", "an hour", "--on", "2026-11-24"]);
  await play(stage.context, ["people", "edit", "Ines", "--gave", "tea", "--on", "2026-11-20"]);
  const shown = JSON.stringify((await play(stage.context, ["people", "show", "Ines"])).layout);
  assert.match(shown, /2026-11-20 12:00/);
  await assert.rejects(play(stage.context, ["people", "edit", "Ines", "--got", "an hour", "--on", "2026-11-25"]));
});

test("what is chosen by the day, and the days of a feed that is looked at, are those on the wall", async (t) => {
  const stage = await stageIn(t, "Pacific/Auckland");
  for (let feed = 0; feed < 12; feed += 1) {
    stage.routes.set(`/${feed}`, rss(`feed ${feed}`, stories(`feed ${feed}`, 9)));
    await play(stage.context, ["seek", "add", `${stage.origin}/${feed}`]);
  }
  const { items, sources } = await stage.context.store();
  const read = sources.list().find(({ title }) => title === "feed 0")?.id ?? "";
  for (const { id } of items.ofSource(read, 9)) items.mark(id, "read");
  const flags = { ...stage.context.flags, limit: 10 };
  const chosen = async (): Promise<readonly unknown[]> => [
    (await play(stage.context, ["digest", "--peek", "--limit", "10"])).ids,
    (await listForReview({ ...stage.context, flags }, "", null)).entries.map(({ id }) => id),
  ];
  const night = await chosen();
  stage.clock.pass(12 * 60 + 30);
  assert.deepEqual(await chosen(), night, "00:30 UTC of the next day is 13:30 of the same day there");
  const document = join(stage.folder, "feed.xml");
  writeFileSync(
    document,
    rss("bench", [{ link: "https://bench.example/a", title: "A", date: "Mon, 23 Nov 2026 11:30:00 GMT" }]),
  );
  const checked = await play(stage.context, ["seek", "check", document]);
  assert.match(JSON.stringify(checked.layout), /2026-11-24 {2}A/);
});

test("of what meets a query a digest shows what came since the very instant that was named, a saved view too", async (t) => {
  const stage = await stageIn(t, "America/Los_Angeles");
  stage.clock.pass(13 * 60);
  await follow(stage, "2026-11-24T00:30:00.000Z");
  stage.clock.pass(60);
  const shown = async (...argv: readonly string[]): Promise<unknown> =>
    Object.entries(valueOf(await play(stage.context, ["digest", "--peek", ...argv])) ?? {}).find(
      ([name]) => name === "shown",
    )?.[1];
  assert.equal(await shown("story", "--since", "2h"), 1, "it came an hour ago");
  stage.clock.pass(120);
  assert.equal(await shown("story", "--since", "2h"), 0, "it came three hours ago");
  const views = new Map([["deep", "story"]]);
  const { settings } = stage.context.home;
  const table: typeof settings.table = (name) => (name === "views" ? views : settings.table(name));
  const context = { ...stage.context, home: { ...stage.context.home, settings: { ...settings, table } } };
  const viewed = await play(context, ["digest", "@deep", "--peek"]);
  assert.match(JSON.stringify(valueOf(viewed)), /"shown":1/);
  await play(context, ["who", "@deep"]);
});

test("a round closes on the day that was typed, also where that is the next day in Greenwich", async (t) => {
  const stage = await stageIn(t, "America/Los_Angeles");
  const run = (...argv: readonly string[]): ReturnType<typeof play> => play(stage.context, argv);
  await run("community", "add", "Circle");
  await run("people", "add", "Ines");
  await run("community", "member", "Circle", "Ines");
  await run("community", "channel", "Circle", "file", "--exposure", "closed", "--dir", join(stage.folder, "out"));
  const [note = ""] = (await run("sense", "note", "--title", "Tables", "-m", "A long table.")).ids;
  const [share = ""] = (
    await run("share", "stage", note, "--with", "Circle", "--ask", "Where not?", "--until", "2026-11-24")
  ).ids;
  await run("share", "send", share);
  assert.match(JSON.stringify(valueOf(await run("digest", "--peek"))), /the round with Circle closes 2026-11-24,/);
});
