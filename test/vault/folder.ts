// What a write would change of a folder.
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Everything below a folder with all that a write would change: size, times, inode, mode. Links are not followed. */
export function snapshot(folder: string): string[] {
  const { size, mtimeNs, ctimeNs, ino, mode } = lstatSync(folder, { bigint: true });
  const own = [folder, size, mtimeNs, ctimeNs, ino, mode].join(" ");
  if (!lstatSync(folder).isDirectory()) return [own];
  const names = readdirSync(folder).toSorted();
  return [own, ...names.flatMap((name) => snapshot(join(folder, name)))];
}
