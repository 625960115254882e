// Keeps everything in one file, and puts it back: the store, the notes and config.toml.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { syncFolder } from "../base/sync.ts";
import { takeName } from "../base/take-name.ts";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import type { Backups, BackupMade, Restored, Salvaged } from "../cli/context.ts";
import { readSettings } from "./config.ts";
import { placeOfNotes, type Home } from "./home.ts";
import { clearLeftovers, draftPathOf } from "../store/leftovers.ts";
import { asideName, commitMoves, type Move } from "./restore-moves.ts";
import { checkBackup, readPacked, unpackBackup, writeBackup, type PackedFile } from "../store/backup-file.ts";
import { openDatabase } from "../store/database.ts";
import { salvage } from "../store/salvage.ts";
import { standAlone } from "../store/stand-alone.ts";
import { filesBelow, putFile } from "../vault/tree.ts";

/** As it is called in a backup. */
const configName = "config.toml";

interface Means {
  home: Home;
  env: Readonly<Record<string, string | undefined>>;
  now(): Date;
}

/** Backups of one home. */
export function openBackups({ home, env, now }: Means): Backups {
  return {
    folder: join(dirname(home.storeFile), "backups"),
    stamp: () => stampOf(now()),
    make: (target, may) => makeBackup(home, target, { ...may, made: now().toISOString() }),
    check: checkBackup,
    stands: () => placesOf(home).filter(hasSomething),
    salvage: () => salvageHome(home, now()),
    clear: () => clearLeftovers(home.storeFile),
    restore: (file) => restore(home, file, { env, now: now() }),
  };
}

/** "20261125-223000", UTC. */
function stampOf(at: Date): string {
  const [day = "", time = ""] = at.toISOString().slice(0, 19).split("T");
  return `${day.replaceAll("-", "")}-${time.replaceAll(":", "")}`;
}

function makeBackup(
  home: Home,
  target: string,
  { mayReplace, again, made }: { mayReplace: boolean; again: string; made: string },
): BackupMade {
  if (!mayReplace && existsSync(target)) throw isThere(target, again);
  const draft = draftPathOf(target);
  const db = openDatabase(home.storeFile);
  try {
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    clearLeftovers(target);
    writeBackup(db, draft, { files: filesOf(home), made });
    const facts = checkBackup(draft);
    if (mayReplace) renameSync(draft, target);
    else if (!takeName(draft, target)) throw isThere(target, again);
    syncFolder(dirname(target));
    return { file: target, ...facts };
  } catch (thrown) {
    if (thrown instanceof PkmError) throw thrown;
    throw new PkmError("failed", `the backup ${target} can not be written: ${reasonOf(thrown)}`, {
      hint: `ls -ld ${shellWord(dirname(target))}`,
      cause: thrown,
    });
  } finally {
    db.close();
    rmSync(draft, { force: true });
  }
}

/** A backup beside the store of all that can be read of it. */
function salvageHome(home: Home, at: Date): Salvaged {
  const target = `${home.storeFile}.salvaged-${stampOf(at)}`;
  const fresh = draftPathOf(home.storeFile);
  clearLeftovers(home.storeFile);
  try {
    const broken = salvage(home.storeFile, fresh);
    const may = { mayReplace: false, again: "pkm doctor --fix", made: at.toISOString() };
    return { ...makeBackup({ ...home, storeFile: fresh }, target, may), broken };
  } finally {
    for (const end of ["", "-wal", "-shm", ".read", ".read-wal", ".read-shm"])
      rmSync(`${fresh}${end}`, { force: true });
    const own = `${basename(fresh)}.before-`;
    for (const name of readdirSync(dirname(fresh)))
      if (name.startsWith(own)) rmSync(join(dirname(fresh), name), { force: true });
  }
}

function* filesOf(home: Home): Generator<PackedFile> {
  const stats = statSync(home.configFile, { throwIfNoEntry: false });
  if (stats !== undefined) {
    const bytes = readFileSync(home.configFile);
    yield { name: configName, mode: stats.mode & 0o777, modifiedMs: Math.floor(stats.mtimeMs), bytes };
  }
  for (const { path, ...file } of filesBelow(home.notesDir)) yield { name: `notes/${path}`, ...file };
}

function isThere(target: string, again: string): PkmError {
  return new PkmError("usage", `there is a file ${target} already`, { hint: again });
}

/** What a restore would move aside. */
function placesOf({ storeFile, notesDir, configFile }: Pick<Home, "storeFile" | "notesDir" | "configFile">): string[] {
  return [storeFile, notesDir, configFile];
}

function hasSomething(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && (!stats.isDirectory() || readdirSync(path).length > 0);
}

interface Restoring {
  env: Means["env"];
  now: Date;
}

/** Unpacks beside what stands, reads it back, and only then lets it take the place; what stood is moved aside. */
async function restore(home: Home, file: string, { env, now }: Restoring): Promise<Restored> {
  // Ends the names of what is moved aside.
  const stamp = stampOf(now);
  const facts = checkBackup(file);
  const [storeDraft, configDraft] = [draftOf(home.storeFile), draftOf(home.configFile)];
  standAlone(home.storeFile, stamp);
  for (const path of [storeDraft, configDraft]) rmSync(path, { force: true });
  mkdirSync(dirname(home.storeFile), { recursive: true, mode: 0o700 });
  mkdirSync(dirname(home.configFile), { recursive: true, mode: 0o700 });
  // First, for it may say where the notes lie.
  const config = readPacked(file, configName);
  if (config !== null) putFile(dirname(configDraft), { ...config, path: basename(configDraft) });
  const notesDir = config === null ? home.notesDir : placeOfNotes(home, await readSettings(configDraft, env), env);
  const notesDraft = draftOf(notesDir);
  rmSync(notesDraft, { recursive: true, force: true });
  mkdirSync(notesDraft, { recursive: true });
  const onFile = ({ name, ...packed }: PackedFile): void => {
    if (name !== configName) putFile(notesDraft, { ...packed, path: name.replace(/^notes\//, "") });
  };
  unpackBackup(file, { storeFile: storeDraft, now: now.toISOString(), onFile });
  syncFolder(notesDraft);
  const moves: Move[] = [
    ...swapOf(home.storeFile, storeDraft, stamp),
    ...swapOf(notesDir, notesDraft, stamp),
    ...(config === null ? [] : swapOf(home.configFile, configDraft, stamp)),
  ];
  commitMoves(home.storeFile, moves);
  return { ...facts, file, aside: moves.map(({ to }) => to).filter((to) => to.endsWith(stamp)) };
}

function draftOf(path: string): string {
  return `${path}.restoring`;
}

/** First what stands goes aside, if it is anything, then the new takes its place. */
function swapOf(path: string, draft: string, stamp: string): readonly Move[] {
  return [...(hasSomething(path) ? [{ from: path, to: asideName(path, stamp) }] : []), { from: draft, to: path }];
}
