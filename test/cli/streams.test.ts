// What is printed arrives whole however slowly it is read, a reader that goes away is no failure, and a full disk is one.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { openStore } from "../../src/store/store.ts";
import { bringItems, plantSource } from "../store/bring.ts";

const program = new URL("../transcripts/pkm.ts", import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), "pkm-streams-"));
after(() => rmSync(home, { recursive: true, force: true }));
const many = 3000;
stock();

/** Enough items that a list of them is more than 2 MB, as their feed would have brought them. */
function stock(): void {
  const now = "2026-11-25T07:00:00.000Z";
  const store = openStore(join(home, "pkm.db"), { now: () => new Date(now) });
  const items = Array.from({ length: many }, (_, at) => ({
    key: `https://much.example/${at}`,
    title: `第三の場所 👩‍👩‍👧 ${at} ${"long words ".repeat(20)}`,
    text: `text ${at}`,
    published: now,
  }));
  bringItems(store, plantSource(store, "https://much.example/feed"), items);
  store.close();
}

/** A pipeline of bash; prints the status of each part on the last line of stderr. */
function shell(pipeline: string): { statuses: string; stdout: string; stderr: string } {
  const script = `pkm() { "${process.execPath}" "${program}" "$@"; }\n${pipeline}\necho "\${PIPESTATUS[@]}" >&2`;
  const env = { PATH: "/usr/bin:/bin", PKM_HOME: home };
  const done = spawnSync("/bin/bash", ["--norc", "--noprofile", "-c", script], {
    stdio: ["ignore", "pipe", "pipe"],
    env,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const lines = done.stderr.trimEnd().split("\n");
  return { statuses: lines.at(-1) ?? "", stdout: done.stdout, stderr: lines.slice(0, -1).join("\n") };
}

for (const form of ["--jsonl", "--json", "--plain", "--ids"]) {
  test(`find … ${form} | head -1 is status 0 and silent`, () => {
    const { statuses, stdout, stderr } = shell(`pkm find kind:item --limit 0 ${form} | head -1`);
    assert.deepEqual([statuses, stderr], ["0 0", ""]);
    assert.equal(stdout.split("\n").length, 2);
  });
}

test("more than 2 MB through a slow pipe arrives whole", () => {
  const slow = "while IFS= read -r -n 65536 piece; do printf '%s\\n' \"$piece\"; done";
  const { statuses, stdout, stderr } = shell(`pkm find kind:item --limit 0 --jsonl | (sleep 1; ${slow})`);
  assert.deepEqual([statuses, stderr], ["0 0", ""]);
  assert.ok(stdout.length > 2_000_000, `${stdout.length} characters`);
  const lines = stdout.trimEnd().split("\n");
  for (const line of lines) assert.doesNotThrow(() => void JSON.parse(line));
  const ids = lines.map((line) => /"id":"(k\w+)"/.exec(line)?.[1]);
  assert.equal(new Set(ids).size, many);
});

test("onto a full disk no form is status 0", () => {
  for (const line of ["find kind:item", "find kind:item --json", "seek list", "digest --peek", "help", "--version"]) {
    const { statuses, stderr } = shell(`pkm ${line} > /dev/full`);
    assert.equal(statuses, "1", line);
    assert.match(stderr, /cannot write to standard output: ENOSPC/, line);
  }
});

test("no form of it has colour where none is wanted, whatever the variables say of the rest", () => {
  const escape = "\u001b";
  for (const variables of ["NO_COLOR=1 FORCE_COLOR=1", "CLICOLOR=0", "TERM=dumb"]) {
    const { stdout } = shell(
      `export ${variables}; pkm digest --peek --limit 3; pkm digest list; pkm find kind:item --limit 3`,
    );
    assert.ok(!stdout.includes(escape), variables);
    assert.match(stdout, /第三の場所 👩‍👩‍👧/);
  }
});
