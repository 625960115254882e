// What is typed here and run from elsewhere: paths are made whole, commands keep their words.
import assert from "node:assert/strict";
import { resolve } from "node:path";
import { test } from "node:test";
import { splitCommand } from "../../src/base/command-words.ts";
import { fullCommand, fullPath } from "../../src/cli/full-path.ts";

test("a program's path is made whole, a name on the PATH and a whole path stay as they are", () => {
  const here = resolve(".");
  const cases = [
    ["./feed --all", [`${here}/feed`, "--all"]],
    ['bin/feed \'two words\' "a \\" b"', [`${here}/bin/feed`, "two words", 'a " b']],
    ["'../with space/feed' x\\ y", [resolve("../with space/feed"), "x y"]],
    ["/usr/bin/feed 'a b'", ["/usr/bin/feed", "a b"]],
    ["feed ./relative", ["feed", "./relative"]],
    ["", []],
  ] as const;
  for (const [command, words] of cases) {
    const full = fullCommand(command, "exec:");
    assert.deepEqual(splitCommand(full, "exec:"), words, command);
    assert.equal(fullCommand(full, "exec:"), full, "twice is once");
  }
  assert.equal(fullCommand("feed  'a'", "exec:"), "feed  'a'");
});

test("a ~ that the shell left is refused with what to type, and so is an open quote", () => {
  assert.throws(() => fullPath("~/a"), { kind: "usage", mend: ['"$HOME/a"'] });
  assert.throws(() => fullCommand("~/feed x", "exec:"), { kind: "usage" });
  assert.throws(() => fullCommand("feed 'x", "exec:"), { kind: "config" });
});
