// Finds the half-written files of the notes folder that nobody known to be running will finish.
import { lstatSync, readdirSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { isGone } from "../base/process.ts";
import { writerOf } from "../base/temporary-name.ts";
import type { Leftover } from "../sense/note.ts";
import { systemCode } from "./file-error.ts";

/** How long what another machine writes may lie there half-written before it is told of. */
const elsewhereMs = 3_600_000;

/** What killed writers left below `root`, and what writers that can not be seen from here began an hour ago or earlier. */
export function leftoversIn(root: string): Leftover[] {
  const leftovers: Leftover[] = [];
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(join(root, folder))) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      const writer = writerOf(entry.name);
      if (entry.isDirectory() && !entry.name.startsWith(".") && entry.name !== "node_modules") folders.push(path);
      if (writer === null) continue;
      const hasEnded = isGone(writer);
      if (hasEnded === true || (hasEnded === null && isOld(join(root, path))))
        leftovers.push({ path, isOurs: hasEnded === true });
    }
  }
  return leftovers.sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** The time of the last write is the note's own; that of the last change is when it came to lie here. */
function isOld(file: string): boolean {
  const changedMs = lstatSync(file, { throwIfNoEntry: false })?.ctimeMs;
  return changedMs !== undefined && Date.now() - changedMs > elsewhereMs;
}

/** Empty for what is gone, or may not be read: what lies there is not this person's to clear. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (thrown) {
    if (systemCode(thrown) === null) throw thrown;
    return [];
  }
}
