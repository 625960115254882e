// What channels keep between runs: private, whole, and never wiped out by nothing.
import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { PkmError } from "../../src/base/errors.ts";
import { memoryIn } from "../../src/machine/memory.ts";

test("a session is kept for its owner alone, replaced whole, and an empty one never takes its place", (t) => {
  const stateDir = mkdtempSync(join(tmpdir(), "pkm-memory-"));
  t.after(() => rmSync(stateDir, { recursive: true }));
  const memory = memoryIn(join(stateDir, "state"));
  assert.equal(memory.recall("bluesky-1"), null);
  memory.keep("bluesky-1", "first");
  memory.keep("bluesky-1", "second");
  const folder = join(stateDir, "state", "sessions");
  assert.equal(memory.recall("bluesky-1"), "second");
  assert.deepEqual(readdirSync(folder), ["bluesky-1"]);
  assert.equal(statSync(join(folder, "bluesky-1")).mode & 0o777, 0o600);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.throws(() => memory.keep("bluesky-1", " \n"), /nothing is no session/);
  assert.throws(() => memory.keep("../x", "text"), /not a plain key/);
  assert.equal(memory.recall("bluesky-1"), "second");
  chmodSync(join(folder, "bluesky-1"), 0o644);
  assert.throws(
    () => memory.recall("bluesky-1"),
    (error) => error instanceof PkmError && error.kind === "credentials" && error.mend.length === 1,
  );
});
