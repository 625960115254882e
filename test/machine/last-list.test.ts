// Rows of the last list, by the shell that it was shown in: kept while that runs, and never taken for another's.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { nameOfProcess, thisProcess } from "../../src/base/process.ts";
import { lastListIn } from "../../src/machine/last-list.ts";
import { emptyFolder } from "../empty-folder.ts";

const own = `list-${nameOfProcess(process.ppid)}`;

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
  const former = `list-${here}-${process.ppid}-1`;
  const others = [`list-${thisProcess()}`, "list-012345670123456701234567-1-1", "run.lock"];
  for (const name of [former, `list-${here}-2147483646-1`, ...others]) writeFileSync(join(folder, name), "k9z9");
  assert.throws(() => list.expand(["%1"]), { kind: "usage" });
  list.remember(["k1b2"]);
  assert.deepEqual(readdirSync(folder).toSorted(), [own, ...others].toSorted());
  assert.equal(readFileSync(join(folder, own), "utf8"), "k1b2");
});
