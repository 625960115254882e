// Copies the Markdown files of another folder beside the person's notes, never over one.
import { PkmError } from "../base/errors.ts";
import type { NotTaken } from "./imported.ts";
import type { FileStamp } from "./note.ts";

/** The other folder. */
export interface OtherNotes {
  list(): readonly FileStamp[];
  bytes(path: string): { bytes: Uint8Array; modifiedMs: number };
}

export interface NotePorts {
  vault: {
    compare(path: string, bytes: Uint8Array): "same" | "other" | "none";
    place(path: string, file: { bytes: Uint8Array; modifiedMs: number }): void;
  };
  changes: { recordFile(file: { path: string; before: string | null; after: string | null }): void };
  onProgress(done: number, of: number): void;
}

export interface NotesTally {
  new: number;
  known: number;
  notTaken: readonly NotTaken[];
}

const bytesMax = 8 * 1024 * 1024;
const progressEvery = 100;

/** Copies what is not there yet; with `isRehearsal` only counts. Call it inside changes.record. */
export function takeNotes(other: OtherNotes, ports: NotePorts, { isRehearsal }: { isRehearsal: boolean }): NotesTally {
  const tally = { new: 0, known: 0 };
  const notTaken: NotTaken[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const files = other.list();
  for (const [index, { path, sizeBytes }] of files.entries()) {
    if ((index + 1) % progressEvery === 0) ports.onProgress(index + 1, files.length);
    const refuse = (what: string): void => void notTaken.push({ kind: "not-taken", place: path, what });
    if (sizeBytes > bytesMax) {
      refuse(`a file of more than ${bytesMax} bytes`);
      continue;
    }
    try {
      const file = other.bytes(path);
      const text = decoder.decode(file.bytes);
      const standing = ports.vault.compare(path, file.bytes);
      if (standing === "other") refuse("a note with that name says something else, and this one");
      tally.known += standing === "same" ? 1 : 0;
      if (standing !== "none") continue;
      tally.new += 1;
      if (isRehearsal) continue;
      ports.vault.place(path, file);
      ports.changes.recordFile({ path, before: null, after: text });
    } catch (thrown) {
      if (thrown instanceof TypeError) refuse("a file that is not UTF-8");
      else if (thrown instanceof PkmError) refuse(thrown.message);
      else throw thrown;
    }
  }
  return { ...tally, notTaken };
}
