// Finds the note files of a folder without reading them.
import { lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { systemCode } from "./file-error.ts";
import type { Dirent } from "node:fs";
import type { FileStamp } from "../sense/note.ts";

/**
 * Stamps of every `*.md` file below `root`, by path. Hidden names and node_modules are left out, as
 * are folders that may not be read; a symbolic link to a file counts, one to a folder is not followed.
 */
export function stampsIn(root: string): FileStamp[] {
  const stamps: FileStamp[] = [];
  const folders: string[] = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(root, folder)) {
      if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) folders.push(path);
      else if (/\.md$/i.test(entry.name)) addStamp(stamps, { root, path, entry });
    }
  }
  return stamps.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function addStamp(stamps: FileStamp[], { root, path, entry }: { root: string; path: string; entry: Dirent }): void {
  const look = entry.isSymbolicLink() ? statSync : lstatSync;
  // Joined by hand: of a walk over thousands of files path.join would be a fifth.
  const stats = look(`${root}/${path}`, { throwIfNoEntry: false });
  if (stats?.isFile() === true) stamps.push({ path, modifiedMs: Math.floor(stats.mtimeMs), sizeBytes: stats.size });
}

function entriesOf(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (thrown) {
    const code = systemCode(thrown) ?? "";
    const isSkipped =
      code === "ENOENT" || (folder !== "" && (code === "EACCES" || code === "EPERM" || code === "ENOTDIR"));
    if (isSkipped) return [];
    throw thrown;
  }
}
