// The whole notes folder as files, whatever they are: what a backup keeps and a restore puts there.
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Dirent } from "node:fs";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { systemCode } from "./file-error.ts";
import { syncFile, syncFolder } from "../base/sync.ts";
import { writerOf } from "../base/temporary-name.ts";
import { secondsOf } from "./temporary.ts";

export interface TreeFile {
  /** Path inside the folder, with `/`. */
  path: string;
  mode: number;
  modifiedMs: number;
  bytes: Uint8Array;
}

/** What pkm or git keep in a folder for themselves. */
const isOwn = (name: string): boolean =>
  [".git", "node_modules", ".pkm.lock"].includes(name) || writerOf(name) !== null;

/**
 * Every file below `root`, one after the other, hidden ones too; links to folders are not followed. Missing folder: none.
 * Throws PkmError("failed") for one that is larger than a backup can hold.
 */
export function* filesBelow(root: string): Generator<TreeFile> {
  const folders = [""];
  for (let folder = folders.shift(); folder !== undefined; folder = folders.shift()) {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const file = join(root, path);
      if (entry.isDirectory()) folders.push(path);
      const stats = entry.isDirectory() ? undefined : statSync(file, { throwIfNoEntry: false });
      if (stats?.isFile() !== true) continue;
      if (stats.size > fileBytesMax) throw tooLarge(file);
      yield { path, mode: stats.mode & 0o777, modifiedMs: Math.floor(stats.mtimeMs), bytes: readFileSync(file) };
    }
  }
}

/** A backup is an SQLite file, and better-sqlite3 takes no more than 536,870,888 bytes at once (V8's longest string). */
const fileBytesMax = 500_000_000;

function tooLarge(file: string): PkmError {
  return new PkmError("failed", `${file} is larger than 500 MB, which is more than a backup can hold of one file`, {
    hint: `mv ${shellWord(file)} ELSEWHERE`,
  });
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter(({ name }) => !isOwn(name))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return [];
    throw thrown;
  }
}

/** Writes a file below `root`, which is new, and makes it last. Throws Error for a path that leads out of it. */
export function putFile(root: string, { path, mode, modifiedMs, bytes }: TreeFile): void {
  const steps = path.split("/");
  if (steps.some((step) => step === "" || step === "." || step === ".." || /[\0\\]/.test(step)))
    throw new Error(`${path} is no path inside a folder`);
  const file = join(root, ...steps);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, bytes, { flag: "wx" });
  chmodSync(file, mode | 0o600);
  utimesSync(file, secondsOf(modifiedMs), secondsOf(modifiedMs));
  syncFile(file);
  syncFolder(dirname(file));
}
