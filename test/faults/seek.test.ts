// A seek that is killed, interrupted or short of room on its way: the store stays whole, and the next seek brings the rest.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { assertSound, guidsIn, program, ran, roundsOr, shootAt, well, type Ended } from "./killing.ts";
import { serveYear, type YearWeb } from "./year-web.ts";

const dayMs = 86_400_000;
const startedMs = Date.now();
const beganMs = startedMs - 400 * dayMs;

interface Bench {
  home: string;
  web: YearWeb;
  /** The feeds publish another day. */
  nextDay(): void;
  /** Milliseconds that a seek takes here. */
  usualMs: number;
}

async function openBench(t: TestContext): Promise<Bench> {
  const home = mkdtempSync(join(tmpdir(), "pkm-seek-faults-"));
  let day = 0;
  const now = (): Date => new Date(beganMs + day * dayMs);
  const web = await serveYear({ count: 12, perDay: 24, beganMs, now });
  t.after(async () => {
    await web.close();
    rmSync(home, { recursive: true, force: true });
  });
  await well(home, "seek", "add", ...web.feeds, "--all", "-q");
  day += 1;
  const { ms: usualMs } = await ran(home, ["seek", "--force", "-q"]);
  return { home, web, nextDay: () => (day += 1), usualMs };
}

/** Nothing is broken now, and one more seek has everything that the feeds handed out, once each. */
async function assertMended({ home, web }: Bench): Promise<void> {
  assertSound(home);
  await well(home, "seek", "--force", "-q");
  assertSound(home);
  assert.deepEqual(guidsIn(home), [...web.offered].sort());
}

test("a seek that was killed leaves the store whole, and the next brings the rest, once", async (t) => {
  const bench = await openBench(t);
  const rounds = roundsOr(3);
  const kills = await shootAt({ rounds, usualMs: bench.usualMs }, async (_, afterMs) => {
    bench.nextDay();
    const { signal, ms } = await ran(bench.home, ["seek", "--force"], { signal: { name: "SIGKILL", afterMs } });
    await assertMended(bench);
    return { isHit: signal === "SIGKILL", ms };
  });
  t.diagnostic(`${rounds} rounds of seek, ${kills} killed on their way, ${bench.web.offered.size} items once each`);
});

const statusOf = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** As a shell has it: 128 and the number of the signal where a signal ended it. */
function shellStatus({ status, signal }: Ended): number | null {
  return signal === null ? status : (Object.entries(statusOf).find(([name]) => name === signal)?.[1] ?? null);
}

test("interrupted, terminated or hung up on, seek and digest end with the status of it and leave no lock", async (t) => {
  const bench = await openBench(t);
  const rounds = roundsOr(6);
  const names = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  const byIt = await shootAt({ rounds, usualMs: bench.usualMs }, async (round, afterMs) => {
    bench.nextDay();
    const name = names[round % names.length] ?? "SIGINT";
    const argv = round % 2 === 0 ? ["seek", "--force"] : ["digest", "--fetch", "--limit", "3", "-q"];
    const end = await ran(bench.home, argv, { signal: { name, afterMs } });
    const status = shellStatus(end);
    assert.ok(status === 0 || status === statusOf[name], `${argv[0]} and ${name}: ${status} ${end.stderr}`);
    assert.equal(end.stderr.trim(), "", `${argv[0]} and ${name}`);
    assert.equal(existsSync(join(bench.home, "state", "run.lock")), false, `${argv[0]} left its lock at ${name}`);
    await assertMended(bench);
    return { isHit: status !== 0, ms: end.ms };
  });
  t.diagnostic(`${rounds} signals: ${byIt} ended it, the others came when it had ended`);
});

test("a reader that has gone is no failure and loses nothing", async (t) => {
  const bench = await openBench(t);
  const calls = [["seek", "--force"], ["digest", "--limit", "3"], ["find", "kind:item", "--limit", "0"], ["status"]];
  for (const argv of calls) {
    bench.nextDay();
    const { status, signal, stderr } = await ran(bench.home, argv, { isUnread: true });
    assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: "" }, argv.join(" "));
    await assertMended(bench);
  }
  t.diagnostic(`${calls.length} commands whose reader had gone`);
});

/** Whether another user can run the program: where not, the superuser can not be kept from writing. */
const nobody = 65_534;
const canBeNobody =
  process.getuid?.() !== 0 ||
  spawnSync(process.execPath, [program, "--version"], { uid: nobody, gid: nobody }).status === 0;

test(
  "a home that can not be written is read, and each command that would write says so in one line",
  { skip: !canBeNobody && "only root is here" },
  async (t) => {
    const bench = await openBench(t);
    await well(bench.home, "sense", "note", "--title", "Seen", "-m", "words of mine");
    const reads = [
      ["status"],
      ["find", "words"],
      ["digest", "--peek"],
      ["sense", "list"],
      ["trace", "seen.md"],
      ["mirror"],
    ];
    const readAll = async (as: object): Promise<readonly unknown[]> => {
      const ends = [];
      for (const argv of reads) ends.push({ argv, ...(await ran(bench.home, argv, as)) });
      return ends.map(({ argv, status, stdout, stderr }) => ({ argv, status, stdout, stderr }));
    };
    await readAll({});
    const known = await readAll({});
    // What was written by hand since is worked out all the same.
    appendFileSync(join(bench.home, "notes", "seen.md"), "More words.\n");
    chmodSync(join(bench.home, "pkm.db"), 0o444);
    for (const folder of [bench.home, join(bench.home, "notes"), join(bench.home, "state")]) {
      mkdirSync(folder, { recursive: true });
      chmodSync(folder, 0o555);
    }
    const as = process.getuid?.() === 0 ? { uid: nobody } : {};
    const calls = [
      ["seek", "--force"],
      ["digest"],
      ["sense", "note", "--title", "No", "-m", "words"],
      ["sense", "tag", "seen.md", "x"],
      ["undo"],
    ];
    const before = readFileSync(join(bench.home, "pkm.db"));
    for (const argv of calls) {
      const end = await ran(bench.home, argv, as);
      assertOneLine(end, argv.join(" "));
    }
    const blind = (ends: readonly unknown[]): string =>
      JSON.stringify(ends).replaceAll(/\b(?:now|\d+ \w+ ago)\b| More words\./g, "");
    assert.equal(blind(await readAll(as)), blind(known));
    assert.match((await ran(bench.home, ["find", '"more words"'], as)).stdout, /Seen/);
    assert.deepEqual(readFileSync(join(bench.home, "pkm.db")), before);
    for (const folder of [bench.home, join(bench.home, "notes"), join(bench.home, "state")]) chmodSync(folder, 0o755);
    chmodSync(join(bench.home, "pkm.db"), 0o600);
    await assertMended(bench);
    t.diagnostic(`${calls.length} commands without the right to write`);
  },
);

test("a disk that is full stops seek, note and digest with one line, and nothing is broken", async (t) => {
  const bench = await openBench(t);
  const tried: string[] = [];
  let refused = 0;
  for (const fileKb of roundsOr(0) > 0 ? [0, 1, 8, 16, 24, 40, 64, 96, 160, 320, 640] : [8, 64]) {
    bench.nextDay();
    for (const argv of [
      ["seek", "--force"],
      ["digest", "--limit", "3"],
      ["sense", "note", "--title", `With ${fileKb}`, "-m", `${"words ".repeat(4000)}`],
    ]) {
      const end = await ran(bench.home, argv, { fileKb });
      tried.push(`${argv[0]} ${fileKb} KiB: ${end.status ?? end.signal}`);
      assertSound(bench.home);
      if (end.status === 0) continue;
      refused += 1;
      assertOneLine(end, `${argv.join(" ").slice(0, 20)} with ${fileKb} KiB`);
    }
    await assertMended(bench);
  }
  const left = readdirSync(join(bench.home, "notes")).filter((name) => name.endsWith(".tmp"));
  assert.deepEqual(left, []);
  t.diagnostic(`${tried.length} runs, ${refused} without room: ${tried.join("; ")}`);
  assert.ok(refused > 0, "all had room");
});

/** A failure that was foreseen, in one line and with what to type, and no stack; words that nothing keeps are said again. */
function assertOneLine({ status, stderr }: Ended, what: string): void {
  assert.equal(status, 1, `${what}: ${stderr}`);
  const lines = stderr
    .replace(/; what was to be noted:(?:\n(?! {2}try: )(?: {2}.*)?)*/, "")
    .trim()
    .split("\n");
  assert.match(stderr, /^pkm: /, what);
  assert.ok(
    lines.length <= 3 && lines.slice(1).every((line) => line.startsWith("  try: ")),
    `${what} says too much:\n${stderr}`,
  );
  assert.doesNotMatch(stderr, /bug in pkm|\.js:\d+/, what);
}
