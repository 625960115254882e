// Gives a file that is whole its name, and never takes that of another.
import { closeSync, linkSync, openSync, renameSync, unlinkSync } from "node:fs";

/** What file systems answer that have no hard links: exFAT, FAT, some shares. */
const linkless: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

/** Whether a link was refused because there are none here. */
export function isLinkless(thrown: unknown): boolean {
  return linkless.has(codeOf(thrown));
}

/**
 * Renames the file `from` to `to` in the same file system; false where that name is taken, and both stay as they are.
 * A hard link does both at once. Where there are none an empty file takes the name first, so that a process that is
 * killed right then leaves that one and `from`.
 */
export function takeName(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    unlinkSync(from);
    return true;
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return false;
    if (!isLinkless(thrown)) throw thrown;
    return takeNameByRename(from, to);
  }
}

function takeNameByRename(from: string, to: string): boolean {
  try {
    closeSync(openSync(to, "wx"));
  } catch (thrown) {
    if (codeOf(thrown) === "EEXIST") return false;
    throw thrown;
  }
  try {
    renameSync(from, to);
  } catch (thrown) {
    unlinkSync(to);
    throw thrown;
  }
  return true;
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && "code" in thrown ? String(thrown.code) : "";
}
