// One pkm at a time fetches or delivers: who holds the lock is waited for, who is gone is not, and nobody waits for ever.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { test, type TestContext } from "node:test";
import { nameOfProcess, thisProcess } from "../../src/base/process.ts";
import { takeRunLock } from "../../src/machine/run-lock.ts";

/** A process that can not be seen from here. */
const elsewhere = "012345670123456701234567-1-1\n";

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
  const [machine] = thisProcess().split("-");
  for (const mark of [`${machine}-999999999-1\n`, `${machine}-${process.pid}-1\n`]) {
    writeFileSync(lock, mark);
    (await takeRunLock(folder))();
    assert.equal(existsSync(lock), false);
  }
});

test("nobody gives back what another machine holds, and that is taken over once it was not touched for long", async (t) => {
  const { folder, lock } = stateFolder(t);
  const free = await takeRunLock(folder);
  writeFileSync(lock, elsewhere);
  free();
  assert.equal(readFileSync(lock, "utf8"), elsewhere);
  utimesSync(lock, 0, 0);
  (await takeRunLock(folder))();
  assert.equal(existsSync(lock), false);
});

test("a signal that comes the moment the lock is taken gives it back and ends the process", (t) => {
  const { folder, lock } = stateFolder(t);
  const runLock = new URL("../../src/machine/run-lock.ts", import.meta.url).href;
  // The signal is sent as the file is closed that was made for the lock, before the one who takes it goes on.
  const program = `
    import fs from "node:fs";
    import { syncBuiltinESMExports } from "node:module";
    import { takeRunLock } from ${JSON.stringify(runLock)};
    const { closeSync } = fs;
    fs.closeSync = (descriptor) => { closeSync(descriptor); process.kill(process.pid, "SIGTERM"); };
    syncBuiltinESMExports();
    await takeRunLock(process.argv[1]);
    setInterval(() => {}, 1000);`;
  const { signal, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program, folder]);
  assert.deepEqual([signal, stderr.toString()], ["SIGTERM", ""]);
  assert.ok(existsSync(folder));
  assert.equal(existsSync(lock), false);
});

test("a lock that is held past the wait is try-later, and names its owner", async (t) => {
  const waits = [`${nameOfProcess(process.ppid)}\n`, elsewhere].map(async (mark) => {
    const { folder, lock } = stateFolder(t);
    (await takeRunLock(folder))();
    writeFileSync(lock, mark);
    const startedMs = performance.now();
    const [, pid] = mark.split("-");
    const isSeen = mark !== elsewhere;
    const who = isSeen ? `process ${pid}` : `process ${pid} of another machine or container`;
    const told = isSeen ? "" : "; if it was killed, its lock ends 10 minutes after its last sign";
    await assert.rejects(takeRunLock(folder), {
      kind: "try-later",
      message: `another pkm (${who}) is fetching or delivering a digest${told}`,
      mend: [isSeen ? `ps -fp ${pid}` : `rm ${lock}`],
    });
    assert.ok(performance.now() - startedMs >= 10_000);
    assert.ok(existsSync(lock), "the owner's lock stays");
  });
  await Promise.all(waits);
});
