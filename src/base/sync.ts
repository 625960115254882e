// Makes what was written last through a loss of power.
import { closeSync, fsyncSync, openSync } from "node:fs";

/** The bytes of a file that may be written to. */
export function syncFile(file: string): void {
  sync(file, "r+");
}

/** The names in a folder. Windows has no such call. */
export function syncFolder(folder: string): void {
  if (process.platform !== "win32") sync(folder, "r");
}

function sync(path: string, flags: "r" | "r+"): void {
  const descriptor = openSync(path, flags);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
