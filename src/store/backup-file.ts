// A backup: one SQLite file that is a store and, beside its tables, an SQLite Archive (sqlite.org/sqlar.html) with the
// notes and config.toml, so that `sqlite3 FILE -A -x` gets them back without pkm too.
import { closeSync, copyFileSync, openSync, rmSync } from "node:fs";
import { deflateSync, inflateSync } from "node:zlib";
import Database from "better-sqlite3";
import type { Instant } from "../base/clock.ts";
import { syncFile } from "../base/sync.ts";
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { growingSha256, sha256 } from "../base/hash.ts";
import type { Db } from "./database.ts";
import { doubtWaiting } from "./doubted.ts";
import { applicationId, migrationNames } from "./migrate.ts";

/** A file that goes with the store. */
export interface PackedFile {
  /** "config.toml" or "notes/…". */
  name: string;
  mode: number;
  modifiedMs: number;
  bytes: Uint8Array;
}

/** What a backup says of itself. */
export interface BackupFacts {
  made: string;
  /** Migrations its store has had. */
  schema: number;
  counts: Readonly<Record<string, number>>;
  bytes: number;
}

interface Manifest {
  made: string;
  /** Hash of all rows of the store, for a changed letter breaks no page. */
  rows: string;
  files: readonly { name: string; modifiedMs: number; sha256: string }[];
}

const manifestName = "pkm-backup.json";
const counted: Readonly<Record<string, string>> = {
  sources: "SELECT count(*) FROM source WHERE dropped IS NULL",
  items: "SELECT count(*) FROM item",
  annotations: "SELECT count(*) FROM annotation",
  shares: "SELECT count(*) FROM share",
  people: "SELECT count(*) FROM person",
};

/** Writes the store of `db` and `files` to `draft`, which is new: readable by its owner alone, whole on the disk. */
export function writeBackup(
  db: Db,
  draft: string,
  { files, made }: { files: Iterable<PackedFile>; made: string },
): void {
  // VACUUM INTO writes into an empty file that exists; making it first sets its mode.
  closeSync(openSync(draft, "wx", 0o600));
  try {
    db.prepare("VACUUM INTO ?").run(draft);
    const copy = new Database(draft);
    try {
      copy.pragma("journal_mode = DELETE");
      copy.pragma("synchronous = FULL");
      copy.transaction(() => pack(copy, files, made)).immediate();
    } finally {
      copy.close();
    }
    syncFile(draft);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}

function pack(copy: Db, files: Iterable<PackedFile>, made: string): void {
  copy.exec("CREATE TABLE sqlar (name TEXT PRIMARY KEY, mode INT, mtime INT, sz INT, data BLOB)");
  const insert = copy.prepare("INSERT INTO sqlar (name, mode, mtime, sz, data) VALUES (?, ?, ?, ?, ?)");
  const put = ({ name, mode, modifiedMs, bytes }: PackedFile): void => {
    const packed = deflateSync(bytes);
    const data = packed.length < bytes.length ? packed : bytes;
    insert.run(name, 0o100000 | mode, Math.floor(modifiedMs / 1000), bytes.length, data);
  };
  const listed: Manifest["files"][number][] = [];
  for (const file of files) {
    put(file);
    listed.push({ name: file.name, modifiedMs: file.modifiedMs, sha256: sha256(file.bytes) });
  }
  const manifest: Manifest = { made, rows: rowsHash(copy), files: listed };
  const bytes = Buffer.from(JSON.stringify(manifest));
  put({ name: manifestName, mode: 0o600, modifiedMs: Date.parse(made), bytes });
}

/**
 * Reads a backup through: its pages, its references, and every file against its hash. Throws PkmError("failed") when
 * it is none, is damaged, or was made by a newer pkm.
 */
export function checkBackup(file: string): BackupFacts {
  const copy = openBackup(file);
  try {
    const verdict = String(copy.pragma("integrity_check", { simple: true }));
    if (verdict !== "ok") throw damaged(file, verdict);
    const broken = copy.pragma("foreign_key_check");
    if (Array.isArray(broken) && broken.length > 0) throw damaged(file, `${broken.length} broken references`);
    const manifest = manifestOf(copy, file);
    if (manifest.rows !== rowsHash(copy)) throw damaged(file, "its rows are not as they were written");
    const read = openFiles(copy, file);
    for (const listed of manifest.files) read(listed);
    const count = (sql: string): number => copy.prepare<[], number>(sql).pluck().get() ?? 0;
    const notes = manifest.files.filter(({ name }) => /^notes\/.*\.md$/i.test(name)).length;
    const counts = Object.fromEntries(Object.entries(counted).map(([name, sql]) => [name, count(sql)]));
    const pages =
      Number(copy.pragma("page_count", { simple: true })) * Number(copy.pragma("page_size", { simple: true }));
    return { made: manifest.made, schema: schemaOf(copy), counts: { notes, ...counts }, bytes: pages };
  } catch (thrown) {
    if (thrown instanceof PkmError) throw thrown;
    throw damaged(file, reasonOf(thrown));
  } finally {
    copy.close();
  }
}

/** The file of that name in a checked backup; null when it has none. */
export function readPacked(file: string, name: string): PackedFile | null {
  const copy = openBackup(file);
  try {
    const listed = manifestOf(copy, file).files.find((each) => each.name === name);
    return listed === undefined ? null : openFiles(copy, file)(listed);
  } finally {
    copy.close();
  }
}

export interface Unpacking {
  /** The store's file, which is new. */
  storeFile: string;
  now: Instant;
  /** Called with one after the other: together they may be more than fits in memory. */
  onFile(file: PackedFile): void;
}

/** Puts the store of a checked backup at `storeFile`, with all that waits there in doubt, and hands each file to `onFile`. */
export function unpackBackup(file: string, { storeFile, now, onFile }: Unpacking): void {
  // Of an unpacking that was killed: SQLite would play its journal back into what is copied here.
  for (const ending of ["-journal", "-wal", "-shm"]) rmSync(`${storeFile}${ending}`, { force: true });
  closeSync(openSync(storeFile, "wx", 0o600));
  copyFileSync(file, storeFile);
  const store = new Database(storeFile);
  try {
    // It is thrown away where it does not come through, and needs no way back.
    store.pragma("journal_mode = OFF");
    const read = openFiles(store, file);
    for (const listed of manifestOf(store, file).files) onFile(read(listed));
    store.exec("DROP TABLE sqlar");
    doubtWaiting(store, now);
    store.exec("VACUUM");
    const verdict = String(store.pragma("integrity_check", { simple: true }));
    if (verdict !== "ok") throw damaged(file, verdict);
  } finally {
    store.close();
  }
  syncFile(storeFile);
}

function openBackup(file: string): Db {
  try {
    const copy = new Database(file, { readonly: true, fileMustExist: true });
    if (copy.pragma("application_id", { simple: true }) === applicationId) {
      const known = migrationNames().length;
      if (schemaOf(copy) <= known) return copy;
      const schema = schemaOf(copy);
      copy.close();
      throw new PkmError("failed", `${file} was made by a newer pkm (schema ${schema}, this one knows ${known})`, {
        hint: "npm install --global pkm@latest",
      });
    }
    copy.close();
  } catch (thrown) {
    if (thrown instanceof PkmError) throw thrown;
    throw new PkmError("failed", `${file} is no backup of pkm: ${reasonOf(thrown)}`, {
      hint: `ls -l ${shellWord(file)}`,
      cause: thrown,
    });
  }
  throw new PkmError("failed", `${file} is no backup of pkm`, { hint: `file ${shellWord(file)}` });
}

function schemaOf(db: Db): number {
  return Number(db.pragma("user_version", { simple: true }));
}

function manifestOf(copy: Db, file: string): Manifest {
  const value: unknown = JSON.parse(Buffer.from(openBytes(copy)(manifestName)?.bytes ?? "null").toString("utf8"));
  if (
    typeof value !== "object" ||
    value === null ||
    !("made" in value) ||
    !("files" in value) ||
    !Array.isArray(value.files)
  )
    throw damaged(file, "it does not say what is in it");
  const files = value.files.flatMap((each: unknown) => listedFile(each) ?? []);
  return { made: String(value.made), rows: "rows" in value ? String(value.rows) : "", files };
}

function listedFile(value: unknown): Manifest["files"][number] | null {
  if (typeof value !== "object" || value === null || !("name" in value) || !("sha256" in value)) return null;
  const modifiedMs = "modifiedMs" in value ? Number(value.modifiedMs) : 0;
  return { name: String(value.name), modifiedMs, sha256: String(value.sha256) };
}

/** Reads files of a backup, each against its hash. */
function openFiles(copy: Db, file: string): (listed: Manifest["files"][number]) => PackedFile {
  const bytesOf = openBytes(copy);
  return ({ name, modifiedMs, sha256: hash }) => {
    const packed = bytesOf(name);
    if (packed === null || sha256(packed.bytes) !== hash) throw damaged(file, `${name} in it is not as it was written`);
    return { name, mode: packed.mode & 0o777, modifiedMs, bytes: packed.bytes };
  };
}

function openBytes(copy: Db): (name: string) => { mode: number; bytes: Uint8Array } | null {
  const select = copy.prepare<[string], { mode: number; sz: number; data: Buffer }>(
    "SELECT mode, sz, data FROM sqlar WHERE name = ?",
  );
  return (name) => {
    const row = select.get(name);
    if (row === undefined) return null;
    const { mode, sz, data } = row;
    return { mode, bytes: data.length === sz ? data : inflateSync(data, { maxOutputLength: Math.max(1, sz) }) };
  };
}

/** One hash over every value of every table but the archive's own. */
function rowsHash(copy: Db): string {
  const hash = growingSha256();
  const tables = copy
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'sqlar' ORDER BY name",
    )
    .pluck()
    .all();
  for (const table of tables) {
    hash.feed(`\n${table}\n`);
    for (const row of copy.prepare<[], unknown[]>(`SELECT * FROM "${table}"`).raw().iterate()) {
      for (const value of row) hash.feed(value instanceof Uint8Array ? value : `${typeof value} ${String(value)}\0`);
    }
  }
  return hash.hex();
}

function damaged(file: string, why: string): PkmError {
  return new PkmError("failed", `the backup ${file} is damaged: ${why}`, { hint: "pkm backup" });
}
