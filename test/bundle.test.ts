// The built program, which alone is shipped: its libraries are there in the form in which our own code asks for them.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../bin/pkm.js", import.meta.url));

for (const kept of ["", "1"]) {
  test(`the demo runs through it, ${kept === "" ? "its code kept" : "no code kept"}`, (t) => {
    const home = mkdtempSync(join(tmpdir(), "pkm-bundle-"));
    t.after(() => rmSync(home, { recursive: true, force: true }));
    const env = { PATH: "/usr/bin:/bin", HOME: home, NODE_DISABLE_COMPILE_CACHE: kept };
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, "demo"], { env, encoding: "utf8" });
    assert.equal(`${status} ${stderr}`, "0 ");
    // Of ideographs and emoji only a library tells how wide they are.
    assert.match(stdout, /The chain, from the feed to the post/);
  });
}
