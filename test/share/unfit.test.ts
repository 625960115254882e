// Notes whose file does not say for sure what it says: their frontmatter is broken, or a merge left two texts in one, or a comment has no end.
import { test } from "node:test";
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { scanNotes } from "../../src/sense/scan.ts";
import { clearPublication } from "../../src/share/publish.ts";
import { revise } from "../../src/share/revise.ts";
import { stage } from "../../src/share/stage.ts";
import type { Bench } from "./bench.ts";
import { onBench, plain, refused, sendAll } from "./circle.ts";

/** Rewrites the note's file as an editor would, and lets pkm see it. */
function spoil({ folder, store, vault }: Bench, note: string, how: (text: string) => string): void {
  const file = join(folder, "notes", store.shares.notePath(note) ?? "");
  writeFileSync(file, how(readFileSync(file, "utf8")));
  scanNotes(vault, store);
}

const ways: Readonly<Record<string, { how: (text: string) => string; says: RegExp }>> = {
  "a closing fence was lost": { how: (text) => text.replace("\n---\n", "\n"), says: /no line --- closes it/ },
  "a list was not ended": { how: (text) => text.replace("---\n", "---\ncontext: [family\n"), says: /not valid YAML/ },
  "a comment was not ended": { how: (text) => `${text}\n- so <!-- for me alone\n`, says: /comment is begun/ },
  "two texts stand in it": {
    how: (text) => `${text}\n<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> laptop\n`,
    says: /merge conflict/,
  },
};

for (const [name, { how, says }] of Object.entries(ways)) {
  test(`${name}: no version is made of it, and nothing that waits leaves`, () =>
    onBench(async (bench, { place, note }) => {
      const { desk, far } = bench;
      const { share } = await stage(desk, { note, place, ...plain });
      spoil(bench, note, how);
      const before = bench.vault.read(bench.store.shares.notePath(note) ?? "").text;
      await refused(() => sendAll(bench, share), new RegExp(`${says.source}|was edited since`));
      await refused(() => revise(desk, { share, body: null, takesUp: null }), says);
      await refused(() => revise(desk, { share, body: "New.", takesUp: null }), says);
      await assert.rejects(() => stage(desk, { note, place, ...plain }), says);
      const garden = bench.network("garden");
      await refused(() => clearPublication(desk, { share, note, networks: [garden], anyway: "x" }), /./);
      assert.equal(far.landed.length, 0);
      assert.equal(bench.vault.read(bench.store.shares.notePath(note) ?? "").text, before);
    }));
}

test("a bounded context that can not be read any more still holds", () =>
  onBench(async (bench) => {
    const { desk, store, vault } = bench;
    store.contexts.bound("family");
    const home = bench.community("Family Circle");
    bench.member(home, "Ada");
    store.contexts.add(home, ["family"]);
    const note = bench.note("Summer", "A letter about the summer, in my own words and at some length too.\n");
    const path = store.shares.notePath(note) ?? "";
    store.notes.put(vault.edit(path, [{ key: "context", add: ["family"], remove: [] }], vault.read(path).hash), note);
    spoil(bench, note, (text) => text.replace("context: [family]", "context: [family"));
    const place = bench.community("Other Circle");
    bench.member(place, "Kai");
    assert.deepEqual(desk.grounds.contextsLeft(note, place), ["family"]);
    const quoting = bench.note("Quoting", "As I wrote: a letter about the summer, in my own words.\n");
    const { share } = await stage(desk, { note: quoting, place, ...plain });
    await refused(() => sendAll(bench, share), /private: .* stands in the note/);
  }));
