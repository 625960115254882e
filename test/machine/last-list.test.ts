// Rows of the last list, by the shell that it was shown in: kept while that runs, and never taken for another's.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nameOfProcess, terminalProcess, thisProcess } from "../../src/base/process.ts";
import { lastListIn } from "../../src/machine/last-list.ts";
import { emptyFolder } from "../empty-folder.ts";

const own = `list-${nameOfProcess(terminalProcess())}`;

test("%n is the row of the list that this shell saw last; there is no other", (t) => {
  const folder = join(emptyFolder(t), "state");
  const list = lastListIn(folder);
  assert.throws(() => list.expand(["show", "%1"]), { kind: "usage", message: /has no row 1/ });
  list.remember(["k1b2", "k3d4"]);
  list.remember([]);
  assert.deepEqual(list.expand(["tag", "%2", "%1", "50%", "%0"]), ["tag", "k3d4", "k1b2", "50%", "%0"]);
  assert.throws(() => list.expand(["%3"]), { kind: "usage", message: /has no row 3/ });
});

test("the list of a shell that has ended is neither read nor kept", { skip: process.platform !== "linux" }, (t) => {
  const folder = emptyFolder(t);
  const list = lastListIn(folder);
  const [here] = thisProcess().split("-");
  // The number of this shell, but of one before it.
  const former = `list-${here}-${terminalProcess()}-1`;
  const others = [`list-${thisProcess()}`, "list-012345670123456701234567-1-1", "run.lock"];
  for (const name of [former, `list-${here}-2147483646-1`, ...others]) writeFileSync(join(folder, name), "k9z9");
  assert.throws(() => list.expand(["%1"]), { kind: "usage" });
  list.remember(["k1b2"]);
  assert.deepEqual(readdirSync(folder).toSorted(), [own, ...others].toSorted());
  assert.equal(readFileSync(join(folder, own), "utf8"), "k1b2");
});

test("commands of one terminal share its list, whatever started each of them", { skip: noPty() }, (t) => {
  const folder = emptyFolder(t);
  const program = join(folder, "program.mjs");
  const source = new URL("../../src/machine/last-list.ts", import.meta.url).href;
  writeFileSync(
    program,
    `import { lastListIn } from "${source}";
     const [, , folder, act] = process.argv;
     if (act === "keep") lastListIn(folder).remember(["k1b2"]);
     else console.log(lastListIn(folder).expand(["%1"]).join());`,
  );
  // As npx does: a shell for each, which has ended when the next one comes.
  const by = (act: string): string => `sh -c '"${process.execPath}" "${program}" "${folder}" ${act}; true'`;
  const { stdout } = spawnSync("script", ["-qec", `${by("keep")}; ${by("read")}`, "/dev/null"], { encoding: "utf8" });
  assert.equal(stdout.trim(), "k1b2");
});

/** Why a terminal can not be had here; false where it can. */
function noPty(): string | false {
  const isThere = process.platform === "linux" && spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;
  return isThere ? false : "script of util-linux gives no terminal here";
}
