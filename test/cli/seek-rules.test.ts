// What mute, keep, echoes and shelf life answer, and what the digest makes of them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { command as digest } from "../../src/cli/daily/digest.ts";
import { command as undo } from "../../src/cli/daily/undo.ts";
import { command as add } from "../../src/cli/seek/add.ts";
import { command as echoes } from "../../src/cli/seek/echoes.ts";
import { command as keep } from "../../src/cli/seek/keep.ts";
import { command as mute } from "../../src/cli/seek/mute.ts";
import { command as seek } from "../../src/cli/seek/seek.ts";
import { command as find } from "../../src/cli/sense/find.ts";
import { rss, stories } from "../seek/documents.ts";
import { randomStory, retold, seeded } from "../seek/stories.ts";
import { at, keysOf, openStage } from "./seek-stage.ts";

test("a story that three sites tell is one line in the digest, which says so; echoes name the origin", async (t) => {
  const stage = await openStage(t);
  const random = seeded(11);
  const story = randomStory(random, { words: 250, topic: 3 });
  const tell = (name: string, day: number, text: string): void => {
    const date = new Date(Date.UTC(2026, 10, day)).toUTCString();
    const told = {
      title: `as ${name} tells it`,
      link: `https://${name}.example/1`,
      guid: name,
      date,
      html: `<p>${text}</p>`,
    };
    stage.routes.set(`/${name}`, rss(name, [told]));
  };
  tell("second", 12, retold(story, { random, edits: 1 }));
  tell("first", 11, story);
  tell("third", 13, `${story} Tweet`);
  tell("other", 10, randomStory(random, { words: 250, topic: 3 }));
  for (const name of ["second", "first", "third", "other"]) await stage.run(add, [`${stage.origin}/${name}`]);
  const { json, plain } = await stage.run(echoes, []);
  assert.deepEqual(keysOf(json), ["origin echoes independent"]);
  assert.deepEqual([at(json, 0, "origin", "title"), at(json, 1)], ["as first tells it", undefined]);
  assert.deepEqual(
    [0, 1, 2].map((index) => at(json, 0, "echoes", index, "title")),
    ["as second tells it", "as third tells it", undefined],
  );
  const likeness = Number(at(json, 0, "echoes", 0, "similarity"));
  assert.ok(likeness >= 0.8 && likeness < 1);
  assert.match(plain, /^k\w+\tas first tells it\tfirst\tsecond, third\t\n$/);
  const shown = await stage.run(digest, [], { peek: true });
  assert.deepEqual([at(shown.json, "shown"), at(shown.json, "held")], [2, 0]);
  assert.match(shown.plain, /as first tells it\n.*\n.*also in 2 others/);
  assert.doesNotMatch(shown.plain, /as (?:second|third) tells it/);
});

test("what comes later is muted by the rules there are, and undo of a rule is felt at once", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 1)));
  await stage.run(add, [`${stage.origin}/a`]);
  const made = await stage.run(mute, ["story"]);
  assert.deepEqual([at(made.json, "how"), at(made.json, "items"), at(made.json, "until")], ["mute", 1, null]);
  stage.clock.pass(1440);
  stage.routes.set("/a", rss("a", stories("a", 3)));
  await stage.run(seek, []);
  const store = await stage.context.store();
  assert.equal(store.items.newest(9).length, 0);
  assert.equal((await stage.run(find, ["is:muted"])).report.ids.length, 3);
  await stage.run(keep, ["story", "2"]);
  assert.deepEqual(
    store.items.newest(9).map(({ title }) => title),
    ["a story 2"],
  );
  await stage.run(undo, []);
  assert.equal(store.items.newest(9).length, 0);
  await stage.run(undo, []);
  assert.equal(store.items.newest(9).length, 3);
});

test("shelf life lets go at the end of a refresh, and the next digest says how many", async (t) => {
  const stage = await openStage(t);
  stage.routes.set("/a", rss("a", stories("a", 3)));
  const { json } = await stage.run(add, [`${stage.origin}/a`]);
  const store = await stage.context.store();
  store.sources.edit(String(at(json, 0, "source")), { shelfDays: 10 });
  stage.clock.pass(9 * 1440);
  assert.equal(at((await stage.run(seek, [])).json, "letGo"), 0);
  stage.clock.pass(2 * 1440);
  stage.routes.set("/a", rss("a", stories("a", 4)));
  const gone = await stage.run(seek, []);
  assert.deepEqual([at(gone.json, "letGo"), at(gone.json, "new"), at(gone.json, "emptied")], [3, 1, 0]);
  assert.match(gone.plain, /let go of 3 items that nobody read/);
  assert.equal((await stage.run(find, ["is:let-go"])).report.ids.length, 3);
  const shown = await stage.run(digest, []);
  assert.deepEqual([at(shown.json, "shown"), at(shown.json, "dropped")], [1, 3]);
  assert.match(shown.plain, /, 3 let go unread\n/);
});
