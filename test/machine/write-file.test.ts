// Files the person named: whole or not there at any instant, and never over another one unless told to.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { emptyFolder } from "../empty-folder.ts";
import { writeNamedFile, writeNamedParts } from "../../src/machine/write-file.ts";

const again = "pkm export --yes";

/** Two parts, with `between` called once the first is written. */
function* parts(between: () => void): Generator<string> {
  yield "a".repeat(100_000);
  between();
  yield "b";
}

test("a new file has its name only once it is whole", (t) => {
  const path = join(emptyFolder(t), "new");
  let looks = 0;
  const looking = parts(() => {
    looks += 1;
    assert.equal(existsSync(path), false);
  });
  writeNamedParts(path, looking, { mayReplace: false, again });
  assert.equal(looks, 1);
  assert.equal(readFileSync(path, "utf8").length, 100_001);
  assert.equal(statSync(path).mode & 0o777, 0o600);
});

test("what another program put there meanwhile stays, and nothing is left behind", (t) => {
  const folder = emptyFolder(t);
  const path = join(folder, "taken");
  const late = parts(() => writeFileSync(path, "theirs"));
  assert.throws(() => writeNamedParts(path, late, { mayReplace: false, again }), {
    kind: "usage",
    message: `there is a file ${path} already`,
  });
  assert.equal(readFileSync(path, "utf8"), "theirs");
  assert.deepEqual(readdirSync(folder), ["taken"]);
});

test("a write that breaks off leaves the old file whole, and one that may replace does so at once", (t) => {
  const folder = emptyFolder(t);
  const path = join(folder, "old");
  writeFileSync(path, "old");
  const broken = parts(() => {
    throw new Error("no more");
  });
  assert.throws(() => writeNamedParts(path, broken, { mayReplace: true, again }), { kind: "failed" });
  assert.equal(readFileSync(path, "utf8"), "old");
  const looking = parts(() => assert.equal(readFileSync(path, "utf8"), "old"));
  writeNamedParts(path, looking, { mayReplace: true, again });
  assert.equal(readFileSync(path, "utf8").length, 100_001);
  assert.deepEqual(readdirSync(folder), ["old"]);
});

test("a link is replaced, not followed", (t) => {
  const folder = emptyFolder(t);
  const [target, path] = [join(folder, "target"), join(folder, "link")];
  writeFileSync(target, "theirs");
  symlinkSync(target, path);
  assert.throws(() => writeNamedFile(path, "mine", { mayReplace: false, again }), { kind: "usage" });
  writeNamedFile(path, "mine", { mayReplace: true, again });
  assert.deepEqual([readFileSync(target, "utf8"), readFileSync(path, "utf8")], ["theirs", "mine"]);
});
