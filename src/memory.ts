// What channels keep between runs: one private file each in the state folder, replaced whole, and never in the store.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { PkmError, reasonOf } from "./base/errors.ts";
import type { Memory } from "./share/channel.ts";

/** Owner only: what is kept opens an account. */
const [folderMode, fileMode] = [0o700, 0o600];
const othersMode = 0o077;

/** The memory in `stateDir`. Throws PkmError("failed") where it can not be written, ("credentials") where others may read it. */
export function memoryIn(stateDir: string): Memory {
  const folder = join(stateDir, "sessions");
  return {
    recall(key) {
      const file = fileOf(folder, key);
      const mode = lstatSync(file, { throwIfNoEntry: false })?.mode;
      if (mode === undefined) return null;
      if ((mode & othersMode) !== 0 && process.platform !== "win32")
        throw new PkmError("credentials", `others may read the session file ${file}`, { hint: `chmod 600 ${file}` });
      return readFileSync(file, "utf8");
    },
    keep(key, text) {
      if (text.trim() === "") throw new Error(`nothing is no session: ${key}`);
      const file = fileOf(folder, key);
      try {
        mkdirSync(folder, { recursive: true, mode: folderMode });
        replace(folder, file, text);
      } catch (thrown) {
        throw new PkmError("failed", `the session file ${file} can not be written: ${reasonOf(thrown)}`, {
          hint: `ls -ld ${folder}`,
          cause: thrown,
        });
      }
    },
  };
}

function replace(folder: string, file: string, text: string): void {
  const beside = `${file}.${process.pid}.tmp`;
  try {
    const handle = openSync(beside, "w", fileMode);
    try {
      fchmodSync(handle, fileMode);
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(beside, file);
  } catch (thrown) {
    rmSync(beside, { force: true });
    throw thrown;
  }
  // Windows cannot open a folder, and needs no flush of one to keep a rename.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function fileOf(folder: string, key: string): string {
  if (!/^[a-z0-9-]+$/.test(key)) throw new Error(`not a plain key: ${key}`);
  return join(folder, key);
}
