// Several of pkm at once on one home: each ends well or says to try later, and nothing that was acknowledged is lost.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { assertSound, guidsIn, ran, roundsOr, well } from "./killing.ts";
import { serveYear } from "./year-web.ts";

const dayMs = 86_400_000;

async function settle(home: string, feeds: readonly string[]): Promise<void> {
  await well(home, "seek", "add", ...feeds, "--all", "-q");
  await well(home, "seek", "--force", "-q");
  await well(home, "community", "add", "Bench", "-q");
  await well(home, "people", "add", "Ann", "-q");
  await well(home, "community", "member", "Bench", "Ann", "-q");
  await well(home, "community", "channel", "Bench", "file", "--exposure", "closed", "--dir", join(home, "out"), "-q");
}

interface Told {
  /** How often each command ended with each status. */
  statuses: Map<string, number>;
  /** What was acknowledged: titles of notes, words of marks, ids of shares. */
  notes: string[];
  marks: string[];
  shares: string[];
}

/** Eight processes at once; each may say that another was in its way, and nothing else may stop it. */
async function round(home: string, no: number, told: Told): Promise<void> {
  const waiting = await well(home, "find", "kind:item", "is:new", "--limit", "2", "--ids");
  const [first = "", second = ""] = waiting.split("\n");
  const shared = await well(home, "sense", "note", "--title", `To share ${no}`, "-m", "What I think.", "--ids", "-q");
  const end = async (argv: readonly string[], onDone: (stdout: string) => void = () => {}): Promise<void> => {
    const { status, signal, stdout, stderr } = await ran(home, argv);
    const words = `${argv.slice(0, 2).join(" ")}: ${status ?? signal}`;
    told.statuses.set(words, (told.statuses.get(words) ?? 0) + 1);
    assert.ok(status === 0 || (status === 75 && stderr.includes("another pkm")), `${words} ${stderr}`);
    if (status === 0) onDone(stdout.trim());
  };
  await Promise.all([
    end(["seek", "--force", "-q"]),
    end(["digest", "--limit", "3", "-q"]),
    end(["sense", "note", "--title", `Made ${no}`, "-m", "Words.", "-q"], () => told.notes.push(`Made ${no}`)),
    end(["sense", "mark", first, "-m", `words of round ${no}`, "-q"], () => told.marks.push(`words of round ${no}`)),
    end(["find", "bench", "-q"]),
    end(["sense", "note", second, "--title", `Of it ${no}`, "-m", "Words.", "-q"], () =>
      told.notes.push(`Of it ${no}`),
    ),
    end(["share", "stage", shared, "--with", "Bench", "--ids", "-q"], (id) => told.shares.push(id)),
    end(["seek", "-q"]),
  ]);
  assertSound(home);
  assert.equal(existsSync(join(home, "state", "run.lock")), false);
}

async function assertAllThere(home: string, { notes, marks, shares }: Told): Promise<void> {
  const fileOf = (title: string): string => join(home, "notes", `${title.toLowerCase().replaceAll(" ", "-")}.md`);
  for (const title of notes) assert.match(readFileSync(fileOf(title), "utf8"), /Words\./);
  const listed = (await well(home, "sense", "list", "--limit", "0")).split("\n");
  const isListed = (title: string): boolean => listed.some((line) => line.split("\t").includes(title));
  for (const title of notes) assert.ok(isListed(title), `${title} is not listed:\n${listed.join("\n")}`);
  for (const words of marks) assert.notEqual(await well(home, "find", `"${words}"`, "--ids"), "", words);
  const staged = (await well(home, "share", "--ids", "--limit", "0")).split("\n");
  for (const id of shares) assert.ok(staged.includes(id), `${id} is gone`);
  await well(home, "doctor");
}

test("seek, digest, mark, note, find and share at once: none fails over another, and nothing is lost", async (t) => {
  const home = mkdtempSync(join(tmpdir(), "pkm-at-once-"));
  const beganMs = Date.now() - 400 * dayMs;
  let day = 0;
  const web = await serveYear({ count: 8, perDay: 16, beganMs, now: () => new Date(beganMs + day * dayMs) });
  t.after(async () => {
    await web.close();
    rmSync(home, { recursive: true, force: true });
  });
  await settle(home, web.feeds);
  const told: Told = { statuses: new Map(), notes: [], marks: [], shares: [] };
  const rounds = roundsOr(2);
  for (day = 1; day <= rounds; day += 1) await round(home, day, told);
  await well(home, "seek", "--force", "-q");
  assert.deepEqual(guidsIn(home), [...web.offered].sort());
  await assertAllThere(home, told);
  const counts = [...told.statuses].map(([words, count]) => `${words} ${count} times`);
  t.diagnostic(`${rounds} rounds of 8 at once: ${counts.join(", ")}`);
  assert.ok(told.notes.length > 0 && told.marks.length > 0 && told.shares.length > 0, "nothing was acknowledged");
});
