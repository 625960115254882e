// Drafts beside the files they become: named after them and their writer, so that those of killed writers are told and cleared.
import { readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isRunning } from "../base/process.ts";

/** Where this process writes what becomes `target`: a file, or a folder. */
export function draftPathOf(target: string): string {
  return `${target}.${process.pid}.tmp`;
}

/** Takes away what killed processes left of drafts of `target`, whose folder has to be there. */
export function clearLeftovers(target: string): void {
  const [folder, name] = [dirname(target), basename(target)];
  for (const other of readdirSync(folder)) {
    const pid = other.startsWith(`${name}.`)
      ? /^\.(\d+)\.tmp(?:-journal|-wal|-shm)?$/.exec(other.slice(name.length))?.[1]
      : undefined;
    if (pid !== undefined && (Number(pid) === process.pid || !isRunning(Number(pid))))
      rmSync(join(folder, other), { recursive: true, force: true });
  }
}
