// Renames a note: its title, its file, and the links by which other notes name it.
import { PkmError } from "../base/errors.ts";
import { plainLine } from "../base/plain.ts";
import { type FileTurn, type TurnWork, whileTurning } from "./file-turns.ts";
import { type IndexedNote, refOf } from "./indexed-note.ts";
import { foldName, slugOf } from "./link-name.ts";
import type { NameForm, NoteFile, Renamer, Vault } from "./note.ts";

export interface RenameWork extends TurnWork {
  vault: Pick<Vault, "read" | "restore" | "renamed" | "relinked">;
  store: {
    notes: {
      get(ref: string): IndexedNote | null;
      put(file: NoteFile, id: string | null): void;
      move(from: string, to: string): void;
    };
    links: { to(ref: string): readonly { from: string }[]; meaning(target: string, from: string): string | null };
    changes: {
      record<Result>(summary: string, act: () => Result): Result;
      recordFile(file: FileTurn): void;
    };
  };
}

export interface Renaming {
  note: IndexedNote;
  title: string;
  /** Where its file will lie; where it lies, when its name stays. */
  path: string;
  /** What is written, in this order: the note at its new place, the notes that link to it, then its old place. */
  turns: readonly FileTurn[];
  /** Refs of notes that link to it and can not be written, because they are not UTF-8. */
  left: readonly string[];
}

/** What renaming `note` would write; nothing is written. Throws PkmError("usage") for an empty title. */
export function planRename(work: RenameWork, note: IndexedNote, given: string): Renaming {
  const { store, vault } = work;
  const title = plainLine(given);
  if (title === "") throw new PkmError("usage", "the new title is empty", { hint: "pkm sense rename <note> <title>" });
  const file = vault.read(note.path);
  const named = { work, note, title };
  const { path, text } = vault.renamed(file, title, (there) => renamerFor({ ...named, path: there }, note.path));
  const naming = { ...named, path };
  const others = new Set(store.links.to(refOf(note)).map(({ from }) => from));
  const linking = [...others]
    .flatMap((ref) => store.notes.get(ref) ?? [])
    .filter((other) => other.path !== note.path && other.path !== path);
  const left: string[] = [];
  const turns = linking.flatMap((other): FileTurn[] => {
    const before = vault.read(other.path);
    const after = vault.relinked(before, renamerFor(naming, other.path));
    if (after === before.text) return [];
    if (before.problems.some(({ code }) => code === "not-utf-8")) {
      left.push(refOf(other));
      return [];
    }
    return [{ path: other.path, before: before.text, after }];
  });
  if (path === note.path) {
    // The title last: while a killed run has left a link by the old title, the next one still knows it.
    const ownTurn = text === file.text ? [] : [{ path, before: file.text, after: text }];
    return { note, title, path, turns: [...turns, ...ownTurn], left };
  }
  const there = { path, before: null, after: text };
  return { note, title, path, turns: [there, ...turns, { path: note.path, before: file.text, after: null }], left };
}

interface Naming {
  work: RenameWork;
  note: IndexedNote;
  title: string;
  path: string;
}

/** How links in the note at `from` name the renamed note: by title or file name as before, by path where that is taken. */
function renamerFor(naming: Naming, from: string): Renamer {
  const { work, note, path } = naming;
  const { meaning } = work.store.links;
  const isFree = (name: string): boolean => [null, refOf(note), path].includes(meaning(name, from));
  return (target, form) => {
    if (target === note.id || meaning(target, from) !== refOf(note)) return null;
    const named = newName(naming, target, form);
    const name = isFree(named) ? named : form === "wikilink" ? path.replace(/\.md$/i, "") : `/${path}`;
    return name === target ? null : name;
  };
}

function newName({ note, title, path }: Naming, target: string, form: NameForm): string {
  const isByTitle = target === note.title || slugOf(target) !== slugOf(note.path);
  if (form !== "destination" && isByTitle && foldName(target) === foldName(note.title)) {
    return /[[\]|#^\\]/.test(title) ? nameOf(path) : title;
  }
  const folder = target.slice(0, target.lastIndexOf("/") + 1);
  return `${folder}${nameOf(path)}${/\.md$/i.exec(target)?.[0] ?? ""}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.md$/i, "");
}

/** Writes it; one entry in the changes. A run that was killed is completed by the next. */
export function renameNote(work: RenameWork, { note, title, path, turns }: Renaming): IndexedNote {
  const { store, vault } = work;
  whileTurning(work, turns, (write) =>
    store.changes.record(`renamed “${note.title}” to “${title}”`, () => {
      write();
      for (const turn of turns) store.changes.recordFile(turn);
      if (path !== note.path) store.notes.move(note.path, path);
      store.notes.put(vault.read(path), note.id);
      for (const turn of turns) {
        const other = turn.after === null || turn.path === path ? null : store.notes.get(turn.path);
        if (other !== null) store.notes.put(vault.read(other.path), other.id);
      }
    }),
  );
  const renamed = store.notes.get(path);
  if (renamed === null) throw new Error(`${path} was not indexed`);
  return renamed;
}
