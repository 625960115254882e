// The folder that a channel fills: whole files, and nothing half-written of a killed run where the world may read it.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { thisProcess } from "../../src/base/process.ts";
import { writeIn } from "../../src/channels/folder.ts";

test("the next write clears what a killed one left, and nothing else", async (t) => {
  const dir = mkdtempSync(join(tmpdir(), "pkm-filled-"));
  t.after(() => rmSync(dir, { recursive: true }));
  const [here] = thisProcess().split("-");
  const others = [
    ".pkm-012345670123456701234567-1-1-1.tmp",
    `.pkm-${thisProcess()}-999999.tmp`,
    ".pkm-x.tmp",
    "index.html",
  ];
  for (const name of [...others, `.pkm-${here}-2147483646-1-1.tmp`]) writeFileSync(join(dir, name), "x");
  await writeIn(dir, "post.html", Buffer.from("y"));
  assert.deepEqual(readdirSync(dir).toSorted(), [...others, "post.html"].toSorted());
});
