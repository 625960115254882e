// Finds the note files of a folder without reading them.
import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "./file-error.ts";
import type { Stats } from "node:fs";
import type { FileStamp } from "../sense/note.ts";

/** What may be wrong with one place of the folder and leaves the rest to be seen. */
const unseen: ReadonlySet<string> = new Set(["EACCES", "EPERM", "ENOTDIR", "ELOOP"]);
const ifThere = { throwIfNoEntry: false } as const;

/**
 * Stamps of every `*.md` file below `root`, by path. Hidden names and node_modules are left out, as
 * are folders that may not be read; a symbolic link to a file counts, one to a folder is not followed.
 */
export function stampsIn(root: string): FileStamp[] {
  const stamps: FileStamp[] = [];
  const folders: string[] = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    const below = folder === "" ? "" : `${folder}/`;
    for (const name of namesIn(root, folder)) {
      if (name.startsWith(".") || name === "node_modules") continue;
      // Joined by hand: of a walk over thousands of files path.join would be a fifth.
      const stats = lookAt(`${root}/${below}${name}`);
      if (stats?.isDirectory() === true) folders.push(below + name);
      else if (stats?.isFile() === true && isNoteName(name))
        stamps.push({ path: below + name, modifiedMs: Math.floor(stats.mtimeMs), sizeBytes: stats.size });
    }
  }
  return stamps.sort((one, other) => (one.path < other.path ? -1 : 1));
}

const isNoteName = (name: string): boolean => name.endsWith(".md") || /\.md$/i.test(name);

/** What lies at `path`, or where its link leads; null for a link to a folder or in a circle, and for what may not be looked at. */
function lookAt(path: string): Stats | null {
  try {
    const stats = lstatSync(path, ifThere) ?? null;
    if (stats?.isSymbolicLink() !== true) return stats;
    const there = statSync(path, ifThere) ?? null;
    return there?.isDirectory() === true ? null : there;
  } catch (thrown) {
    if (unseen.has(systemCode(thrown) ?? "")) return null;
    throw thrown;
  }
}

/** The names alone: the kinds of all would take longer to be told than the files take to be looked at. */
function namesIn(root: string, folder: string): string[] {
  try {
    return readdirSync(join(root, folder));
  } catch (thrown) {
    const code = systemCode(thrown) ?? "";
    if (code === "ENOENT" || (folder !== "" && unseen.has(code))) return [];
    throw thrown;
  }
}
