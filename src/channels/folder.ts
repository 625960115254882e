// Files in a folder that a channel fills: whole or not at all, and never through a symbolic link.
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { isGone } from "../base/process.ts";
import { temporaryName, writerOf } from "../base/temporary-name.ts";

const swept = new Set<string>();

/** The file's bytes; null when there is no file of that name. Throws when the name is a link or not a file. */
export async function readIn(dir: string, name: string): Promise<Buffer | null> {
  try {
    const handle = await open(pathIn(dir, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isCode(error, "ENOENT")) return null;
    throw error;
  }
}

/**
 * Puts the bytes in place of the file, making the folder when it is not there: written beside it,
 * flushed to the disk, then renamed, and the folder flushed too. Mode 0666 less the umask.
 */
export async function writeIn(dir: string, name: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dir, { recursive: true });
  await sweep(dir);
  const beside = pathIn(dir, temporaryName());
  try {
    const handle = await open(beside, "wx");
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, pathIn(dir, name));
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await flush(dir);
}

/** Takes the file away; false when it was not there. */
export async function removeIn(dir: string, name: string): Promise<boolean> {
  try {
    await rm(pathIn(dir, name));
  } catch (error) {
    if (isCode(error, "ENOENT")) return false;
    throw error;
  }
  await flush(dir);
  return true;
}

/** Whether nothing has the name: no file, no folder, and no link. */
export async function isFree(dir: string, name: string): Promise<boolean> {
  try {
    await lstat(pathIn(dir, name));
    return false;
  } catch (error) {
    if (isCode(error, "ENOENT")) return true;
    throw error;
  }
}

/** Names of the plain files in the folder, in order; none when there is no folder. */
export async function filesIn(dir: string): Promise<string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (isCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** Removes what killed writers left, once in a process: such a folder may be read by the world. */
async function sweep(dir: string): Promise<void> {
  if (swept.has(dir)) return;
  swept.add(dir);
  for (const name of await filesIn(dir)) {
    const writer = writerOf(name);
    if (writer !== null && isGone(writer) === true) await rm(pathIn(dir, name), { force: true });
  }
}

async function flush(dir: string): Promise<void> {
  // Windows cannot open a folder, and needs no flush of one to keep a rename.
  if (process.platform === "win32") return;
  const handle = await open(dir, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function pathIn(dir: string, name: string): string {
  if (!/^\.?[\w-]+(?:\.[\w-]+)*$/.test(name)) throw new Error(`not a plain file name: ${name}`);
  return join(dir, name);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
