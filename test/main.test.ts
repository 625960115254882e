// What nobody foresaw: it is called a bug of pkm's own, with a log that tells the rest, and nothing of what was typed.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { run } from "../src/main.ts";
import { captureTerminal } from "../src/term/captured.ts";

test("an error that was not foreseen is a bug in pkm, in one sentence with the path of its log, which is closed to others", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "pkm-bug-"));
  t.after(() => rmSync(home, { recursive: true, force: true }));
  const clock = {
    now(): Date {
      throw new RangeError("the clock stands still");
    },
  };
  const say = async (...more: readonly string[]): Promise<{ status: number; stderr: string }> => {
    const terminal = captureTerminal(80);
    const env = { PKM_HOME: home, NO_COLOR: "1" };
    const argv = ["sense", "note", "-m", "a wagtail that is nobody's business", ...more];
    const status = await run(argv, { env, clock, terminal, version: "0.0.0" });
    return { status, stderr: terminal.written().stderr };
  };
  const log = join(home, "state", "pkm.log");
  const { status, stderr } = await say();
  assert.equal(status, 1);
  const line = `pkm: this is a bug in pkm: the clock stands still; the details are in ${log}\n  try: less ${log}\n`;
  // Folded where the path does not fit beside the words.
  assert.equal(stderr.replace(/ in\n {2}(?=\/)/, " in "), line);
  assert.match(readFileSync(log, "utf8"), /RangeError: the clock stands still\n\s+at /);
  assert.doesNotMatch(readFileSync(log, "utf8"), /wagtail/);
  assert.equal(statSync(log).mode & 0o777, 0o600);
  assert.match((await say("--json")).stderr, /^\{"error":\{"code":"failed",.*"mend":\["less [^"]*pkm\.log"\]\}\}\n$/);
  assert.match((await say("--debug")).stderr, /^RangeError: the clock stands still\n\s+at /m);
  assert.ok(existsSync(log));
});
