// A folder of notes: looking for changed files against a bare walk, taking in a folder that is new, and finding in it.
import { lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../src/base/clock.ts";
import { scanNotes } from "../../src/sense/scan.ts";
import { openStore } from "../../src/store/store.ts";
import { openVault } from "../../src/vault/vault.ts";
import type { Run } from "./bench.ts";
import { openHomes } from "./homes.ts";
import { rowOf, type Row } from "./row.ts";
import { pkm, timed } from "./timed-process.ts";

const rounds = 9;
const foldersOf = 20;

/** Measures one folder, or a small and a large one. */
export async function notes({ isFull }: Run): Promise<readonly Row[]> {
  const sizes = isFull ? [5_000, 50_000] : [5_000];
  const homes = openHomes();
  const rows: Row[] = [];
  try {
    for (const count of sizes) {
      const home = homes.fresh("notes");
      writeNotes(join(home, "notes"), count);
      rows.push(...coldIndex(home, count), ...changedFiles(home, count), ...(await finding(home, count)));
      homes.drop(home);
    }
    return rows;
  } finally {
    homes.close();
  }
}

/** Notes of some 1.5 kB in subfolders, each linking to two others, every third with frontmatter. */
function writeNotes(root: string, count: number): void {
  for (let n = 0; n < foldersOf; n += 1) mkdirSync(join(root, `area ${n}`), { recursive: true });
  const prose = Array.from({ length: 12 }, (_, n) => `Sentence ${n} tells of benches, teams and third spaces.`);
  for (let n = 0; n < count; n += 1) {
    const front = n % 3 === 0 ? `---\ntags: [t${n % 40}, note]\naliases: [a${n}]\n---\n` : "";
    const links = `[[Note ${(n * 7) % count}]] and [[Note ${(n * 13 + 1) % count}|so]] #inline${n % 50}`;
    const text = `${front}# Note ${n}\n\nword${n} word${n % 100}\n${prose.join(" ")}\n\n${links}\n${prose.join("\n")}\n`;
    writeFileSync(join(root, `area ${n % foldersOf}`, `Note ${n}.md`), text);
  }
}

function coldIndex(home: string, count: number): readonly Row[] {
  const vault = openVault({ root: join(home, "notes") });
  const times: number[] = [];
  for (let round = 0; round < (count > 10_000 ? 1 : 3); round += 1) {
    for (const ending of ["", "-wal", "-shm"]) rmSync(join(home, `pkm.db${ending}`), { force: true });
    const store = openStore(join(home, "pkm.db"), systemClock);
    const startedMs = performance.now();
    const { read } = scanNotes(vault, store);
    times.push(performance.now() - startedMs);
    store.close();
    if (read.length !== count) throw new Error(`${read.length} of ${count} notes were read`);
  }
  return [rowOf({ what: `${count} notes: cold index`, values: times, goal: count === 5000 ? { most: 1500 } : null })];
}

function changedFiles(home: string, count: number): readonly Row[] {
  const root = join(home, "notes");
  const vault = openVault({ root });
  const store = openStore(join(home, "pkm.db"), systemClock);
  const [bare, checked]: [number[], number[]] = [[], []];
  for (let round = 0; round <= rounds; round += 1) {
    const startedMs = performance.now();
    const walked = statWalk(root);
    const walkedMs = performance.now();
    const { read } = scanNotes(vault, store);
    const checkedMs = performance.now();
    if (walked !== count || read.length > 0) throw new Error("the folder is not as it was written");
    // The first of each warms up.
    if (round === 0) continue;
    bare.push(walkedMs - startedMs);
    checked.push(checkedMs - walkedMs);
  }
  store.close();
  return [
    rowOf({ what: `${count} notes: bare stat walk`, values: bare }),
    rowOf({ what: `${count} notes: changed-file check`, values: checked, base: bare, goal: { most: 2 } }),
  ];
}

/** How many notes there are; each is looked at and no more. */
function statWalk(folder: string): number {
  let count = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) count += statWalk(path);
    else if (lstatSync(path).size > 0) count += 1;
  }
  return count;
}

async function finding(home: string, count: number): Promise<readonly Row[]> {
  const env = { PKM_HOME: home };
  const bare = { args: ["-e", "0"], times: new Array<number>() };
  const started = { args: [pkm, "--version"], times: new Array<number>() };
  const found = { args: [pkm, "find", "word42"], times: new Array<number>() };
  // The first run of each fills the disk cache and indexes the words; it is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { args, times } of [bare, started, found]) {
      const { tookMs } = await timed({ program: process.execPath, args, env });
      if (round > 0) times.push(tookMs);
    }
  }
  const after = found.times.map((tookMs, n) => tookMs - (started.times[n] ?? 0));
  return [
    rowOf({ what: `${count} notes: pkm find, whole process beside node -e 0`, values: found.times, base: bare.times }),
    rowOf({
      what: `${count} notes: pkm find, beyond --version`,
      values: after,
      goal: count === 5000 ? { most: 60 } : null,
    }),
  ];
}
