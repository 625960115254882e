// Brings the index up to what stands in the notes folder, whoever changed it; reads only files that may have changed.
import { kindOfId, isIdShaped } from "../base/id.ts";
import { PkmError } from "../base/errors.ts";
import type { IndexedStamp } from "./indexed-note.ts";
import type { FileStamp, NoteFile } from "./note.ts";

/** What scanning needs of the notes folder. */
export interface NoteFolder {
  list(): readonly FileStamp[];
  read(path: string): NoteFile;
}

/** What scanning needs of the store. */
export interface NoteIndex {
  notes: {
    stamps(): readonly IndexedStamp[];
    /** The files that were there, by path. */
    seen(): readonly FileStamp[];
    put(file: NoteFile, id: string | null): void;
    move(from: string, to: string): void;
    miss(path: string): void;
  };
  ids: { adopt(kind: "note", id: string): boolean };
  /** Runs `act` in one transaction: what it writes can be worked out of the files again. */
  derive<Result>(act: () => Result): Result;
}

export interface Scan {
  /** Paths that were read because they are new or may have changed. */
  read: readonly string[];
  /** Files that now lie elsewhere. */
  moved: readonly { from: string; to: string }[];
  /** Paths whose files are gone. */
  gone: readonly string[];
  problems: readonly { path: string; code: string; message: string }[];
}

interface Difference {
  changed: readonly FileStamp[];
  /** Rows whose file is not there; those known to be missing are among them. */
  absent: readonly IndexedStamp[];
}

/**
 * Compares the folder with the index and takes in what differs. Where nothing differs it is one walk of the folder
 * and one query, and writes nothing. A file that can not be read is a problem, and its row stays as it was.
 */
export function scanNotes(folder: NoteFolder, index: NoteIndex): Scan {
  if (areAlike(folder.list(), index.notes.seen())) return { read: [], moved: [], gone: [], problems: [] };
  return index.derive(() => {
    // Another process may have taken the same files in while this one waited.
    const stamps = index.notes.stamps();
    return takeIn(folder, index, { stamps, ...compare(folder.list(), stamps) });
  });
}

/** Which files may say something else than the index, by size and modification time. */
function compare(files: readonly FileStamp[], rows: readonly IndexedStamp[]): Difference {
  const known = new Map(rows.map((row) => [row.path, row]));
  const changed = files.filter((file) => {
    const row = known.get(file.path);
    return row === undefined || row.missing !== null || !isAsRead(file, row);
  });
  const there = new Set(files.map((file) => file.path));
  return { changed, absent: rows.filter((row) => !there.has(row.path)) };
}

/** Whether nothing differs, told in one pass over both, which come by path: mostly nothing does, and there may be 50,000. */
function areAlike(files: readonly FileStamp[], seen: readonly FileStamp[]): boolean {
  return (
    files.length === seen.length &&
    files.every((file, at) => {
      const was = seen[at];
      return was?.path === file.path && isAsRead(file, was);
    })
  );
}

function isAsRead(file: FileStamp, row: FileStamp): boolean {
  return row.modifiedMs === file.modifiedMs && row.sizeBytes === file.sizeBytes;
}

function takeIn(folder: NoteFolder, index: NoteIndex, seen: Difference & { stamps: readonly IndexedStamp[] }): Scan {
  const rows = new Map(seen.stamps.map((row) => [row.path, row]));
  const absent = new Map(seen.absent.map((row) => [row.path, row]));
  const formerPlace = openFormerPlaces(absent);
  const changed = new Set(seen.changed.map((file) => file.path));
  // A changed file holds only the id it now says, so that two files that changed places change ids too.
  const holders = new Map<string, string>();
  for (const { id, path } of seen.stamps)
    if (id !== null && !absent.has(path) && !changed.has(path)) holders.set(id, path);
  const problems: { path: string; code: string; message: string }[] = [];
  const moved: { from: string; to: string }[] = [];
  const read: string[] = [];
  for (const path of knownFirst(changed, rows)) {
    const file = readOrTell(folder, path, problems);
    if (file === null) continue;
    read.push(path);
    const from = formerPlace(file, !rows.has(path));
    if (from !== null) {
      index.notes.move(from.path, path);
      absent.delete(from.path);
      rows.set(path, from);
      moved.push({ from: from.path, to: path });
    }
    const verdict = idFor(file, { own: rows.get(path)?.id ?? null, holders });
    if (verdict.problem !== null) problems.push({ path, ...verdict.problem });
    if (verdict.id !== null) {
      index.ids.adopt("note", verdict.id);
      holders.set(verdict.id, path);
    }
    const fileProblems = verdict.problem === null ? file.problems : [...file.problems, verdict.problem];
    index.notes.put({ ...file, problems: fileProblems }, verdict.id);
  }
  const gone = [...absent.values()].filter((row) => row.missing === null).map((row) => row.path);
  for (const path of gone) index.notes.miss(path);
  return { read, moved, gone, problems };
}

/** Files that were there before new ones: of a file and its copy the former keeps the id. */
function knownFirst(paths: ReadonlySet<string>, rows: ReadonlyMap<string, IndexedStamp>): readonly string[] {
  const isKnown = (path: string): boolean => (rows.get(path)?.id ?? null) !== null;
  return [...paths].toSorted((a, b) => Number(isKnown(b)) - Number(isKnown(a)));
}

function readOrTell(folder: NoteFolder, path: string, problems: Scan["problems"][number][]): NoteFile | null {
  try {
    return folder.read(path);
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    problems.push({ path, code: "unreadable", message: thrown.message });
    return null;
  }
}

/** Absent rows by what tells the file of each where it now lies: its id, or the bytes of one that has none. */
function openFormerPlaces(
  absent: ReadonlyMap<string, IndexedStamp>,
): (file: NoteFile, isNew: boolean) => IndexedStamp | null {
  const nameOf = (id: string | null, hash: string): string => (id === null ? `bytes ${hash}` : `id ${id}`);
  const rows = Map.groupBy(absent.values(), ({ id, hash }) => nameOf(id, hash));
  return (file, isNew) => {
    if (file.id === null && !isNew) return null;
    // Of copies each is one that was not found elsewhere yet.
    return rows.get(nameOf(file.id, file.hash))?.find(({ path }) => absent.has(path)) ?? null;
  };
}

interface Verdict {
  id: string | null;
  problem: { code: string; message: string } | null;
}

/** The id a file is indexed under; `holders` tells the paths of ids in use. A file that lost its id keeps its `own`. */
function idFor(file: NoteFile, known: { own: string | null; holders: ReadonlyMap<string, string> }): Verdict {
  const holderOf = (id: string): string | null => {
    const holder = known.holders.get(id);
    return holder === undefined || holder === file.path ? null : holder;
  };
  const own = known.own !== null && holderOf(known.own) === null ? known.own : null;
  if (file.id === null) return { id: own, problem: null };
  if (!isNoteId(file.id)) {
    return { id: own, problem: { code: "foreign-id", message: `its id ${file.id} is not one that pkm gives` } };
  }
  const holder = holderOf(file.id);
  if (holder === null) return { id: file.id, problem: null };
  return { id: own, problem: { code: "duplicate-id", message: `it has the id ${file.id} of ${holder}` } };
}

/** Whether `id` has the whole form of a note's id. */
export function isNoteId(id: string): boolean {
  return id.length >= 4 && isIdShaped(id) && kindOfId(id) === "note" && /\d/.test(id);
}
