// A whole file gets its name or does not, also where a file system has no hard links.
import assert from "node:assert/strict";
import fs, { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { takeName } from "../../src/base/take-name.ts";
import { commitMoves } from "../../src/machine/restore-moves.ts";
import { writeNamedFile } from "../../src/machine/write-file.ts";
import { openDatabase } from "../../src/store/database.ts";
import { openVault } from "../../src/vault/vault.ts";
import { emptyFolder } from "../empty-folder.ts";

/** As on exFAT, which can not be mounted here: until the test ends no link can be made. */
function withoutLinks(t: TestContext): void {
  t.mock.method(fs, "linkSync", () => {
    throw Object.assign(new Error("EPERM: operation not permitted, link"), { code: "EPERM", syscall: "link" });
  });
  syncBuiltinESMExports();
  t.after(() => {
    t.mock.restoreAll();
    syncBuiltinESMExports();
  });
}

for (const where of ["with links", "without"])
  test(`a free name is taken, one that is taken stays: ${where}`, (t) => {
    if (where === "without") withoutLinks(t);
    const folder = emptyFolder(t);
    const [from, to] = [join(folder, "draft"), join(folder, "name")];
    writeFileSync(from, "whole");
    assert.equal(takeName(from, to), true);
    assert.deepEqual(readdirSync(folder), ["name"]);
    writeFileSync(from, "other");
    assert.equal(takeName(from, to), false);
    assert.deepEqual([readFileSync(to, "utf8"), readFileSync(from, "utf8")], ["whole", "other"]);
    assert.throws(() => takeName(join(folder, "none"), join(folder, "free")), { code: "ENOENT" });
    assert.equal(existsSync(join(folder, "free")), false);
  });

test("files, notes, stores and restores can be made where there are no links", (t) => {
  withoutLinks(t);
  const folder = emptyFolder(t);
  const at = (name: string): string => join(folder, name);
  writeNamedFile(at("out.json"), "[]", { mayReplace: false, again: "" });
  assert.throws(() => writeNamedFile(at("out.json"), "{}", { mayReplace: false, again: "" }), { kind: "usage" });
  const vault = openVault({ root: at("notes") });
  vault.restore("a.md", "text", null);
  assert.throws(() => vault.restore("a.md", "other", null), { kind: "failed" });
  openDatabase(at("pkm.db")).close();
  for (const [name, text] of [
    ["old", "stood"],
    ["draft", "restored"],
  ] as const)
    writeFileSync(at(name), text);
  commitMoves(at("pkm.db"), [
    { from: at("old"), to: at("old.before-restore-1") },
    { from: at("draft"), to: at("old") },
  ]);
  assert.equal(readFileSync(at("old.before-restore-1"), "utf8"), "stood");
  assert.equal(readFileSync(at("old"), "utf8"), "restored");
  assert.equal(existsSync(at("pkm.db.restoring.json")), false);
});
