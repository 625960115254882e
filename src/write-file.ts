// Writes a file that the person named, and never over another one unless told to.
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { PkmError, reasonOf } from "./base/errors.ts";

/**
 * Writes `content` to `path`. A file that is there stays, with PkmError("usage") and the mend `again`, unless
 * `mayReplace`; then it is replaced as a whole, and what a link points to is left alone.
 */
export function writeNamedFile(
  path: string,
  content: string | Uint8Array,
  { mayReplace, again }: { mayReplace: boolean; again: string },
): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    if (!mayReplace) {
      writeFileSync(path, content, { flag: "wx" });
      return;
    }
    writeFileSync(temporary, content, { flag: "wx" });
    renameSync(temporary, path);
  } catch (thrown) {
    if (mayReplace) rmSync(temporary, { force: true });
    const isThere = thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
    if (isThere && !mayReplace) throw new PkmError("usage", `there is a file ${path} already`, { hint: again });
    throw new PkmError("failed", `${path} can not be written: ${reasonOf(thrown)}`, {
      hint: `ls -l ${path}`,
      cause: thrown,
    });
  }
}
