// Files that go from one text to another together: all of them, or as they were.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { sha256 } from "../../src/base/hash.ts";
import { whileTurning } from "../../src/sense/file-turns.ts";
import { openVault } from "../../src/vault/vault.ts";
import { emptyFolder } from "../empty-folder.ts";

test("what fails after the files were written puts them back, and is told, also where one was changed meanwhile", (t) => {
  const root = emptyFolder(t);
  const vault = openVault({ root });
  const stands = (): readonly string[] => readdirSync(root).map((name) => readFileSync(join(root, name), "utf8"));
  const turns = ["a", "b", "c"].map((name) => ({
    path: `${name}.md`,
    before: `${name} before\n`,
    after: `${name} after\n`,
  }));
  for (const { path, before } of turns) vault.restore(path, before, null);
  const fail = (between: () => void): void =>
    whileTurning({ vault, hash: sha256 }, turns, (write) => {
      write();
      assert.deepEqual(stands(), ["a after\n", "b after\n", "c after\n"]);
      between();
      throw new Error("what came first");
    });
  assert.throws(() => fail(() => {}), /what came first/);
  assert.deepEqual(stands(), ["a before\n", "b before\n", "c before\n"]);
  assert.throws(() => fail(() => writeFileSync(join(root, "b.md"), "by another\n")), /what came first/);
  assert.deepEqual(stands(), ["a before\n", "by another\n", "c before\n"]);
});
