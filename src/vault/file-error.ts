// Turns what the file system refuses into one clear line for the person.
import { PkmError, reasonOf } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file is larger than is allowed here",
  EIO: "the disk reports an error",
  ENAMETOOLONG: "the name is too long",
  ENOTDIR: "a file stands where a folder should be",
  EEXIST: "a file stands where a folder should be",
  EISDIR: "it is a folder",
  ELOOP: "symbolic links lead in a circle",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
};

/** The system's code of an error (`ENOENT` ...); null when it is not an error of the system. */
export function systemCode(thrown: unknown): string | null {
  if (!(thrown instanceof Error) || !("code" in thrown) || !("syscall" in thrown)) return null;
  return typeof thrown.code === "string" ? thrown.code : null;
}

/** What is being done to which file, for the message. */
export interface Doing {
  verb: "read" | "write" | "list";
  /** Path inside the notes folder, or the folder itself. */
  path: string;
  /** The notes folder, for the hint. */
  root: string;
}

/** Runs `act`; what the system refuses becomes PkmError("failed"), other errors pass as they are. */
export function whileDoing<T>(doing: Doing, act: () => T): T {
  try {
    return act();
  } catch (thrown) {
    const code = systemCode(thrown);
    if (code === null) throw thrown;
    const message = `cannot ${doing.verb} ${doing.path}: ${reasons[code] ?? reasonOf(thrown)}`;
    throw new PkmError("failed", message, { hint: hintFor(code, doing.root), cause: thrown });
  }
}

function hintFor(code: string, root: string): string {
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EROFS") return `df -h ${shellWord(root)}`;
  return code === "EACCES" || code === "EPERM" || code === "ENOTDIR" || code === "EEXIST"
    ? `ls -ld ${shellWord(root)}`
    : "pkm doctor";
}
