// The file of a store comes into being whole: one that is empty was a store once, and is not taken for a new one.
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { PkmError } from "../base/errors.ts";
import { shellWord } from "../base/shell-word.ts";
import { isLinkless } from "../base/take-name.ts";
import { clearLeftovers, draftPathOf } from "./leftovers.ts";

/**
 * Makes the store at `file` where there is none: `make` is handed the path of a draft, which takes the name when it is
 * done. Of two that make it at once one comes first, and the other's draft goes. Throws PkmError("failed") for what is
 * left of an older store, a file of 0 bytes or a log alone, and touches nothing of it: SQLite would take it for new.
 */
export function ensureFile(file: string, make: (draft: string) => void): void {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats?.size === 0) throw lost(file, `the store ${file} is empty: something has cut it to 0 bytes`);
  if (stats !== undefined) return;
  // The log of another store would be played into the new one. One of a store that another pkm makes now comes after it.
  const logBytes = statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  if (logBytes > 0 && !existsSync(file))
    throw lost(`${file}-wal`, `the store ${file} is gone, and its log is still there`);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  clearLeftovers(file);
  const draft = draftPathOf(file);
  try {
    closeSync(openSync(draft, "w", 0o600));
    make(draft);
    takeName(draft, file);
  } finally {
    for (const end of ["", "-wal", "-shm", "-journal"]) rmSync(`${draft}${end}`, { force: true });
  }
}

function takeName(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (thrown) {
    if (existsSync(file)) return;
    // An empty file that held the name meanwhile would pass for a store that was lost. Renaming is as good where there are
    // no links, but for two that begin in the same instant.
    if (!isLinkless(thrown)) throw thrown;
    renameSync(draft, file);
  }
}

/** A store was here. `rest` is what is left of it: out of the way, a new one can begin. */
function lost(rest: string, message: string): PkmError {
  const backup = newestIn(join(dirname(rest), "backups"));
  const restore = backup === null ? "pkm restore BACKUP" : `pkm restore ${shellWord(backup)}`;
  return new PkmError("failed", message, { hint: [restore, `mv ${shellWord(rest)} ${shellWord(`${rest}.old`)}`] });
}

/** The backup that was made last; null where there is none. */
function newestIn(folder: string): string | null {
  if (!existsSync(folder)) return null;
  const names = readdirSync(folder).filter((name) => !name.startsWith(".") && !name.endsWith(".tmp"));
  const files = names.map((name) => ({ path: join(folder, name), stats: statSync(join(folder, name)) }));
  const [newest] = files.filter(({ stats }) => stats.isFile()).toSorted((a, b) => b.stats.mtimeMs - a.stats.mtimeMs);
  return newest?.path ?? null;
}
