// What `pkm seek`, `add`, `list` and `remove` answer machines and people, and what is said when it goes wrong.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { command as add } from "../../src/cli/seek/add.ts";
import { command as list } from "../../src/cli/seek/list.ts";
import { command as remove } from "../../src/cli/seek/remove.ts";
import { command as seek } from "../../src/cli/seek/seek.ts";
import { rss, stories } from "../seek/documents.ts";
import { status } from "../seek/flow.ts";
import { at, keysOf, openStage } from "./seek-stage.ts";

const sourceKeys =
  "id kind title url site state filter person tags items unread perWeek keptRatio lastFetched lastNew nextDue failingSince error";

test("add answers with the source, its newest items, and three titles for people", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 12)));
  const { report, json, plain } = await stage.run(add, [`${stage.origin}/a`], {
    tag: ["#learning", "two words"],
    how: "expert",
  });
  assert.equal(report.outcome, null);
  const [keys = ""] = keysOf(json);
  for (const key of ["source", "title", "url", "new", "newest"]) assert.ok(keys.split(" ").includes(key), key);
  assert.deepEqual([at(json, 0, "title"), at(json, 0, "new"), at(json, 0, "newest", 0, "kind")], ["a", 10, "item"]);
  assert.deepEqual(
    [0, 1, 2].map((index) => plain.includes(`a story ${index}\n`)),
    [true, true, true],
  );
  assert.match(plain, /10 new, 2 older let go/);
  const listed = await stage.run(list, []);
  assert.deepEqual(keysOf(listed.json), [sourceKeys]);
  assert.deepEqual([at(listed.json, 0, "tags"), at(listed.json, 0, "filter")], [["learning", "two words"], "expert"]);
  const again = await stage.run(add, [`${stage.origin}/a`]);
  assert.deepEqual([again.report.outcome, at(again.json, 0, "new")], [null, 0]);
  assert.match(again.plain, /there already/);
});

test("add of several goes on past what fails, in order; nothing but failures fails", async (t) => {
  const stage = await openStage(t);
  for (const name of ["a", "b"]) stage.routes.set(`/${name}`, rss(name, stories(name, 1)));
  const url = (name: string): string => `${stage.origin}/${name}`;
  const { report, json } = await stage.run(add, [url("a"), url("nothing"), url("b"), "no address"]);
  assert.equal(report.outcome, "partial");
  assert.deepEqual([at(json, 0, "title"), at(json, 1, "title"), at(json, 2)], ["a", "b", undefined]);
  assert.equal(report.complaints.length, 2);
  assert.match(report.complaints[0] ?? "", /404.*try: pkm seek check/);
  const none = await stage.run(add, [url("nothing"), url("nowhere")]);
  assert.deepEqual([none.report.outcome, none.plain, none.report.complaints.length], ["failed", "", 2]);
  await assert.rejects(
    stage.run(add, [url("nothing")]),
    (thrown) => thrown instanceof PkmError && thrown.kind === "failed",
  );
});

test("add refuses words that contradict or name nobody", async (t) => {
  const stage = await openStage(t);
  const refused = (options: Record<string, unknown>, kind: string): Promise<void> =>
    assert.rejects(
      stage.run(add, ["https://a.example"], options),
      (thrown) => thrown instanceof PkmError && thrown.kind === kind,
    );
  await refused({ all: true, none: true }, "usage");
  await refused({ how: "telepathy" }, "usage");
  await refused({ by: "Nobody Known" }, "not-found");
  assert.deepEqual(stage.asked, []);
});

test("a person's feed is theirs, and comes through the network", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  const { ids, people } = await stage.context.store();
  assert.ok(ids.startingWith("p", 1).length === 0);
  const person = people.add({ name: "Ada", mail: null, handles: [] });
  await stage.run(add, [`${stage.origin}/a`], { by: "Ada", context: ["work"] });
  const { json } = await stage.run(list, []);
  assert.deepEqual([at(json, 0, "filter"), at(json, 0, "person")], ["network", person.id]);
  const [item] = (await stage.context.store()).items.newest(1);
  assert.deepEqual([item?.people, item?.contexts], [[person.id], ["work"]]);
});

test("seek has the fields scripts rely on, and prints nothing when there is nothing", async (t) => {
  const stage = await openStage(t);
  const idle = await stage.run(seek, []);
  assert.deepEqual([idle.plain, idle.report.outcome, idle.report.complaints], ["", null, []]);
  assert.match(idle.report.words.join(), /pkm seek add/);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  await stage.run(add, [`${stage.origin}/a`]);
  const asked = stage.asked.length;
  const soon = await stage.run(seek, []);
  assert.deepEqual([soon.plain, stage.asked.length, at(soon.json, "due")], ["", asked, 0]);
  stage.clock.pass(1440);
  stage.routes.set("/a", rss("a", stories("a", 3)));
  const { json, plain, report } = await stage.run(seek, []);
  const contract = ["due", "fetched", "unchanged", "new", "updated", "merged", "broken", "retryAt", "tookMs"];
  for (const key of contract) assert.notEqual(at(json, key), undefined, key);
  assert.deepEqual([at(json, "due"), at(json, "new"), report.ids.length], [1, 2, 1]);
  assert.match(plain, /^2 new from 1 of 1 source\n {2}s\w+ {2}a: 2 new\n$/);
});

test("a source that breaks is one complaint with a mend, and stands in the list with its error", async (t) => {
  const stage = await openStage(t);
  for (const name of ["a", "b"]) stage.routes.set(`/${name}`, rss(name, stories(name, 1)));
  await stage.run(add, [`${stage.origin}/a`, `${stage.origin}/b`]);
  stage.routes.set("/a", status(500));
  stage.clock.pass(1440);
  const { report, json } = await stage.run(seek, []);
  assert.equal(report.outcome, "partial");
  assert.deepEqual(keysOf(at(json, "broken")), ["source title url since isNew error code hint"]);
  assert.equal(report.complaints.length, 1);
  assert.match(report.complaints[0] ?? "", /^s\w+ a: .*500.*; try: pkm seek check http/);
  stage.clock.pass(1440);
  const again = await stage.run(seek, []);
  assert.deepEqual(
    [again.report.outcome, again.report.complaints],
    [null, []],
    "what failed before is the digest's to name",
  );
  assert.match(again.report.words.join(), /1 source failing as before: pkm seek list/);
  assert.equal(at(again.json, "broken", 0, "isNew"), false);
  const named = await stage.run(seek, [], { force: true });
  assert.deepEqual([named.report.outcome, named.report.complaints.length], ["partial", 1]);
  const listed = await stage.run(list, []);
  assert.match(listed.plain, /failing: .*500/);
  assert.deepEqual([at(listed.json, 0, "state"), at(listed.json, 0, "error", "code")], ["failing", "server-error"]);
});

test("a named source that was just asked is not asked again, and force is named", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  await stage.run(add, [`${stage.origin}/a`]);
  const { report, json } = await stage.run(seek, [`${stage.origin}/a`]);
  assert.equal(at(json, "due"), 0);
  assert.match(report.words[0] ?? "", /--force/);
  const forced = await stage.run(seek, ["s"], { force: true });
  assert.deepEqual([at(forced.json, "due"), at(forced.json, "unchanged")], [1, 1]);
});

test("a dry run adds, asks and removes nothing", async (t) => {
  const stage = await openStage(t, { isDryRun: true });
  const { sources, changes } = await stage.context.store();
  const id = sources.plant({ url: `${stage.origin}/a`, foundAt: null });
  changes.record("add", () => sources.revive(id, { filter: "naive", person: null, tags: [], contexts: [] }));
  const { json } = await stage.run(seek, []);
  assert.deepEqual([json, stage.asked], [{ dryRun: true, due: 1, sources: [id] }, []]);
  const removal = await stage.run(remove, [id]);
  assert.match(removal.plain, /^not done: remove the source/);
  assert.equal(sources.get(id).state, "active");
  stage.routes.set("/b", rss("b", stories("b", 1)));
  const addition = await stage.run(add, [`${stage.origin}/b`]);
  assert.match(addition.plain, /^not done: add the source s\w+, b\n$/);
  assert.equal(sources.list({ withDropped: true }).length, 1);
});

test("remove stops a source and keeps its items; undo takes it back", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 2)));
  const added = await stage.run(add, [`${stage.origin}/a`]);
  const id = String(at(added.json, 0, "source"));
  const { json, report } = await stage.run(remove, [id]);
  assert.deepEqual([at(json, 0, "state"), at(json, 0, "items")], ["dropped", 2]);
  assert.match(report.words.join(), /pkm undo/);
  assert.equal((await stage.run(list, [])).plain, "");
  stage.clock.pass(1440);
  assert.equal(at((await stage.run(seek, [])).json, "due"), 0);
  await assert.rejects(stage.run(seek, [id]), /was removed/);
  const { changes, sources } = await stage.context.store();
  changes.undo(changes.latest()?.no ?? 0);
  assert.equal(sources.get(id).state, "active");
});
