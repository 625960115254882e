// Processes by name: running, ended, restarted under the same number, killed and not asked after, and out of sight.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { test } from "node:test";
import { isGone, nameOfProcess, pidOf, thisProcess } from "../../src/base/process.ts";
import { temporaryName, writerOf } from "../../src/base/temporary-name.ts";

const isLinux = process.platform === "linux";

test("a process is gone once it has ended, also where another has its number", async () => {
  assert.equal(isGone(thisProcess()), false);
  assert.equal(isGone(nameOfProcess(process.ppid)), false);
  assert.equal(pidOf(thisProcess()), process.pid);
  assert.equal(isGone(thisProcess().replace(/\d+$/, "1")), isLinux);
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const name = nameOfProcess(child.pid ?? assert.fail());
  assert.equal(isGone(name), false);
  child.kill("SIGKILL");
  await once(child, "exit");
  assert.equal(isGone(name), true);
});

test("one that was killed is gone although its parent never asks after it", { skip: !isLinux }, async (t) => {
  const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"], { stdio: ["ignore", "pipe", "ignore"] });
  t.after(() => parent.kill("SIGKILL"));
  const said: readonly unknown[] = await once(parent.stdout, "data");
  const pid = Number(String(said[0]));
  const name = nameOfProcess(pid);
  assert.equal(isGone(name), false);
  process.kill(pid, "SIGKILL");
  for (let tries = 0; isGone(name) === false && tries < 500; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(isGone(name), true);
});

test(
  "one from before the system was started anew is gone, from whatever space its number was",
  { skip: !isLinux },
  () => {
    const [, where = "", space = "", run = "", rest = ""] = /^(.{8})(.{8})(.{8})(-.*)$/.exec(thisProcess()) ?? [];
    assert.equal(isGone(`${where}${space}0000beef${rest}`), true);
    assert.equal(isGone(`${where}0000beef0000beef${rest}`), true);
    assert.equal(isGone(`${where}0000beef${run}${rest}`), null, "a container beside this one may still run");
    assert.equal(isGone(`0000beef${space}0000beef${rest}`), null, "another machine has its own runs");
    assert.equal(
      isGone(`${where}${space}00000000${rest}`),
      false,
      "where no run is told the number and its start tell",
    );
    assert.equal(isGone(`${where}${space}00000000${rest.replace(/\d+$/, "1")}`), true);
  },
);

test("of what can not be seen from here nothing is said", () => {
  const elsewhere = thisProcess().replace(/^.{8}/, (machine) => (machine === "00000000" ? "00000001" : "00000000"));
  for (const name of [elsewhere, "", "12345 1", `${thisProcess()}-1`]) assert.equal(isGone(name), null);
});

test("a temporary name tells its writer, and no other name does", () => {
  assert.equal(writerOf(temporaryName()), thisProcess());
  assert.notEqual(temporaryName(), temporaryName());
  for (const name of [".pkm-1-2.tmp", ".pkm.lock", `x${temporaryName()}`, `${temporaryName()}.md`])
    assert.equal(writerOf(name), null);
});
