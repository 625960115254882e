// A note file's bytes as text: UTF-8, else Windows-1252 with a problem, so that an old note can still be read.
import { isUtf8 } from "node:buffer";
import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { PkmError } from "../base/errors.ts";
import { sha256 } from "../base/hash.ts";
import { readNote } from "../formats/note.ts";
import { systemCode } from "./file-error.ts";
import type { NoteFile } from "../sense/note.ts";
import type { NotePlace } from "./note-place.ts";

/** A file as it was read in one go. */
export interface RawNote {
  bytes: Uint8Array;
  modifiedMs: number;
  sizeBytes: number;
  /** Permission bits. */
  mode: number;
}

/** The bytes of the note; null when there is no such file. Throws PkmError("failed") when it is not a file. */
export function readRaw(place: NotePlace): RawNote | null {
  const descriptor = openOrNull(place.file);
  if (descriptor === null) return null;
  try {
    // Before the bytes: a change in between then shows as a newer time at the next list.
    const stats = fstatSync(descriptor);
    if (!stats.isFile()) throw new PkmError("failed", `${place.path} is not a file`, { hint: "pkm sense list" });
    const bytes = readFileSync(descriptor);
    return { bytes, modifiedMs: Math.floor(stats.mtimeMs), sizeBytes: stats.size, mode: stats.mode & 0o777 };
  } finally {
    closeSync(descriptor);
  }
}

function openOrNull(file: string): number | null {
  try {
    // Non-blocking, so that a named pipe called x.md does not hang the program.
    return openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  } catch (thrown) {
    if (systemCode(thrown) === "ENOENT") return null;
    throw thrown;
  }
}

/** The note in the bytes. Bytes that are not UTF-8 are read as UTF-16 (with its mark) or Windows-1252. */
export function noteFrom(path: string, raw: Omit<RawNote, "mode">): NoteFile {
  const encoding = encodingOf(raw.bytes);
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(raw.bytes);
  const note = readNote(text, path);
  const problem = { code: "not-utf-8", message: `the file is not UTF-8; it is read as ${encoding} and not written` };
  const problems = encoding === "utf-8" ? note.problems : [problem, ...note.problems];
  const { modifiedMs, sizeBytes } = raw;
  return { ...note, problems, path, hash: sha256(raw.bytes), text, modifiedMs, sizeBytes };
}

/** The encoding the bytes are read as; only utf-8 is written. */
export function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "windows-1252" {
  if (isUtf8(bytes)) return "utf-8";
  return bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "windows-1252";
}
