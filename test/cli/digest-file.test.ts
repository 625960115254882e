// A digest in a file: the file of yesterday is replaced, and none that anybody else wrote.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { openMorning } from "./morning.ts";

const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));

test("a file that no digest was written to stays, however often it is tried", async (t) => {
  const morning = await openMorning(t);
  morning.publish("loud", ["One.", "Two.", "Three."]);
  assert.equal((await morning.run(["seek", "add", "--all", morning.feedUrl("loud")])).status, 0);
  const file = join(morning.home, "mine.html");
  writeFileSync(file, "mine");
  for (let tries = 0; tries < 3; tries += 1) {
    const { status, stderr } = await morning.run(["digest", "--out", file]);
    assert.deepEqual([status, readFileSync(file, "utf8")], [2, "mine"], stderr);
  }
  assert.equal((await morning.run(["digest", "--limit", "1", "--out", file, "--yes"])).status, 0);
  assert.match(readFileSync(file, "utf8"), /One|Two|Three/);
  assert.equal((await morning.run(["digest", "--limit", "1", "--out", file])).status, 0, "yesterday's is replaced");
  const other = join(morning.home, "other");
  mkdirSync(other);
  writeFileSync(join(other, "mine.html"), "mine too");
  assert.equal((await morning.run(["digest", "--limit", "1", "--out", "mine.html"])).status, 0, "it is the same file");
  morning.publish("loud", ["Four."]);
  morning.forgetAsked();
  const call = ["-i", `HOME=${morning.home}`, process.execPath, program, "digest", "--fetch", "--out", "mine.html"];
  const { status, stderr } = await promisify(execFile)("/usr/bin/env", call, { cwd: other }).then(
    ({ stderr: said }) => ({ status: 0, stderr: said }),
    (thrown: { code: number; stderr: string }) => ({ status: thrown.code, stderr: thrown.stderr }),
  );
  assert.deepEqual([status, readFileSync(join(other, "mine.html"), "utf8")], [2, "mine too"], stderr);
});
