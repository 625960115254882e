// Programs run for their output: what they print, how they fail, and that nothing of them stays.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { eventually } from "../net/loopback.ts";
import { runProgram } from "../../src/term/program.ts";

const usual = { timeoutMs: 10_000, bytesMax: 100_000 };
const node = (script: string): readonly string[] => [process.execPath, "-e", script];

test("what a program prints is handed back, its words as given and no shell between", async () => {
  const words = ["$HOME", "a b", "; echo no", "*"];
  const end = await runProgram({
    ...usual,
    argv: [...node("console.log(JSON.stringify(process.argv.slice(1)))"), "--", ...words],
  });
  assert.ok(end.kind === "done");
  assert.deepEqual(JSON.parse(new TextDecoder().decode(end.stdout)), words);
});

test("a program that fails is told by its status and last words, one that is not there by its name", async () => {
  const failed = await runProgram({
    ...usual,
    argv: node("console.error('first'); console.error('last words'); process.exitCode = 3"),
  });
  assert.deepEqual(failed, { kind: "failed", status: 3, signal: null, complaint: "last words" });
  const absent = await runProgram({ ...usual, argv: ["/no/such/program"] });
  assert.ok(absent.kind === "not-started");
  assert.match(absent.reason, /ENOENT/);
});

/** Whether the process lives; one that ended and was not yet waited for does not count. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

test("too much and too long end the program and all it started", async (t) => {
  const loud = await runProgram({
    ...usual,
    argv: node("setInterval(() => process.stdout.write('x'.repeat(65536)), 0)"),
  });
  assert.equal(loud.kind, "too-large");
  const folder = mkdtempSync(join(tmpdir(), "pkm-program-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const script = `const child = require("node:child_process").spawn(process.execPath,
      ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" });
    require("node:fs").writeFileSync(${JSON.stringify(join(folder, "pid"))}, String(child.pid));
    setInterval(() => {}, 1000);`;
  const started = performance.now();
  const slow = await runProgram({ ...usual, timeoutMs: 1500, argv: node(script) });
  assert.equal(slow.kind, "too-slow");
  const pid = Number(readFileSync(join(folder, "pid"), "utf8"));
  assert.ok(pid > 0 && (await eventually(() => !isRunning(pid))), "what it started has ended with it");
  assert.ok(performance.now() - started < 5000);
});
