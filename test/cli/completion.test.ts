// Completion: what is offered, in the program and through real shells, and that nothing offered is ever evaluated.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { commands } from "../../src/cli/all.ts";
import { offersFor, type OfferSource } from "../../src/cli/care/completion-offers.ts";
import { scripts } from "../../src/cli/care/completion-scripts.ts";

const folder = mkdtempSync(join(tmpdir(), "pkm-completion-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const source: OfferSource = {
  ids: (kinds) => kinds.map((kind) => ({ word: `${kind[0]}123`, name: `a ${kind}` })),
  tags: () => [
    { word: "learning", name: "" },
    { word: "$(touch pwned)", name: "" },
    { word: "`touch pwned`", name: "" },
  ],
  contexts: () => [{ word: "work", name: "" }],
  views: () => ["deep"],
};

const words = async (...typed: readonly string[]): Promise<readonly string[]> =>
  (await offersFor(typed, commands, source)).map(({ word }) => word);

test("commands, their second words, options, values, ids and parts of queries are offered", async () => {
  assert.deepEqual(await words("see"), ["seek"]);
  assert.deepEqual(await words("seek", "li"), ["list"]);
  assert.deepEqual(await words("--home", "/x", "seek", "li"), ["list"]);
  assert.ok((await words("seek", "")).includes("add"));
  assert.deepEqual(await words("seek", "add", "--co"), ["--context", "--color"]);
  assert.deepEqual(await words("sense", "link", "n1", "n2", "--as", "s"), ["supports"]);
  assert.deepEqual(await words("seek", "add", "x", "-t", ""), ["learning"]);
  assert.deepEqual(await words("show", "n"), ["n123"]);
  assert.deepEqual(await words("community", "member", "c1", ""), ["p123"]);
  assert.deepEqual(await words("find", "is:le"), ["is:let-go"]);
  assert.deepEqual(await words("find", "tag:"), ["tag:learning"]);
  assert.deepEqual(await words("find", "@"), ["@deep"]);
  assert.deepEqual(await words("completion", "z"), ["zsh"]);
  assert.deepEqual(await words("nonsense", ""), []);
});

/** A pkm on PATH that answers as a hostile one would. */
function pathWithPkm(lines: string): string {
  const bin = join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "pkm"), `#!/bin/sh\ncat <<'END'\n${lines}END\n`);
  chmodSync(join(bin, "pkm"), 0o755);
  return `${bin}:/usr/bin:/bin`;
}

const hostile = "tag:learning\t3 things\ntag:$(touch pwned)\t`touch pwned`\n";

test("bash takes each offer as a word, without the part it has put aside, and evaluates nothing", () => {
  const script = join(folder, "pkm.bash");
  writeFileSync(script, scripts.bash);
  const line = "pkm find $(touch pwned) tag:";
  const program = `source "$1"; COMP_LINE='${line}'; COMP_POINT=${line.length}; _pkm; printf '%s|' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", program, "bash", script], {
    cwd: folder,
    env: { PATH: pathWithPkm(hostile) },
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  assert.equal(stdout, "learning|$(touch pwned)|");
  assert.equal(spawnSync("ls", [join(folder, "pwned")]).status, 2);
});

for (const shell of ["bash", "zsh", "fish"] as const) {
  const isThere = spawnSync(shell, ["-c", "exit 0"]).error === undefined;
  test(`the script for ${shell} is one`, { skip: isThere ? false : `there is no ${shell} here` }, () => {
    const script = join(folder, `script.${shell}`);
    writeFileSync(script, scripts[shell]);
    const { status, stderr } = spawnSync(shell, ["-n", script], { encoding: "utf8" });
    assert.equal(`${status} ${stderr}`, "0 ");
  });
}

test("the program answers the scripts with a line for each offer, and nothing where there is nothing", () => {
  const program = fileURLToPath(new URL("../transcripts/pkm.ts", import.meta.url));
  const ask = (...typed: readonly string[]): string =>
    spawnSync(process.execPath, [program, "completion", "words", "--", ...typed], {
      env: { PKM_HOME: join(folder, "home"), PATH: "/usr/bin:/bin" },
      encoding: "utf8",
    }).stdout;
  assert.match(ask("seek", "li"), /^list\t\S.*\n$/);
  assert.equal(ask("show", "k"), "");
});
