// What `pkm seek check` answers: one answer for each input, in order, and nothing stored.
import assert from "node:assert/strict";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { command as check } from "../../src/cli/seek/check.ts";
import { printJsonl } from "../../src/ui/json.ts";
import { rss, stories } from "../seek/documents.ts";
import { at, openStage } from "./seek-stage.ts";

const contract = "input format version encoding title link items problems";

test("files and addresses are answered in order, with every field, and nothing is stored", async (t) => {
  const stage = await openStage(t);
  const file = join(stage.folder, "feed.xml");
  writeFileSync(file, rss("file", stories("file", 2)));
  stage.routes.set("/a", rss("a", stories("a", 1)));
  stage.routes.set("/page", '<html><head><link rel="alternate" type="application/rss+xml" href="/a"></head></html>');
  const missing = join(stage.folder, "missing.xml");
  const inputs = [
    `${stage.origin}/a`,
    file,
    `${stage.origin}/page`,
    missing,
    `${stage.origin}/nothing`,
    "http://127.0.0.1:1/",
  ];
  const { report, json } = await stage.run(check, inputs);
  assert.equal(report.outcome, "failed");
  const rows = inputs.map((_, index) => ["input", "format", "title"].map((key) => at(json, index, key)));
  assert.deepEqual(rows, [
    [inputs[0], "rss", "a"],
    [inputs[1], "rss", "file"],
    [inputs[2], null, null],
    [inputs[3], null, null],
    [inputs[4], null, null],
    [inputs[5], null, null],
  ]);
  for (const [index] of inputs.entries()) {
    for (const key of contract.split(" ")) assert.notEqual(at(json, index, key), undefined, `${index} ${key}`);
  }
  assert.deepEqual(
    [2, 3, 4, 5].map((index) => at(json, index, "problems", 0, "code")),
    ["no-feed", "unreadable-file", "not-found", "refused"],
  );
  assert.equal(report.complaints.length, 4);
  assert.match(report.complaints[0] ?? "", new RegExp(`a web page, not a feed; try: pkm seek check ${stage.origin}/a`));
  assert.equal(printJsonl(report).trimEnd().split("\n").length, inputs.length);
  assert.equal(existsSync(join(stage.folder, "home")), false, "neither store nor home was made");
});

test("items have the fields of the contract, and what is wrong is told with its line", async (t) => {
  const stage = await openStage(t);
  const file = join(stage.folder, "feed.xml");
  const whole = rss("file", stories("file", 3));
  writeFileSync(file, whole.slice(0, whole.indexOf("story 2")));
  const { json, plain, report } = await stage.run(check, [file]);
  assert.equal(report.outcome, null);
  const item = at(json, 0, "items", 0);
  for (const key of "id title link published updated author text html enclosures tags".split(" ")) {
    assert.notEqual(at(item, key), undefined, key);
  }
  assert.deepEqual(
    [at(json, 0, "problems", 0, "code"), typeof at(json, 0, "problems", 0, "line")],
    ["truncated", "number"],
  );
  assert.match(plain, /line \d+: .*\(truncated\)/);
  assert.match(plain, /2026-11-20 {2}file story 0/);
});

test("the content type and base address stand in for a server's", async (t) => {
  const stage = await openStage(t);
  const file = join(stage.folder, "feed.xml");
  const document =
    '<rss version="2.0"><channel><title>Caf\u00e9</title><item><title>x</title><link>/one</link></item></channel></rss>';
  writeFileSync(file, Buffer.from(document, "latin1"));
  const options = { contentType: "text/xml; charset=iso-8859-1", baseUrl: "https://a.example/feed" };
  const { json } = await stage.run(check, [file], options);
  assert.deepEqual([at(json, 0, "title"), at(json, 0, "items", 0, "link")], ["Caf\u00e9", "https://a.example/one"]);
  await assert.rejects(
    stage.run(check, [file], { baseUrl: "nowhere" }),
    (thrown) => thrown instanceof PkmError && thrown.kind === "usage",
  );
});
