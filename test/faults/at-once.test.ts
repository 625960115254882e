// Several of pkm at once on one home: each ends well or says to try later, and nothing that was acknowledged is lost.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import Database from "better-sqlite3";
import { assertSound, guidsIn, ran, roundsOr, well, type Ended } from "./killing.ts";
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

/** As long as a writer waits for another (quality.md), and what a loaded machine adds to it. */
const waitMs = 10_000;

interface Held {
  home: string;
  item: string;
  note: string;
  /** Takes the store's write lock, as another pkm does in the middle of a long write. */
  hold(): { release(): void };
}

async function heldHome(t: TestContext): Promise<Held> {
  const home = mkdtempSync(join(tmpdir(), "pkm-held-"));
  const web = await serveYear({ count: 2, perDay: 8, beganMs: Date.now() - 3 * dayMs, now: () => new Date() });
  t.after(async () => {
    await web.close();
    rmSync(home, { recursive: true, force: true });
  });
  await settle(home, web.feeds);
  const [item = ""] = (await well(home, "find", "kind:item", "--ids")).split("\n");
  const note = await well(home, "sense", "note", "--title", "Held", "-m", "Words.", "--ids", "-q");
  return {
    home,
    item,
    note,
    hold() {
      const db = new Database(join(home, "pkm.db"));
      db.exec("BEGIN IMMEDIATE");
      return {
        release() {
          db.exec("ROLLBACK");
          db.close();
        },
      };
    },
  };
}

/** Command lines that change something, and some that only ask. */
const writers = ({ item, note }: Held): readonly (readonly string[])[] => [
  ["sense", "mark", item, "-m", "held up", "-q"],
  ["sense", "tag", item, "held-up", "-q"],
  ["people", "add", "Bo", "-q"],
  ["seek", "mute", "held", "-q"],
  ["share", "stage", note, "--with", "Bench", "-q"],
  ["seek", "--force", "-q"],
];
const readers = ({ item }: Held): readonly (readonly string[])[] => [
  ["find", "bench", "--ids"],
  ["sense", "list"],
  ["show", item],
  ["status"],
  ["share", "log"],
];

test("a writer whom another keeps waiting for more than 10 s says to try later, and has changed nothing", async (t) => {
  const held = await heldHome(t);
  const { home } = held;
  const archive = await well(home, "export", "--as", "all");
  const holder = held.hold();
  const told: string[] = [];
  const late = async (argv: readonly string[]): Promise<void> => {
    const { status, stdout, stderr, ms } = await ran(home, argv);
    assert.equal(status, 75, `${argv.join(" ")}: ${stdout}${stderr}`);
    assert.match(stderr, /^pkm: another pkm is writing to the store\n {2}try: pkm doctor\n$/, argv.join(" "));
    assert.ok(ms >= waitMs * 0.9, `${argv.join(" ")} gave up after ${Math.round(ms)} ms`);
    told.push(argv.slice(0, 2).join(" "));
  };
  const prompt = async (argv: readonly string[]): Promise<void> => {
    const { status, stderr, ms } = await ran(home, argv);
    assert.equal(status, 0, `${argv.join(" ")}: ${stderr}`);
    assert.ok(ms < waitMs, `${argv.join(" ")} waited for ${Math.round(ms)} ms`);
  };
  try {
    await Promise.all(readers(held).map(prompt));
    await Promise.all(writers(held).map(late));
    // Not beside seek: of two runs at once the second leaves the fetching to the first.
    await late(["digest", "--limit", "2", "-q"]);
  } finally {
    holder.release();
  }
  assert.equal(await well(home, "export", "--as", "all"), archive);
  assertSound(home);
  assert.equal(existsSync(join(home, "state", "run.lock")), false);
  for (const argv of writers(held)) await well(home, ...argv);
  t.diagnostic(`${told.length} writers ended with 75 and changed nothing: ${told.join(", ")}`);
});

test("a writer whom another keeps waiting for less goes on as if nothing had been", async (t) => {
  const held = await heldHome(t);
  const holder = held.hold();
  const ending = Promise.all(writers(held).map((argv) => ran(held.home, argv)));
  await sleep(3_000);
  holder.release();
  const ends: readonly Ended[] = await ending;
  for (const { status, stderr } of ends) assert.equal(status, 0, stderr);
  assertSound(held.home);
});

test("eight at once begin a home that is not there yet, and it is one home", async (t) => {
  const root = mkdtempSync(join(tmpdir(), "pkm-begun-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const rounds = roundsOr(3);
  for (let round = 0; round < rounds; round += 1) {
    const home = join(root, `home-${round}`);
    const names = Array.from({ length: 8 }, (_, nth) => `Person ${nth}`);
    const ends = await Promise.all(names.map((name) => ran(home, ["people", "add", name, "-q"])));
    for (const { status, stderr } of ends) assert.equal(status, 0, stderr);
    const found = (await well(home, "people")).split("\n");
    for (const name of names)
      assert.ok(
        found.some((line) => line.includes(name)),
        `${name} is not there`,
      );
    assert.deepEqual(
      readdirSync(home).filter((name) => name.endsWith(".tmp")),
      [],
    );
    assertSound(home);
  }
  t.diagnostic(`${rounds} homes begun by 8 at once`);
});
