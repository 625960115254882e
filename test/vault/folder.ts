// Notes folders for the tests: made under the system's temporary folder, removed when the test ends.
import { lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";

/** A new empty folder that goes with the test. */
export function emptyFolder(context: TestContext): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "pkm-vault-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Everything below a folder with all that a write would change: size, times, inode, mode. Links are not followed. */
export function snapshot(folder: string): string[] {
  const { size, mtimeNs, ctimeNs, ino, mode } = lstatSync(folder, { bigint: true });
  const own = [folder, size, mtimeNs, ctimeNs, ino, mode].join(" ");
  if (!lstatSync(folder).isDirectory()) return [own];
  const names = readdirSync(folder).toSorted();
  return [own, ...names.flatMap((name) => snapshot(join(folder, name)))];
}
