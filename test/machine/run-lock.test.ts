// One pkm at a time fetches or delivers: who holds the lock is waited for, who is gone is not, and nobody waits for ever.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { test, type TestContext } from "node:test";
import { startOf } from "../../src/base/process.ts";
import { takeRunLock } from "../../src/machine/run-lock.ts";

function stateFolder(t: TestContext): { folder: string; lock: string } {
  const folder = mkdtempSync(join(tmpdir(), "pkm-lock-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return { folder: join(folder, "state"), lock: join(folder, "state", "run.lock") };
}

test("a second run waits for the first, and both are done", async (t) => {
  const { folder, lock } = stateFolder(t);
  const order: string[] = [];
  const run = async (name: string): Promise<void> => {
    const free = await takeRunLock(folder);
    order.push(`${name} begins`);
    await setTimeout(100);
    order.push(`${name} ends`);
    free();
  };
  await Promise.all([run("a"), run("b")]);
  assert.deepEqual(order, ["a begins", "a ends", "b begins", "b ends"]);
  assert.equal(existsSync(lock), false);
});

test("a lock whose owner is gone, or is another process under the same id, is taken over", async (t) => {
  const { folder, lock } = stateFolder(t);
  (await takeRunLock(folder))();
  for (const mark of ["999999999 1\n", `${process.pid} 1\n`]) {
    writeFileSync(lock, mark);
    (await takeRunLock(folder))();
    assert.equal(existsSync(lock), false);
  }
});

test("a lock that is held past the wait is try-later, and names its owner", async (t) => {
  const { folder, lock } = stateFolder(t);
  (await takeRunLock(folder))();
  writeFileSync(lock, `${process.ppid} ${startOf(process.ppid) ?? "unknown"}\n`);
  const startedMs = performance.now();
  await assert.rejects(takeRunLock(folder), {
    kind: "try-later",
    message: `another pkm (process ${process.ppid}) is fetching or delivering a digest`,
  });
  assert.ok(performance.now() - startedMs >= 10_000);
  assert.ok(existsSync(lock), "the owner's lock stays");
});
