// Drafts beside the files they become: named after them and their writer, so that those of killed writers are told and cleared.
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isGone, processNamePattern, thisProcess } from "../base/process.ts";

const ending = new RegExp(`^\\.(${processNamePattern})\\.tmp(?:-journal|-wal|-shm)?$`);

/** Where this process writes what becomes `target`: a file, or a folder. */
export function draftPathOf(target: string): string {
  return `${target}.${thisProcess()}.tmp`;
}

/** Takes away what killed processes left of drafts of `target`, whose folder has to be there. */
export function clearLeftovers(target: string): void {
  const [folder, name] = [dirname(target), basename(target)];
  for (const other of readdirSync(folder)) {
    const owner = other.startsWith(`${name}.`) ? ending.exec(other.slice(name.length))?.[1] : undefined;
    if (owner !== undefined && (owner === thisProcess() || isGone(owner) === true))
      rmSync(join(folder, other), { recursive: true, force: true });
  }
}
