// Takes an archive into an empty home: it is read through first, then the rows are put in and the notes written, at once.
import { PkmError } from "../base/errors.ts";
import { checkArchive, filesIn, rowsIn, type ArchivedFile, type ArchiveHead, type ArchiveShelf } from "./archive.ts";
import type { NumberedLine } from "./sealed-lines.ts";

/** The notes folder as an archive is taken into it. */
export interface FileShelf {
  root: string;
  compare(path: string, bytes: Uint8Array): "same" | "other" | "none";
  place(path: string, file: { bytes: Uint8Array; modifiedMs: number }): void;
}

export interface ArchivePorts {
  shelf: ArchiveShelf;
  vault: FileShelf;
}

/**
 * What the archive holds, and that this home can take it. Throws PkmError: "failed" for one that is not whole, "usage"
 * where the home is not empty, or a note's file stands there and says something else.
 */
export function planArchive(lines: () => Iterable<NumberedLine>, { shelf, vault }: ArchivePorts): ArchiveHead {
  const head = checkArchive(lines(), shelf.schema());
  if (!shelf.isEmpty()) {
    throw new PkmError("usage", "an archive goes into an empty home, and this one is not", {
      hint: ["pkm --home NEW import FILE", "pkm import FILE --as state"],
    });
  }
  const others: string[] = [];
  for (const file of filesIn(lines())) if (placeOf(file, vault) === "other") others.push(file.path);
  const [first] = others;
  if (first !== undefined) {
    const more = others.length === 1 ? "" : ` and ${others.length - 1} others`;
    throw new PkmError("usage", `${first}${more} in ${vault.root} say something else than in the archive`, {
      hint: "pkm --home NEW import FILE",
    });
  }
  return head;
}

/** Takes in what planArchive found good. Killed at any point, it can be begun anew: what stands already is the same. */
export function takeArchive(lines: () => Iterable<NumberedLine>, { shelf, vault }: ArchivePorts): void {
  shelf.putBack(rowsIn(lines()), () => {
    for (const file of filesIn(lines())) {
      if (placeOf(file, vault) === "none")
        vault.place(file.path, { bytes: bytesOf(file), modifiedMs: file.modifiedMs });
    }
  });
}

function placeOf(file: ArchivedFile & { line: number }, vault: FileShelf): "same" | "other" | "none" {
  try {
    return vault.compare(file.path, bytesOf(file));
  } catch (thrown) {
    if (!(thrown instanceof PkmError)) throw thrown;
    throw new PkmError("failed", `line ${file.line}: ${thrown.message}`, { hint: thrown.mend, cause: thrown });
  }
}

function bytesOf({ content }: ArchivedFile): Uint8Array {
  return "utf8" in content ? Buffer.from(content.utf8) : Buffer.from(content.base64, "base64");
}
