// What is held, handed out in the forms of other programs, read back by readers that are not ours.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "csv-parse/sync";
import Parser from "rss-parser";
import { parse as parseYaml } from "yaml";
import { inHome, openHomes } from "./in-home.ts";
import { at } from "./seek-stage.ts";

const homes = openHomes();
after(() => homes.close());
const fixtures = fileURLToPath(new URL("../fixtures/import/", import.meta.url));

async function good(home: string, ...argv: readonly string[]): Promise<string> {
  const ran = await inHome(home, argv);
  assert.ok(ran.status === 0, `pkm ${argv.join(" ")}: ${ran.stderr}`);
  return ran.stdout;
}

const home = homes.fresh();
for (const name of ["raindrop.csv", "hypothesis.json", "pocket.csv", "readwise.csv"]) {
  const { status, stderr } = await inHome(home, ["import", join(fixtures, name)]);
  assert.ok(status === 0 || status === 5, stderr);
}
await good(home, "sense", "tag", "https://essays.example/formula", "danger");
await good(home, "sense", "note", "https://garden.example/notes", "--title", "Gardens", "-m", "Prune late.");

test("csv: a row for each, and no cell is a formula", async () => {
  const csv = await good(home, "export", "--as", "csv");
  const rows: Record<string, string>[] = parse(csv, { columns: true });
  assert.equal(rows.length, 6);
  for (const row of rows) for (const cell of Object.values(row)) assert.doesNotMatch(cell, /^[=+\-@\t\r]/);
  const danger = rows.find(({ tags }) => tags === "danger");
  assert.equal(danger?.["title"], `'=HYPERLINK("https://evil.example")`);
  const garden = rows.find(({ url }) => url === "https://garden.example/notes");
  assert.match(garden?.["annotations"] ?? "", /“Notes are seeds.” for the workshop/);
  assert.equal(garden?.["tags"], "Work, Writing, notes");
});

test("feed: Atom that rss-parser reads, newest first, as many as asked for", async () => {
  const feed = await new Parser().parseString(await good(home, "export", "--as", "feed"));
  assert.equal(feed.items.length, 6);
  const garden = feed.items.find(({ link }) => link === "https://garden.example/notes");
  assert.equal(garden?.title, "A garden of notes");
  assert.match(garden?.content ?? "", /Notes are seeds/);
  const two = await new Parser().parseString(await good(home, "export", "--as", "feed", "--limit", "2"));
  assert.equal(two.items.length, 2);
});

test("annotations: W3C Web Annotations that come in again as they were", async () => {
  const document = await good(home, "export", "--as", "annotations");
  const value: unknown = JSON.parse(document);
  assert.equal(at(value, "@context"), "http://www.w3.org/ns/anno.jsonld");
  assert.equal(at(value, "total"), 6);
  const copy = homes.fresh();
  // A book has no address on the web, and stays here.
  const ran = await inHome(copy, ["import", "-"], { input: document });
  assert.equal(ran.status, 5);
  assert.match(ran.stdout, /4 new annotations/);
  const again: unknown = JSON.parse(await good(copy, "export", "--as", "annotations"));
  const said = (of: unknown): string[] =>
    [at(of, "first", "items")]
      .flat()
      .map((each) =>
        JSON.stringify([
          at(each, "target", "source"),
          at(each, "target", "selector"),
          at(each, "body"),
          at(each, "created"),
        ]),
      );
  const web = said(value).filter((each) => each.startsWith('["http'));
  assert.equal(web.length, 4);
  assert.deepEqual(said(again).toSorted(), web.toSorted());
});

test("jsonl: everything in the shapes of the machine contract, one a line", async () => {
  const lines = (await good(home, "export", "--as", "jsonl")).trimEnd().split("\n");
  const kinds = new Map<string, number>();
  for (const line of lines) {
    const value: unknown = JSON.parse(line);
    const kind = String(at(value, "kind"));
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  assert.deepEqual(Object.fromEntries(kinds), { source: 4, item: 8, annotation: 6, note: 1 });
});

test("markdown: notes as they stand and a file for each item, in a folder that is whole or not there", async () => {
  const refused = await inHome(home, ["export", "--as", "markdown"]);
  assert.equal(refused.status, 2);
  const out = homes.fresh();
  await good(home, "export", "--as", "markdown", "--out", out);
  assert.equal(
    readFileSync(join(out, "notes", "gardens.md"), "utf8"),
    readFileSync(join(home, "notes", "gardens.md"), "utf8"),
  );
  const names = readdirSync(join(out, "items"));
  assert.equal(names.length, 6);
  const garden = readFileSync(join(out, "items", names.find((name) => name.startsWith("a-garden")) ?? ""), "utf8");
  assert.match(garden, /^> Notes are seeds\.\n\nfor the workshop$/m);
  const danger = readFileSync(join(out, "items", names.find((name) => name.includes("hyperlink")) ?? ""), "utf8");
  assert.equal(at(parseYaml(danger.split("---\n")[1] ?? ""), "title"), '=HYPERLINK("https://evil.example")');
  const twice = await inHome(home, ["export", "--as", "markdown", "--out", out]);
  assert.equal(twice.status, 2);
  assert.match(twice.stderr, /already/);
  await good(home, "export", "--as", "markdown", "--out", out, "--yes");
  assert.ok(existsSync(`${out}.before`));
});

test("nothing is written over, -n writes nothing, and --json has the document in it", async () => {
  const file = join(homes.fresh(), "..", "kept.csv");
  assert.match(await good(home, "export", "--as", "csv", "--out", file, "-n"), /^not done: write 6 items/);
  assert.equal(existsSync(file), false);
  await good(home, "export", "--as", "csv", "--out", file);
  assert.equal((await inHome(home, ["export", "--as", "csv", "--out", file])).status, 2);
  const value: unknown = JSON.parse(await good(home, "export", "--as", "csv", "--json"));
  assert.equal(at(value, "document"), readFileSync(file, "utf8"));
});

test("what is handed out into a file is for its owner alone, others' addresses too", async () => {
  await good(home, "people", "add", "Ines Aalto", "--mail", "ines@bench.example");
  const calls = ["opml", "jsonl", "csv", "feed", "annotations", "all", "state"].map((form) => ["export", "--as", form]);
  for (const call of [...calls, ["people", "export"]]) {
    const file = join(homes.fresh(), "..", `own-${call.at(-1)}`);
    await good(home, ...call, "--out", file);
    assert.equal(statSync(file).mode & 0o777, 0o600, call.join(" "));
  }
});
