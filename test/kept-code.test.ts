// The compiled code that is kept between runs: it is of this very program, whole, and nothing is lost without it.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

const loader = new URL("../bin/kept-code.js", import.meta.url).href;
const program = (says: string): string => `
const bit = () => "${says}";
exports.main = async () => { console.log(bit(), require("node:path").basename(__filename)); return 0; };`;

interface Rig {
  folder: string;
  file: string;
  /** What the program says when it is run as `pkm WORD`. */
  run(word: string, env?: Readonly<Record<string, string>>): string;
  kept(): string;
}

function rig(t: TestContext): Rig {
  const folder = mkdtempSync(join(tmpdir(), "pkm-code-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "main.cjs");
  writeFileSync(file, program("one"));
  const starter = join(folder, "start.mjs");
  writeFileSync(
    starter,
    `import { loadProgram } from "${loader}";
const { main, keepCode } = loadProgram(new URL("${pathToFileURL(file).href}"));
process.exitCode = process.argv[2] === "typo" ? 2 : await main();
keepCode();`,
  );
  return {
    folder,
    file,
    run(word, env = {}) {
      const given = { PATH: process.env["PATH"] ?? "", XDG_CACHE_HOME: folder, ...env };
      const ran = spawnSync(process.execPath, [starter, word], { env: given, encoding: "utf8" });
      assert.equal(ran.stderr, "");
      return ran.stdout;
    },
    kept() {
      const name = readdirSync(join(folder, "pkm", "code")).find((each) => each.startsWith("pkm-"));
      assert.ok(name !== undefined, "nothing was kept");
      return join(folder, "pkm", "code", name);
    },
  };
}

const words = (place: string): string => readFileSync(place).toString("latin1", 8).split("\n")[0] ?? "";

test("the code of each command is kept once, for the person alone; a wrong command's is not", (t) => {
  const { run, kept } = rig(t);
  assert.equal(run("find"), "one main.cjs\n");
  const { ino, mode } = statSync(kept());
  assert.equal(mode & 0o777, 0o600);
  run("find");
  run("typo");
  assert.equal(statSync(kept()).ino, ino);
  run("seek");
  assert.equal(words(kept()), "find seek");
});

test("a program of the same length has its own code", (t) => {
  const { run, file, kept } = rig(t);
  run("find");
  const before = readFileSync(kept());
  writeFileSync(file, program("two"));
  assert.equal(run("find"), "two main.cjs\n");
  assert.notDeepEqual(readFileSync(kept()), before);
});

test("code that is damaged, cut or empty is not run, and made anew", (t) => {
  const { run, kept } = rig(t);
  run("find");
  const whole = readFileSync(kept());
  const damaged = Buffer.from(whole);
  damaged[whole.length - 20] = (whole[whole.length - 20] ?? 0) ^ 0x10;
  for (const bytes of [damaged, whole.subarray(0, whole.length - 9), whole.subarray(0, 6), Buffer.alloc(0)]) {
    writeFileSync(kept(), bytes);
    assert.equal(run("find"), "one main.cjs\n");
    assert.equal(words(kept()), "find");
    assert.equal(statSync(kept()).size, whole.length);
  }
});

test("without a folder for it nothing is kept, and the program runs", (t) => {
  const { run, folder } = rig(t);
  const file = join(folder, "a-file");
  writeFileSync(file, "");
  for (const env of [{ XDG_CACHE_HOME: "relative" }, { XDG_CACHE_HOME: file }, { NODE_DISABLE_COMPILE_CACHE: "1" }])
    assert.equal(run("find", env), "one main.cjs\n");
  assert.ok(!readdirSync(folder).includes("pkm"));
});

test("where others may write nothing is kept, and what lies there is not run", (t) => {
  const { run, file, kept } = rig(t);
  run("find");
  const place = kept();
  const { ino } = statSync(place);
  chmodSync(dirname(place), 0o777);
  writeFileSync(file, program("two"));
  assert.equal(run("seek"), "two main.cjs\n");
  assert.equal(statSync(place).ino, ino);
});

test("the program as it is built is ASCII, which Node reads as one byte a letter, and can be loaded so", () => {
  const built = readFileSync(fileURLToPath(new URL("../dist/bundle/main.cjs", import.meta.url)));
  assert.ok(built.every((byte) => byte < 0x80));
  assert.doesNotMatch(built.toString(), /[^\w.]import\(/);
});
