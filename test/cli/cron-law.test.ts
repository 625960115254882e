// The law of cron, held for every command: without a terminal, stderr is empty if and only if the status is 0.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { exitStatus } from "../../src/base/errors.ts";
import { commands } from "../../src/cli/all.ts";
import { demoPaths, serveDemoFeeds } from "../../src/demo/feed-server.ts";
import { run } from "../../src/main.ts";
import { pooled } from "../../src/base/pool.ts";
import { captureTerminal } from "../../src/term/captured.ts";

const program = new URL("../transcripts/pkm.ts", import.meta.url).pathname;
const home = mkdtempSync(join(tmpdir(), "pkm-cron-"));
const server = await serveDemoFeeds();
// Some examples write a file where they are called.
const before = process.cwd();
process.chdir(home);
after(async () => {
  process.chdir(before);
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

interface Ended {
  line: string;
  status: number;
  stdout: string;
  stderr: string;
}

const statuses = new Set([0, ...Object.values(exitStatus)]);

function assertLaw({ line, status, stderr }: Ended): void {
  assert.ok(statuses.has(status), `${line}: status ${status}`);
  assert.doesNotMatch(stderr, /this is a bug|^ +at /m, line);
  assert.equal(stderr === "", status === 0, `${line}: status ${status}, stderr ${JSON.stringify(stderr)}`);
}

/** `env -i HOME=… node pkm …`, with nothing to read and no terminal at any end; `names` stand in the place of HOME. */
function bare(argv: readonly string[], folder: string, names = [`HOME=${folder}`]): Promise<Ended> {
  return new Promise((done, fail) => {
    const child = spawn("/usr/bin/env", ["-i", ...names, process.execPath, program, ...argv], {
      stdio: ["ignore", "pipe", "pipe"],
      cwd: folder,
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.once("error", fail);
    child.once("close", (status) => done({ line: argv.join(" "), status: status ?? -1, stdout, stderr }));
  });
}

/** The same in this process: a terminal at no end, and nothing in the environment but HOME. */
async function within(argv: readonly string[]): Promise<Ended> {
  const terminal = { ...captureTerminal(80), isOutputTty: false, isErrorTty: false, columns: () => null };
  const clock = { now: (): Date => new Date() };
  const status = await run(argv, { env: { HOME: home }, clock, terminal, version: "0.0.0" });
  return { line: argv.join(" "), status, ...terminal.written() };
}

test("every command, called bare in a new home under env -i", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pkm-bare-"));
  const ended: Ended[] = [];
  try {
    await pooled(commands, {
      size: 3,
      signal: null,
      async act({ path }) {
        ended.push(await bare(path.split(" "), folder));
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  assert.equal(ended.length, commands.length);
  for (const each of ended) assertLaw(each);
  assert.ok(ended.some(({ status }) => status === 0) && ended.some(({ status }) => status === 2));
});

test("without HOME the account's own home is the one", async () => {
  for (const names of [[], ["HOME="]]) {
    const ended = await bare(["config", "path"], home, names);
    assertLaw(ended);
    assert.equal(ended.stdout, `${join(userInfo().homedir, ".config", "pkm", "config.toml")}\n`);
  }
});

test("every example of help, in a home where there is something, and with -q", async () => {
  const feeds = demoPaths.map((path) => server.origin + path);
  assertLaw(await within(["seek", "add", ...feeds, "--all"]));
  let played = 0;
  for (const entry of commands) {
    const { examples } = (await entry.load()).command;
    for (const { line } of examples) {
      const argv = wordsOf(line);
      // A timer of this machine's is nothing to try out, and a demo plays itself elsewhere.
      if (argv === null || (argv[0] === "schedule" && !argv.includes("--print")) || argv[0] === "demo") continue;
      assertLaw(await within(argv));
      assertLaw(await within([...argv, "-q"]));
      played += 1;
    }
  }
  assert.ok(played > commands.length, `only ${played} examples`);
});

test("who asks for more words with -v gets them without a terminal too; -q takes every word", async () => {
  const said = async (...flags: readonly string[]): Promise<string> =>
    (await within(["mirror", "filters", ...flags])).stderr;
  assert.equal(await said(), "");
  assert.match(await said("-v"), /^since \d{4}-\d\d-\d\d\n$/);
  assert.equal(await said("-v", "-q"), "");
});

/** The words of an example with this machine's loopback for the addresses in it; null where a shell has more to do. */
function wordsOf(line: string): readonly string[] | null {
  if (/[|<>;&]|exec:/.test(line)) return null;
  const words = [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? "",
  );
  const [, ...argv] = words.map((word) =>
    word
      .replace(/https?:\/\/\S+/, "http://127.0.0.1:1/")
      .replace(/^[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|social|app)$/, "127.0.0.1:1"),
  );
  return argv;
}
