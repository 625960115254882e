// The notes folder: reads note files, and writes them one whole file at a time.
import { accessSync, constants, realpathSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { PkmError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { shellWord } from "../base/shell-word.ts";
import { syncFolder } from "../base/sync.ts";
import { findFences } from "../formats/frontmatter.ts";
import { editFrontmatter } from "../formats/note-edit.ts";
import { relinkProse } from "../formats/note-relink.ts";
import { slugOf } from "../formats/note-slug.ts";
import { writeNote } from "../formats/note.ts";
import { createFile, makeFolder, replaceFile } from "./atomic-write.ts";
import { systemCode, whileDoing } from "./file-error.ts";
import { withFolderLock } from "./folder-lock.ts";
import { encodingOf, noteFrom, readRaw } from "./note-bytes.ts";
import { placeOf, refuseLinks } from "./note-place.ts";
import { leftoversIn } from "./leftovers.ts";
import { stampsIn } from "./stamps.ts";
import { openTemplates } from "./templates.ts";
import { removeIfAllowed, type FileTraits } from "./temporary.ts";
import type { NewNote, NoteFile, Renamer, Vault } from "../sense/note.ts";
import type { RawNote } from "./note-bytes.ts";
import type { NotePlace } from "./note-place.ts";

export interface VaultPlaces {
  root: string;
  /** A folder of templates beside the hidden one in the notes folder; null for none. */
  templates?: string | null;
}

/**
 * The notes folder `root`, which may be a symbolic link and need not exist: the first write makes it.
 * Whatever the file system refuses is PkmError("failed") in one line.
 */
export function openVault({ root: given, templates = null }: VaultPlaces): Vault {
  const root = resolve(given);
  const real = onceThere(root);
  const doing = (verb: "read" | "write" | "list", path: string) => ({ verb, path, root });
  const change = (path: string, expectedHash: string, make: (text: string) => string): NoteFile =>
    whileDoing(doing("write", path), () => changeNote(placeOf(real(), path), expectedHash, make));
  return {
    root,
    ...openTemplates([join(root, ".templates"), ...(templates === null ? [] : [templates])]),
    list: () => whileDoing(doing("list", root), () => stampsIn(real())),
    leftovers: () => whileDoing(doing("list", root), () => leftoversIn(real())),
    sweep: () =>
      whileDoing(doing("list", root), () => {
        for (const { path, isOurs } of leftoversIn(real())) if (isOurs) removeIfAllowed(join(real(), path));
      }),
    read: (path) => whileDoing(doing("read", path), () => readNoteAt(placeOf(real(), path))),
    bytes: (path) => whileDoing(doing("read", path), () => rawOrThrow(placeOf(real(), path))),
    compare: (path, bytes) =>
      whileDoing(doing("read", path), () => {
        const raw = readRaw(placeOf(real(), path));
        return raw === null ? "none" : Buffer.from(bytes).equals(raw.bytes) ? "same" : "other";
      }),
    place: (path, file) =>
      whileDoing(doing("write", path), () => {
        const { bytes, modifiedMs } = file;
        createAt(placeOf(real(), path), bytes, { modifiedMs });
      }),
    create: (note) => whileDoing(doing("write", root), () => createNote(root, real, note)),
    edit: (path, edits, expectedHash) => change(path, expectedHash, (text) => editFrontmatter({ text, path }, edits)),
    rewrite: (path, body, expectedHash) => change(path, expectedHash, (text) => withBody(text, body)),
    renamed: (file, title, renamerFor) =>
      whileDoing(doing("read", file.path), () => renamedFile(real(), file, { title, renamerFor })),
    relinked: (file, rename) => relinkedText(file, rename),
    restore: (path, text, expectedHash) =>
      whileDoing(doing("write", path), () => {
        const place = placeOf(real(), path);
        if (expectedHash === null)
          return text === null ? refuseExisting(place) : createAt(place, Buffer.from(text, "utf8"));
        if (text !== null) changeNote(place, expectedHash, () => text);
        else removeNote(place, expectedHash);
      }),
  };
}

/** The folder without symbolic links, resolved when it first exists; until then as it was named. */
function onceThere(root: string): () => string {
  let real: string | null = null;
  return () => {
    if (real !== null) return real;
    try {
      real = realpathSync(root);
      return real;
    } catch (thrown) {
      if (systemCode(thrown) === "ENOENT") return root;
      throw thrown;
    }
  };
}

function readNoteAt(place: NotePlace): NoteFile {
  return noteFrom(place.path, rawOrThrow(place));
}

function rawOrThrow(place: NotePlace): RawNote {
  const raw = readRaw(place);
  if (raw !== null) return raw;
  throw new PkmError("not-found", `there is no note ${place.path}`, { hint: "pkm sense list" });
}

function createNote(root: string, real: () => string, note: NewNote): NoteFile {
  makeFolder(root);
  const folder = real();
  const bytes = Buffer.from(writeNote(note), "utf8");
  const created = createFile({ folder, bytes }, candidates(folder, slugOf(note.title)));
  if (created === null) throw new Error("an endless row of names ended");
  const path = created.file.slice(folder.length).replace(/^[\\/]/, "");
  return noteFrom(path, { bytes, modifiedMs: created.modifiedMs, sizeBytes: bytes.length });
}

function* candidates(folder: string, slug: string): Generator<string, never> {
  yield join(folder, `${slug}.md`);
  for (let n = 2; ; n += 1) yield join(folder, `${slug}-${n}.md`);
}

/** Under a free name, its own, or one under which a killed renaming has put the very text already. */
function renamedFile(
  root: string,
  file: NoteFile,
  { title, renamerFor }: { title: string; renamerFor: (path: string) => Renamer },
): { path: string; text: string } {
  const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
  for (let n = 1; ; n += 1) {
    const path = `${folder}${slugOf(title)}${n === 1 ? "" : `-${n}`}.md`;
    const relinked = { ...file, text: relinkedText(file, renamerFor(path)) };
    const text = editFrontmatter(relinked, [{ key: "title", set: title }]);
    const raw = path === file.path ? null : readRaw(placeOf(root, path));
    if (raw === null || Buffer.from(text, "utf8").equals(raw.bytes)) return { path, text };
  }
}

function relinkedText(file: NoteFile, rename: Renamer): string {
  const renamed = file.links.flatMap((link) => {
    const to = rename(link.to, "entry");
    return to === null ? [] : [{ from: link, to: { ...link, to } }];
  });
  const edits = renamed.length === 0 ? [] : [{ key: "links", ...linkEdit(renamed) } as const];
  return relinkProse(editFrontmatter(file, edits), rename);
}

type LinkEdit = { add: NoteFile["links"]; remove: NoteFile["links"] };

function linkEdit(renamed: readonly { from: NoteFile["links"][number]; to: NoteFile["links"][number] }[]): LinkEdit {
  return { add: renamed.map(({ to }) => to), remove: renamed.map(({ from }) => from) };
}

/** Writes what `make` makes of the text, if the file still has the hash when the new one is whole. */
function changeNote(place: NotePlace, expectedHash: string, make: (text: string) => string): NoteFile {
  refuseLinks(place);
  rawOrThrow(place);
  return withFolderLock(place.folder, () => {
    const raw = expectHash(place, expectedHash);
    const before = noteFrom(place.path, raw);
    const text = make(before.text);
    if (text === before.text) return before;
    accessSync(place.file, constants.W_OK);
    const bytes = Buffer.from(text, "utf8");
    const { folder, file } = place;
    const modifiedMs = replaceFile(file, { folder, bytes, traits: { mode: raw.mode } }, () =>
      expectHash(place, expectedHash),
    );
    return noteFrom(place.path, { bytes, modifiedMs, sizeBytes: bytes.length });
  });
}

function removeNote(place: NotePlace, expectedHash: string): void {
  refuseLinks(place);
  rawOrThrow(place);
  withFolderLock(place.folder, () => {
    expectHash(place, expectedHash);
    rmSync(place.file);
    syncFolder(place.folder);
  });
}

function createAt(place: NotePlace, bytes: Uint8Array, traits: FileTraits = {}): void {
  refuseLinks(place);
  makeFolder(place.folder);
  if (createFile({ folder: place.folder, bytes, traits }, [place.file]) === null) refuseExisting(place);
}

function refuseExisting(place: NotePlace): void {
  if (readRaw(place) !== null) throw changedError(place, "exists already");
}

/** The file if it is UTF-8 and has the hash; throws PkmError("failed") when somebody else changed it. */
function expectHash(place: NotePlace, expectedHash: string): RawNote {
  const raw = rawOrThrow(place);
  if (sha256(raw.bytes) !== expectedHash) throw changedError(place, "was changed by another program");
  if (encodingOf(raw.bytes) === "utf-8") return raw;
  const quoted = shellWord(place.file);
  throw new PkmError("failed", `${place.path} is not UTF-8, and pkm does not write it`, {
    hint: `iconv -f WINDOWS-1252 -t UTF-8 ${quoted} > ${shellWord(`${place.file}.utf8`)}`,
  });
}

function changedError({ path }: NotePlace, what: string): PkmError {
  return new PkmError("failed", `${path} ${what}; its text stays as it is`, { hint: `pkm show ${shellWord(path)}` });
}

/** The text with another body; frontmatter and byte order mark stay. */
function withBody(text: string, body: string): string {
  const fences = findFences(text);
  const head = fences === null ? (text.startsWith("\ufeff") ? "\ufeff" : "") : text.slice(0, fences.bodyAt);
  return fences === null || head.endsWith("\n") || body === "" ? head + body : head + fences.eol + body;
}
