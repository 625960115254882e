// Where a note's path leads: inside the notes folder, and for a write through no symbolic link.
import { lstatSync } from "node:fs";
import { join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";

/** A note's place in the file system. */
export interface NotePlace {
  /** Path inside the notes folder, with `/`. */
  path: string;
  file: string;
  folder: string;
  /** The notes folder with its own symbolic links resolved. */
  root: string;
}

/** The place of the note at `path`. Throws PkmError("failed") when it is no path of a note inside the folder. */
export function placeOf(root: string, path: string): NotePlace {
  const steps = path.split("/");
  const isInside = steps.every(
    (step) => step !== "" && !step.startsWith(".") && !step.includes("\0") && isPlainHere(step),
  );
  if (!isInside || !/\.md$/i.test(path)) {
    throw new PkmError("failed", `${path} is not the path of a note inside ${root}`, { hint: "pkm sense list" });
  }
  return { path, file: join(root, ...steps), folder: join(root, ...steps.slice(0, -1)), root };
}

/** Refuses a place that is, or lies behind, a symbolic link: the write would land somewhere else. */
export function refuseLinks({ path, root }: NotePlace): void {
  const steps = path.split("/");
  for (let depth = 1; depth <= steps.length; depth += 1) {
    const step = join(root, ...steps.slice(0, depth));
    if (lstatSync(step, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
      const link = steps.slice(0, depth).join("/");
      throw new PkmError(
        "failed",
        `cannot write ${path}: ${link} is a symbolic link, and pkm does not write through links`,
        {
          hint: `ls -l ${shellWord(step)}`,
        },
      );
    }
  }
}

/** On Windows a backslash or colon in a name would lead elsewhere. */
function isPlainHere(step: string): boolean {
  return process.platform !== "win32" || !/[\\:]/.test(step);
}
