// The command line: which words call which command, wherever the global options stand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { splitCall } from "../../src/cli/call.ts";
import { nearest } from "../../src/base/nearest.ts";

const paths = new Set(["seek", "seek add", "find", "share", "share feedback"]);
const cases: readonly [string, string | null, string][] = [
  ["", null, ""],
  ["--json", null, "--json"],
  ["seek", "seek", ""],
  ["seek add x", "seek add", "x"],
  ["seek s123", "seek", "s123"],
  ["--json seek add x", "seek add", "--json x"],
  ["seek --json add x", "seek add", "--json x"],
  ["--limit 3 find a b", "find", "--limit 3 a b"],
  ["--limit=3 find a", "find", "--limit=3 a"],
  ["--home /tmp/x share feedback d123 add", "share feedback", "--home /tmp/x d123 add"],
  ["seek -t add", "seek", "-t add"],
  ["nonsense --json", "nonsense", "--json"],
];

for (const [line, path, rest] of cases) {
  test(`"pkm ${line}" calls ${path ?? "nothing"}`, () => {
    const call = splitCall(
      line.split(" ").filter((word) => word !== ""),
      paths,
    );
    assert.equal(call.path, path);
    assert.equal(call.rest.join(" "), rest);
  });
}

test("a mistyped word finds its neighbour, a strange one none", () => {
  assert.equal(nearest("digset", ["digest", "find"]), "digest");
  assert.equal(nearest("fnd", ["digest", "find"]), "find");
  assert.equal(nearest("wombat", ["digest", "find"]), null);
});
