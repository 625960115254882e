// Tests of the notes that ask for a second look: orphans, stale and one-sided ones.
import assert from "node:assert/strict";
import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { play } from "../cli/play.ts";
import { contextOver } from "./context.ts";
import { stocked } from "./stocked.ts";

test("orphans, stale and one-sided notes are told from the rest", async (t) => {
  const stock = stocked(t);
  const [item = ""] = stock.items({ title: "A", html: "a" });
  const daysAgo: Readonly<Record<string, readonly [number, string]>> = {
    "alone.md": [1, "Nothing.\n"],
    "dangling.md": [200, "To [[nowhere]].\n"],
    "from-item.md": [100, `---\nsource: [${item}]\n---\n`],
    "linked.md": [5, "[[target]]\n"],
    "target.md": [120, "---\ngrowth: retired\n---\n"],
    "agrees.md": [6, "---\nlinks: [{to: target, as: supports}]\n---\n"],
    "doubted.md": [7, "---\nlinks: [{to: linked, as: supports}]\n---\n"],
    "doubts.md": [8, "---\nlinks: [{to: doubted, as: challenges}]\n---\n"],
  };
  mkdirSync(stock.folder, { recursive: true });
  for (const [path, [days, text]] of Object.entries(daysAgo)) {
    const file = join(stock.folder, path);
    writeFileSync(file, text);
    const at = new Date(stock.clock.now().getTime() - days * 86_400_000);
    utimesSync(file, at, at);
  }
  const listed = async (...words: readonly string[]): Promise<readonly string[]> =>
    (await play(contextOver(stock), ["sense", "list", ...words])).ids;
  assert.equal((await listed()).length, 8);
  assert.deepEqual(await listed("--orphans"), ["alone.md", "dangling.md"]);
  assert.deepEqual(await listed("--stale", "90d"), ["dangling.md", "from-item.md"]);
  assert.deepEqual(await listed("--stale", "90d", "--orphans"), ["dangling.md"]);
  assert.deepEqual(await listed("--one-sided"), ["linked.md", "agrees.md", "target.md"].toSorted(byAge(daysAgo)));
  assert.deepEqual(await listed("nowhere", "--orphans"), ["dangling.md"]);
  await assert.rejects(listed("--stale", "long"), { kind: "usage" });
});

function byAge(daysAgo: Readonly<Record<string, readonly [number, string]>>): (a: string, b: string) => number {
  return (a, b) => (daysAgo[a]?.[0] ?? 0) - (daysAgo[b]?.[0] ?? 0);
}
